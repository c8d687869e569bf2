"""The editions of a plan: who saved which when, what differs between two, line by line, and what stands in the way of one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from utsyn.plans.check import Found, check_text
from utsyn.plans.document import PlanDocument
from utsyn.problems import Problem, Problems
from utsyn.text import Words, say
from utsyn.web.errors import NotHere
from utsyn.web.people.access import visible
from utsyn.web.people.access_plans import edition_lines
from utsyn.web.people.rights import Person
from utsyn.web.plans import facts
from utsyn.web.plans.models import Edition, Plan

AROUND = 2  # lines shown on either side of what differs, and of a finding
MOST_SHOWN = 60  # findings shown beside a draft


class Listed(NamedTuple):
    """An edition, and by whom it was saved and adopted: numbers of people, as the log knows them."""

    row: Edition
    by: str
    adopted_by: str


class Line(NamedTuple):
    """A line of a text that differs or stands beside one that does: its sign, its numbers in the two texts."""

    sign: str
    before: int | None
    after: int | None
    text: str


class Seen(NamedTuple):
    """A finding with the lines of the text around it; `here` is the one that it is about."""

    found: Found
    lines: Sequence[tuple[int, str, bool]]


class Checked(NamedTuple):
    """What the check finds in a text, the gravest first; `blocking` are those with which nobody adopts it."""

    seen: Sequence[Seen]
    more: int
    blocking: int


def listed(user: Person, row: Plan) -> Sequence[Listed]:
    """Return the editions that a person may see, the last first."""
    by: dict[tuple[str, int], str] = {}
    for line in edition_lines(user, row):
        by[line.did, int(line.told.get("edition", 0))] = f"#{line.by_id}" if line.by_id else ""
    rows = visible(user, Edition).filter(plan=row).order_by("-number")
    return [
        Listed(one, by.get(("saved draft of plan", one.number)) or by.get(("took up plan", one.number), ""),
               by.get(("adopted plan", one.number), ""))
        for one in rows
    ]  # fmt: skip


def edition(user: Person, row: Plan, number: int) -> Edition:
    """Return one edition; the last where the number is 0. Raises NotHere."""
    rows = visible(user, Edition).filter(plan=row).order_by("number")
    found = rows.filter(number=number).first() if number else rows.last()
    if found is None:
        raise NotHere(Problem(say("There is no such edition"), say("Look in the list of editions")))
    return found


def plans(user: Person) -> Sequence[Plan]:
    """Return all plans that a person may see."""
    return list(visible(user, Plan).order_by("key"))


def holding(user: Person, row: Plan, *, on: date) -> Edition | None:
    """Return the edition of a plan that holds on a day, if any does."""
    rows = visible(user, Edition).filter(plan=row, adopted_on__lte=on)
    return rows.order_by("adopted_on", "number").last()


def title(user: Person, row: Plan) -> Words | str:
    """Return the title of a plan by its last edition that can be read, else its key."""
    for one in visible(user, Edition).filter(plan=row).order_by("-number"):
        try:
            return facts.document(one).title
        except Problems:
            continue
    return row.key


def differing(before: str, after: str) -> Iterator[Line]:
    """Walk the lines in which two texts differ, with those around them; `…` stands for what is left out."""
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for n, group in enumerate(matcher.get_grouped_opcodes(AROUND)):
        if n:
            yield Line("…", None, None, "")
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (Line("", i + 1, i + 1 + j1 - i1, old[i]) for i in range(i1, i2))
                continue
            yield from (Line("−", i + 1, None, old[i]) for i in range(i1, i2))
            yield from (Line("+", None, j + 1, new[j]) for j in range(j1, j2))


def checked(user: Person, row: Plan, text: str) -> Checked:
    """Return what the check finds in a text of a plan, as it stands among the plans that are followed."""
    found = check_text(text, key=row.key, plans=_others(user, row))
    order = {"error": 0, "warning": 1, "note": 2}
    found.sort(
        key=lambda one: (not one.fails, one.acknowledged is not None, order[one.severity], one.line or 0)
    )
    lines = text.splitlines()
    seen = [Seen(one, _around(lines, one.line or 1)) for one in found[:MOST_SHOWN]]
    return Checked(seen, len(found) - len(seen), sum(one.fails for one in found))


def _around(lines: Sequence[str], line: int) -> list[tuple[int, str, bool]]:
    first, last = max(line - 1, 1), min(line + 1, len(lines))
    return [(n, lines[n - 1], n == line) for n in range(first, last + 1)]


def _others(user: Person, row: Plan) -> Mapping[str, PlanDocument]:
    """Return the last edition of every other plan that can be read."""
    found: dict[str, PlanDocument] = {}
    for one in visible(user, Edition).exclude(plan=row).select_related("plan").order_by("number"):
        try:
            found[one.plan.key] = facts.document(one)
        except Problems:
            continue
    return found
