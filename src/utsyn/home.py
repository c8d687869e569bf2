"""An institution's own folder (UTSYN_HOME), laid over the documents that Utsyn ships."""

import os
from collections.abc import Iterator
from pathlib import Path

SHIPPED = Path(__file__).parent / "data"


def home() -> Path | None:
    """Return the institution's folder, or None where none is set."""
    folder = os.environ.get("UTSYN_HOME", "")
    return Path(folder) if folder else None


def folders(kind: str) -> list[Path]:
    """List the folders that hold documents of a kind (`calls`, `plans`), the institution's own first."""
    own = home()
    roots = [own, SHIPPED] if own else [SHIPPED]
    return [root / kind for root in roots if (root / kind).is_dir()]


def documents(kind: str) -> Iterator[Path]:
    """Walk the documents of a kind; a file in the institution's folder replaces the shipped one of the same name."""
    yield from map(Path, places(kind))


def places(kind: str) -> Iterator[str]:
    """Walk where they lie, as plain strings: every page asks whether one has changed, and paths would cost it ten times as much."""
    seen: set[tuple[str, ...]] = set()
    for folder in map(str, folders(kind)):
        for name in sorted(_names(folder)):
            if name not in seen:
                seen.add(name)
                yield os.path.join(folder, *name)  # noqa: PTH118  see above


def stamps(kind: str) -> Iterator[tuple[str, int, int]]:
    """Walk what tells whether one has changed: where each lies, when it was written, and its size."""
    for place in places(kind):
        found = os.stat(place)  # noqa: PTH116  see above
        yield place, found.st_mtime_ns, found.st_size


def _names(folder: str) -> Iterator[tuple[str, ...]]:
    """Walk the documents of a folder and of those in it by their parts, which sort as paths do."""
    for within, _, files in os.walk(folder):
        above = tuple(within[len(folder) + 1 :].split(os.sep)) if within != folder else ()  # noqa: PTH206  see above
        yield from (
            (*above, name) for name in files if name.endswith(".yaml") and not name.endswith(".cases.yaml")
        )
