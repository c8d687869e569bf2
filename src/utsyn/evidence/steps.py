"""Tables on the way from the sources to figures, such as the home university's works: each made once, however many recipes rest on it."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from itertools import count
from typing import TYPE_CHECKING, ParamSpec, Protocol

if TYPE_CHECKING:
    import ibis.expr.types as ir

P = ParamSpec("P")
KEPT = 24  # tables; more than any recipe takes
_numbers = count()


class Settles(Protocol):
    """An engine that can hold a table, and let go of it."""

    def settle(self, asked: "ir.Table") -> "ir.Table":
        """Return a table that holds what is asked."""

    def release(self, table: "ir.Table") -> None:
        """Let go of such a table."""


class Kept:
    """The tables that an engine holds; the one that was asked for longest ago goes first."""

    def __init__(self, engine: Settles) -> None:
        self.engine = engine
        self.tables: dict[Hashable, ir.Table] = {}
        self._holds = 0

    def once(self, key: Hashable, make: "Callable[[], ir.Table]") -> "ir.Table":
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
        while not self._holds and len(self.tables) > KEPT:
            self.engine.release(self.tables.pop(next(iter(self.tables))))


class Opened(dict[str, "ir.Table"]):
    """Tables at hand by name, and by name what tells them from others of that name."""

    def __init__(
        self, tables: "Mapping[str, ir.Table]", *, kept: Kept, told: Mapping[str, Hashable] | None = None
    ) -> None:
        super().__init__(tables)
        number = next(_numbers)
        self.kept, self.told = kept, told or dict.fromkeys(tables, number)


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
            return given.kept.once(key, lambda: make(*args, **more))

        return made

    return wrap
