"""The forms of the room: fields by the sort of the indicator, numbers as people type them, and all that was typed kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from django.http import QueryDict
from django.utils.translation import gettext as _

from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.plans.series import BY_HAND
from utsyn.problems import Problem, Problems, dotted
from utsyn.text import Said, say, sort_key
from utsyn.web.choices import chosen, options
from utsyn.web.forms import Field
from utsyn.web.indicators import facts
from utsyn.web.indicators.models import Observed
from utsyn.web.indicators.numbers import DIGITS, DIGITS_COMMA, typed
from utsyn.web.people.units import Named

LONGEST = 5_000  # characters of a field that are looked at
SOURCE = ("title", "url", "accessed", "licence")
LINES = "parts"  # the field of one line for each member, where nobody knows the members
WRITTEN = ("method", "unknown", "among", "because")


class Member(Protocol):
    """Whom a figure has a number of: a unit, or one on a list."""

    @property
    def key(self) -> str:
        """Its key."""
        ...

    def in_(self, language: str, /) -> str:
        """Name it in a language."""
        ...


class Read(NamedTuple):
    """A form as it was typed, what it tells an action, and what is wrong with it."""

    typed: Mapping[str, str]
    told: Mapping[str, Any]
    problems: Sequence[Problem]

    def also(self, error: Problems) -> "Read":
        """Return the same with more that is wrong."""
        return self._replace(problems=(*self.problems, *error.problems))


def read(post: QueryDict, document: IndicatorDocument, *, language: str) -> Read:
    """Read a figure as it was typed; the action judges whether it fits."""
    raw = {name: (post.get(name) or "")[:LONGEST].replace("\0", "").strip() for name in post}
    wrong = list[Problem]()
    share = document.sort is Sort.SHARE

    def number(name: str, *, of_share: bool = False) -> Any:
        try:
            return typed(raw.get(name, ""), language=language, share=of_share)
        except Problems as error:
            wrong.extend(one._replace(path=tuple(name.split(".", 1))) for one in error.problems)
            return None

    def day(name: str) -> date | None:
        written = raw.get(name, "")
        try:
            return facts.read_source({"accessed": written})["accessed"]  # type: ignore[no-any-return]
        except Problems as error:
            wrong.extend(one._replace(path=tuple(name.split("."))) for one in error.problems)
            return None

    parts = {name.removeprefix("parts."): number(name) for name in raw if name.startswith("parts.")}
    told: dict[str, Any] = {
        "value": number("value", of_share=share),
        "precision": number("precision", of_share=share),
        "source": {name: raw.get(f"source.{name}", "") for name in SOURCE}
        | {"accessed": day("source.accessed")},
        "parts": {name: part for name, part in parts.items() if part is not None or raw.get(f"parts.{name}")}
        | _lines(raw.get(LINES, ""), wrong, language),
        **{name: raw.get(name, "") for name in WRITTEN},
        "caveats": raw.get("caveats", "").splitlines(),
        "since": day("since"),
        "until": day("until"),
        "unit": raw.get("unit", ""),
        "provider": raw.get("provider", ""),
        "running": raw.get("running") == "1",
        "rehearsal": raw.get("rehearsal") == "1",
    }
    return Read(raw, told, wrong)


def _lines(written: str, wrong: list[Problem], language: str) -> dict[str, Any]:
    found = dict[str, Any]()
    for line in filter(None, map(str.strip, written.splitlines())):
        name, colon, amount = line.rpartition(":")
        if not colon:
            what = say("“{written}” cannot be used", written=line[:80])
            wrong.append(Problem(what, say("Write each on its own line, as uio: 1200"), (LINES,)))
            continue
        key = name.strip()
        if key in found:
            wrong.append(
                Problem(say("“{name}” stands there twice", name=key[:80]), say("Write it once"), (LINES,))
            )
        try:
            found[key] = typed(amount, language=language)
        except Problems as error:
            wrong.extend(one._replace(path=(LINES,)) for one in error.problems)
    return found


def dated(found: Read) -> Read:
    """Say so where the period has no days."""
    missing = [
        Problem(say("Nothing is written here"), say("Write the day as 2022-03-16"), (name,))
        for name in ("since", "until")
        if found.told[name] is None and not any(one.path == (name,) for one in found.problems)
    ]
    return found._replace(problems=(*found.problems, *missing))


def of_figure(row: Observed, language: str) -> dict[str, str]:
    """Write a figure as its form would have it typed."""
    told = facts.as_told(row)
    comma = language != "en"

    def number(written: str | None) -> str:
        return (written or "").replace(".", ",") if comma else (written or "")

    free = row.indicator and not any(name in ("numerator", "denominator", "in", "out") for name in row.parts)
    return {
        "value": "" if {"numerator", "in"} & row.parts.keys() else number(told["value"]),
        "precision": number(told["precision"]),
        **{f"parts.{name}": number(part) for name, part in row.parts.items()},
        LINES: "\n".join(f"{name}: {number(part)}" for name, part in row.parts.items()) if free else "",
        **{f"source.{name}": row.source.get(name, "") for name in SOURCE},
        "method": row.told.get("method", ""),
        "unknown": row.told.get("unknown", ""),
        "among": row.told.get("among", ""),
        "caveats": "\n".join(row.told.get("caveats", ())),
    }


class Group(NamedTuple):
    """Fields that belong together, under a name."""

    name: str
    fields: Sequence[Field]


class Maker:
    """Makes the fields of a figure from what was typed, each with what is wrong with it."""

    def __init__(self, document: IndicatorDocument, found: Read, language: str) -> None:
        self.document, self.typed, self.language = document, found.typed, language
        self.errors: dict[str, list[str]] = {}
        for problem in found.problems:
            self.errors.setdefault(dotted(problem.path), []).append(problem.said(language))

    def field(
        self, sort: str, name: str, label: str, told: str = "", pairs: Iterable[tuple[str, str]] = ()
    ) -> Field:
        """Make one field."""
        value = self.typed.get(name, "")
        given = chosen(options(pairs), value) if pairs else Field("", "", "").options
        return Field(sort, name, label, told, value, given, errors=tuple(self.errors.get(name, ())))

    def wrong(self, groups: Iterable[Group]) -> list[tuple[str, str]]:
        """Return all that is wrong, with the id of the field where it is mended if there is one."""
        ids = {field.name: field.id for group in groups for field in group.fields}
        return [(self._near(name, ids), text) for name, texts in self.errors.items() for text in texts]

    def _near(self, name: str, ids: Mapping[str, str]) -> str:
        return ids.get(name) or ids.get(name.partition(".")[0], "")

    def period(self, units: Sequence[Named]) -> Group:
        """Make the fields that say whose figure it is, of which time, and from whom."""
        named = [(one.key, _unit_name(one, self.language)) for one in units]
        whom = [(one.key, one.title.in_(self.language)) for one in self.document.providers]
        whom.append((BY_HAND, _("None of these: the office itself")))
        fields = [
            self.field("pick", "unit", _("Unit"), pairs=named),
            self.field("date", "since", _("First day of the period")),
            self.field("date", "until", _("Last day of the period")),
            self.field("pick", "provider", _("Whose figure it is"), pairs=whom),
        ]
        return Group(_("Period"), fields)

    def figure(self, members: Sequence[tuple[str, str]] | None) -> Group:
        """Make the fields of the figure itself, by the sort of the indicator."""
        fields = [
            *self._numbers(members),
            self.field("number", "precision", _("How far off it may be"), self._give()),
        ]
        told = _("Leave the numbers empty and say here why nobody knows them.")
        fields.append(self.field("prose", "unknown", _("If it is not known: why"), told))
        return Group(_("The figure"), fields)

    def _numbers(self, members: Sequence[tuple[str, str]] | None) -> list[Field]:
        sort, digits = self.document.sort, (DIGITS if self.language == "en" else DIGITS_COMMA)
        plain = f"{digits.in_(self.language)}."
        if sort is Sort.SHARE:
            alone = _(
                "Only to check the two numbers by, or where the source gives no others: 0.495 or 49.5 %."
            )
            return [
                self.field("number", "parts.numerator", self._called("numerator"), plain),
                self.field("number", "parts.denominator", self._called("denominator"), plain),
                self.field("text", "value", _("The share as the source states it"), alone),
            ]
        if sort is Sort.FLOWS:
            return [
                self.field("number", "parts.in", _("In"), plain),
                self.field("number", "parts.out", _("Out"), plain),
            ]
        if sort is Sort.MEMBERS and members is not None:
            known = {key for key, _name in members}
            typed_ = [name.removeprefix("parts.") for name, said in self.typed.items() if said]
            # what a figure tells of those who are no members on the day is shown too, so that nothing is lost unseen
            others = [(key, key) for key in typed_ if f"parts.{key}" in self.typed and key not in known]
            return [self.field("number", f"parts.{key}", name) for key, name in (*members, *others)]
        lines = self.field("lines", LINES, _("The numbers, one member on each line"), _("A key and a number: uio: 1200. The same keys each year."))  # fmt: skip
        if sort is Sort.MEMBERS:
            return [lines]
        if sort is Sort.RANK:
            among = self.field("text", "among", _("Among whom"), _("Who is ranked and how many they are, unless you give their amounts below."))  # fmt: skip
            return [self.field("number", "value", _("Place"), plain), among, lines]
        if sort is Sort.ARRANGEMENT:
            pairs = [("", _("Not known")), ("1", _("In force")), ("0", _("Not in force"))]
            return [self.field("pick", "value", _("The arrangement"), pairs=pairs)]
        name = self.document.unit.in_(self.language)
        return [self.field("number", "value", _("Value (%(unit)s)") % {"unit": name}, plain)]

    def _called(self, part: str) -> str:
        on = self.typed.get("since", "")
        days = [
            one for one in self.document.definitions if one.since.isoformat() <= on
        ] or self.document.definitions
        words = getattr(days[-1], part)
        names: Mapping[str, Said] = {"numerator": say("numerator"), "denominator": say("denominator")}
        said = (words or names[part]).in_(self.language)
        return said[:1].upper() + said[1:]

    def _give(self) -> str:
        if self.document.sort is Sort.SHARE:
            return _(
                "Up and down, as a part of one or in per cent: 0.01 or 1 %. Leave it empty where it is exact."
            )
        return _("Up and down, in the same unit. Leave it empty where it is exact.")

    def told(self) -> Group:
        """Make the fields that say where the figure is from and how it was made."""
        fields = [
            self.field("text", "source.title", _("Where it is written"), _("A report with its year and page, a table with its number.")),
            self.field("text", "source.url", _("Its address on the web"), _("If it has one.")),
            self.field("date", "source.accessed", _("Read on")),
            self.field("text", "source.licence", _("Licence"), _("If one is stated.")),
            self.field("prose", "method", _("How it was counted or read off"), _("So that somebody else would come to the same. No names of persons.")),
            self.field("prose", "caveats", _("What speaks against it"), _("One on each line, if anything does.")),
        ]  # fmt: skip
        return Group(_("Source and method"), fields)

    def because(self, label: str) -> Group:
        """Make the field for the reason of a revision or of a withdrawal."""
        return Group(
            _("Reason"),
            [self.field("prose", "because", label, _("Everyone who sees the figure can read it."))],
        )


def _unit_name(unit: Named, language: str) -> str:
    name = unit.in_(language)
    return _("%(unit)s (until %(day)s)") % {"unit": name, "day": unit.ended} if unit.ended else name


def members(units: Iterable[Member], language: str) -> list[tuple[str, str]]:
    """Return units as members to be asked about, by key and name, in the order of the alphabet."""
    return sorted(((one.key, one.in_(language)) for one in units), key=lambda pair: sort_key(pair[1]))
