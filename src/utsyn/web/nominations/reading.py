"""What a nomination tells, as people read it: each fact with its name, in the language of the page, by its sort."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from pydantic import BaseModel

from utsyn.calls.kinds import NAMES
from utsyn.calls.rounds.nomination import Nomination as Told
from utsyn.organisations.countries import names
from utsyn.text import Money, Said, shown
from utsyn.web.forms import Wanted
from utsyn.web.labels import literal, one_of, unlabelled
from utsyn.web.typed import Sort, sort_of

AMOUNTS = frozenset({"amount", "own_contribution", "overhead", "amounts_by_year", "budget.amount"})


class Fact(NamedTuple):
    """A fact that is told: its name in the shape, its label, its text, or the facts it is made of."""

    name: str
    label: str
    text: str = ""
    parts: tuple["Fact", ...] = ()

    def lines(self) -> Sequence[str]:
        """Write it out in lines, one for each row of it, so that two can be compared."""
        if not self.parts:
            return self.text.split("\n")
        if all(part.parts for part in self.parts):
            return [f"{part.label}: {part.line()}" for part in self.parts]
        return [f"{part.label}: {part.line()}" for part in self.parts if part.line()]

    def line(self) -> str:
        """Write it out in one line."""
        if not self.parts:
            return self.text
        return "; ".join(f"{part.label}: {part.line()}" for part in self.parts)


class Reader(NamedTuple):
    """Reads facts aloud in one language; `wanted` knows the sentences of the call behind facts with keys of its own."""

    language: str
    wanted: Wanted = Wanted()
    currency: str = ""

    def facts(
        self, told: Mapping[str, Any], shape: type[BaseModel] = Told, *, path: str = ""
    ) -> tuple[Fact, ...]:
        """Return the facts that are told, in the order of the shape."""
        return tuple(self._facts(told, shape, path))

    def _facts(self, told: Mapping[str, Any], shape: type[BaseModel], path: str) -> Iterator[Fact]:
        for name, info in shape.model_fields.items():
            if (value := told.get(name)) is None:
                continue
            here, sort = (f"{path}.{name}" if path else name), sort_of(info.annotation)
            if sort.name == "keyed":
                yield from self._keyed(sort, value, here)
            else:
                label = (
                    Said(info.title).in_(self.language) if info.title else unlabelled().get(name, (name,))[0]
                )
                yield self.fact(Fact(name, label), sort, value, here)

    def _keyed(self, sort: Sort, told: Mapping[str, Any], path: str) -> Iterator[Fact]:
        for key, value in told.items():
            claim = next((c.in_(self.language) for c in self.wanted.facts.get(f"{path}.{key}", ())), key)
            yield self.fact(Fact(f"{path}[{key}]", claim), sort_of(sort.inner), value, f"{path}.{key}")

    def fact(self, blank: Fact, sort: Sort, value: Any, path: str) -> Fact:
        """Fill in what is told."""
        if sort.name == "group":
            return blank._replace(parts=self.facts(value, sort.inner, path=path))
        if sort.name == "rows" and value:
            rows = (Fact(f"{path}[{n}]", one_of(path.rpartition(".")[2], n + 1)) for n in range(len(value)))
            return blank._replace(
                parts=tuple(
                    row._replace(parts=self.facts(told, sort.inner, path=path))
                    for row, told in zip(rows, value, strict=True)
                )
            )
        if sort.name == "years" and value:
            parts = (Fact(f"{path}[{year}]", str(year), self.amount(told)) for year, told in value.items())
            return blank._replace(parts=tuple(parts))
        return blank._replace(text=self.text(sort, value, path))

    def text(self, sort: Sort, value: Any, path: str) -> str:
        """Say a single value."""
        if value in ([], {}, ()):
            return _("None")
        if sort.name in ("lines", "set"):
            return ", ".join(self.called(one) for one in self._ordered(value))
        if path in AMOUNTS:
            return self.amount(value)
        if sort.name in ("date", "moment"):
            return self.day(value)
        if sort.name == "country":
            return names(self.language).get(value, value)
        if sort.name == "yesno":
            return _("Yes") if value else _("No")
        if sort.name == "number":
            return shown(_number(value), self.language)
        return self.called(value) if sort.name == "choice" else str(value)

    def amount(self, value: Any) -> str:
        """Say an amount in the currency that is told, or bare."""
        number = _number(value)
        money = Money(number, self.currency) if self.currency and isinstance(number, Decimal) else number
        return shown(money, self.language)

    def day(self, value: str) -> str:
        """Say a day or a moment."""
        try:
            return shown(
                date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value),
                self.language,
            )
        except ValueError:
            return str(value)

    def called(self, value: Any) -> str:
        """Name a choice."""
        return NAMES[value].in_(self.language) if value in NAMES else literal(str(value))

    def _ordered(self, values: Iterable[Any]) -> list[Any]:
        return sorted(values) if isinstance(values, (set, frozenset)) else list(values)


def _number(value: Any) -> Decimal | str:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return str(value)
