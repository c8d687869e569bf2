"""The seed that was announced beforehand, and the order in which it puts what is otherwise equal."""

from collections.abc import Iterable
from hashlib import sha256


def drawn(keys: Iterable[str], *, seed: str) -> tuple[str, ...]:
    """Return the keys in the order that the seed draws: that of sha256(seed:key), which nobody can choose or foresee.

    Anybody can check it: `printf 'seed:key' | sha256sum`.
    """
    return tuple(sorted(set(keys), key=lambda key: (sha256(f"{seed}:{key}".encode()).digest(), key)))
