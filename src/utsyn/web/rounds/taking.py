"""What a faculty's spreadsheet would make in a round, row by row: the nomination, its department, and what is in its way."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pydantic import ValidationError

from utsyn.calls.rounds.checklist import Item, checklist
from utsyn.calls.rounds.nomination import Nomination as Told
from utsyn.problems import Problem
from utsyn.reasons import Verdict
from utsyn.text import LANGUAGES, Words, say
from utsyn.web.log import hash_of
from utsyn.web.papers.sheet.preview import Preview, nomination, people, units
from utsyn.web.papers.sheet.rows import SheetRow
from utsyn.web.people.units import Named, Tree
from utsyn.web.rounds.models import Mentioned

Part = Mentioned.Part
LONGEST_TITLE, LONGEST_NAME = 300, 200
BETWEEN = re.compile(r"[;\n]")


class Taken(NamedTuple):
    """A row that can be taken in: where it stands, what it tells, who is named, and under which unit it goes."""

    place: str
    told: Told
    people: Sequence[Mapping[str, str]]
    unit: int
    priority: int | None
    missing: Sequence[Item]

    @property
    def complete(self) -> bool:
        """Whether it holds all that must be there before it is handed in."""
        return not self.missing

    def sha256(self, faculty: str) -> str:
        """Return the hash by which the same row is known when it comes again; no names go into it."""
        return hash_of([faculty, self.told.model_dump(mode="json", exclude_none=True)])


class Seen(NamedTuple):
    """A row as the preview shows it: what it would be, or what is wrong with it."""

    row: SheetRow
    taken: Taken | None
    problems: Sequence[Problem]
    notes: Sequence[Words]


def seen(preview: Preview, faculty: Named, *, tree: Tree) -> Sequence[Seen]:
    """Walk the rows of a spreadsheet as a faculty's nominations."""
    named = dict(_named(faculty, tree))
    return [_seen(row, faculty, named, tree) for row in preview.rows]


def _named(faculty: Named, tree: Tree) -> Iterator[tuple[str, int]]:
    """Walk the names, in every language, of the units of a faculty."""
    for pk in tree.below(faculty.pk):
        unit = tree[pk]
        for language in LANGUAGES:
            yield _plain(unit.in_(language)), pk
        yield _plain(unit.key), pk


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _seen(row: SheetRow, faculty: Named, named: Mapping[str, int], tree: Tree) -> Seen:
    problems, notes = list(row.problems), list(row.notes)
    department = units(row.row)["department"]
    unit = named.get(_plain(department), faculty.pk)
    if not department:
        notes.append(say("No department is told; the nomination goes under the faculty"))
    elif unit == faculty.pk and _plain(department) not in named:
        notes.append(
            say("“{name}” is no unit of this faculty; the nomination goes under the faculty", name=department)
        )
    if (told_faculty := units(row.row)["faculty"]) and _plain(told_faculty) not in named:
        notes.append(say("The row names another faculty: {name}", name=told_faculty))
    named_people = list(_people(row))
    problems += _too_long(row, named_people)
    try:
        told = Told.model_validate(nomination(row.row))
    except ValidationError:  # what is wrong was found when the row was read
        return Seen(row, None, problems, notes)
    if problems:
        return Seen(row, None, problems, notes)
    return Seen(
        row, Taken(row.place, told, named_people, unit, row.priority, _missing(told, named_people)), (), notes
    )


def _missing(told: Told, named: Sequence[Mapping[str, str]]) -> Sequence[Item]:
    parts = frozenset(one["part"] for one in named)
    found = checklist(told, people=parts, attached=frozenset(), endorsed=None)
    return [item for item in found if item.required and item.finding.verdict is not Verdict.YES]


def _too_long(row: SheetRow, named: Sequence[Mapping[str, str]]) -> Iterator[Problem]:
    if len(row.row.title) > LONGEST_TITLE:
        what = say("The title has {n} characters", n=len(row.row.title))
        yield Problem(
            what, say("Write at most {max_length} characters", max_length=LONGEST_TITLE), (row.place,)
        )
    for one in named:
        if len(one["name"]) > LONGEST_NAME:
            what = say("“{name}” is longer than any name", name=one["name"][:80])
            yield Problem(what, say("Divide names by semicolons or lines"), (row.place,))


def _people(row: SheetRow) -> Iterator[Mapping[str, str]]:
    """Walk those whom a row names, each with her part and, of a partner's, the partner."""
    told = people(row.row)
    for field, part in (
        ("applicant", Part.APPLICANT), ("internal_partners", Part.INTERNAL), ("key_people", Part.KEY_PERSON),
    ):  # fmt: skip
        for name in _each(str(told[field])):
            yield {"part": part.value, "name": name}
    for partner, of_partner in zip(row.row.partners or (), told["partners"], strict=True):
        for field, part in (("local_leader", Part.LOCAL_LEADER), ("researchers", Part.RESEARCHER)):
            for name in _each(of_partner[field]):
                yield {"part": part.value, "name": name, "organisation": partner.institution[:300]}


def _each(written: str) -> Iterator[str]:
    for name in BETWEEN.split(written):
        if name.strip():
            yield name.strip()
