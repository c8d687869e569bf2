"""Tables on the way from the sources to figures, such as the home university's works: each made once, however many recipes rest on it."""

import hashlib
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol

if TYPE_CHECKING:
    import ibis.expr.types as ir

P = ParamSpec("P")
Asked = Any  # an expression, or SQL
KEPT = 24  # tables; more than any recipe takes
_numbers = count()


class Settles(Protocol):
    """An engine that can hold a table, and let go of it."""

    def settle(self, asked: Asked) -> Asked:
        """Return a table that holds what is asked; of SQL its name, which is that `after` the SQL."""

    def release(self, table: Asked) -> None:
        """Let go of such a table."""


def after(told: str) -> str:
    """Return the name of the table that SQL makes: the same for the same SQL."""
    return f"step_{hashlib.sha256(told.encode()).hexdigest()[:20]}"


class Kept:
    """The tables that an engine holds; the one that was asked for longest ago goes first."""

    def __init__(self, engine: Settles, *, most: int | None = KEPT) -> None:
        self.engine, self.most = engine, most
        self.tables: dict[Hashable, Asked] = {}
        self._holds = 0

    def once(self, key: Hashable, make: Callable[[], Asked]) -> Asked:
        """Return the table of a key, made now if it is not held."""
        found = self.tables.pop(key, None)
        if found is None:
            found = self.engine.settle(make())
        self.tables[key] = found
        self._let_go()
        return found

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Let go of nothing meanwhile: what is asked rests on more tables than a recipe does."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1
            self._let_go()

    def _let_go(self) -> None:
        while self.most is not None and not self._holds and len(self.tables) > self.most:
            self.engine.release(self.tables.pop(next(iter(self.tables))))


class Opened(dict[str, "ir.Table"]):
    """Tables at hand by name, and by name what tells them from others of that name.

    `names` are those under which the engine has them, of tables with the promised columns and no others.
    """

    def __init__(
        self,
        tables: "Mapping[str, ir.Table]",
        *,
        kept: Kept,
        told: Mapping[str, Hashable] | None = None,
        names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(tables)
        number = next(_numbers)
        self.kept, self.names = kept, names
        self.told = told or dict.fromkeys(tables, number)


def once(*needs: str) -> "Callable[[Callable[P, ir.Table]], Callable[P, ir.Table]]":
    """Have a table made once of the tables it needs. On tables that no engine opened it is made each time, as one expression."""

    def wrap(make: "Callable[P, ir.Table]") -> "Callable[P, ir.Table]":
        @wraps(make)
        def made(*args: P.args, **more: P.kwargs) -> "ir.Table":
            given, *rest = args
            if not isinstance(given, Opened):
                return make(*args, **more)
            told = tuple(given.told[name] for name in needs)
            key = (make.__module__, make.__qualname__, told, tuple(rest), tuple(sorted(more.items())))
            found: ir.Table = given.kept.once(key, lambda: make(*args, **more))
            return found

        return made

    return wrap
