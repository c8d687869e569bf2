"""Taking a table into the bank: sent in and looked through first, confirmed in one deed, and never twice."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils.text import slugify

from utsyn.calls.project_rows import Application
from utsyn.calls.projects import GRANTED
from utsyn.problems import Problem, Problems
from utsyn.text import LANGUAGES, say
from utsyn.web.deeds import DoneError
from utsyn.web.log import hash_of, log
from utsyn.web.people.models import User, new_key
from utsyn.web.people.rights import Deed, require
from utsyn.web.people.units import Tree, tree
from utsyn.web.projects import facts
from utsyn.web.projects.actions.written import Rows, inserted, numbers, pairs, partners, updated
from utsyn.web.projects.arrivals import PLAIN, Changed, New, Plan, Terms, identity, packed, plan
from utsyn.web.projects.models import Arrival, Project, ProjectCountry, ProjectPartner
from utsyn.web.projects.table import table

BATCH = 500
CHANGED = (*PLAIN, "funder", "countries", "unit", "faculty", "called", "order", "order_of_unit", "search", "version",
           "changed_at")  # fmt: skip


class OtherwiseError(Problems):
    """The bank was changed since the preview was shown, so that the import would do other things now."""

    def __init__(self) -> None:
        what = say("The bank has changed since this preview was shown, so nothing was imported yet")
        super().__init__(Problem(what, say("Look at the preview as it is now, and confirm again")))


@transaction.atomic
def send_in(content: bytes, terms: Terms, *, by: User, at: datetime) -> Arrival:
    """Read a file and keep what is read of it until it is confirmed. Raises Problems, NotYoursError."""
    require(by, Deed.RUN, unit=None)
    found = table(content)
    rows, headings = packed(found)
    notes = [{code: note.in_(code) for code in LANGUAGES} for note in found.notes]
    told = {"terms": terms._asdict(), "headings": headings, "notes": notes, "rows": len(found.rows)}
    return Arrival.objects.create(link=new_key(), by=by, at=at, terms=told, rows=rows, report={})


def confirm(row: Arrival, *, print_: str, by: User, at: datetime, on: date) -> Plan:
    """Make and change the projects of an arrival as its preview showed. Raises DoneError, OtherwiseError, Problems.

    All is made ready first, then done in one transaction: nobody waits while fifty thousand rows are being read.
    """
    require(by, Deed.RUN, unit=None)
    stood = _stamp()
    row = _unconfirmed(Arrival.objects.get(pk=row.pk, by=by))
    made = plan(row, by=by, on=on)
    if made.print != print_:
        raise OtherwiseError
    ready = _ready(made, Terms(**row.terms["terms"]), Trees(on), at)
    with transaction.atomic():
        row = _unconfirmed(Arrival.objects.select_for_update().get(pk=row.pk))
        if _stamp() != stood:
            raise OtherwiseError
        _write(made, ready, row.terms["terms"]["funder"])
        _noted(row, made, by=by, at=at)
    return made


def _unconfirmed(row: Arrival) -> Arrival:
    if row.confirmed_at or not row.rows:
        raise DoneError
    return row


def _stamp() -> Mapping[str, Any]:
    """Return what differs once any project is made or changed."""
    return Project.objects.aggregate(Count("pk"), Max("pk"), Sum("version"), Max("changed_at"))


def _noted(row: Arrival, made: Plan, *, by: User, at: datetime) -> None:
    counts = {"new": len(made.new), "changed": len(made.changed), "same": len(made.same),
              "repeated": len(made.repeated), "flawed": len(made.flawed)}  # fmt: skip
    changes = [[one.project.key, sorted({d.column for d in one.differences})] for one in made.changed]
    row.report, row.confirmed_at = counts, at
    row.save(update_fields=["report", "confirmed_at"])
    told = {**counts, "source": row.terms["terms"]["source"], "projects": hash_of(changes)}
    log(
        by,
        "imported projects",
        "projects",
        at=at,
        told=told,
        sha256=hash_of(bytes(row.rows or b"").hex()),
        form=row.link,
    )


class Trees:
    """The institution as it stood in the middle of each year, asked once a year; today where no year is known."""

    def __init__(self, on: date) -> None:
        self.on, self.known = on, dict[int | None, Tree]()

    def of(self, year: int | None) -> Tree:
        """Return the tree of a year."""
        if year not in self.known:
            self.known[year] = tree(date(year, 7, 1) if year else self.on)
        return self.known[year]


class Ready(NamedTuple):
    """What is to be written: new projects with what stands beside them (by place), changes, countries that go and come."""

    keys: Sequence[str]
    inserts: Rows
    new_pairs: Rows
    new_partners: Rows
    updates: Rows
    moved: Sequence[int]
    pairs: Rows
    partners: Rows


def _ready(made: Plan, terms: Terms, trees: Trees, at: datetime) -> Ready:
    taken = set(Project.objects.values_list("key", flat=True))
    new = [_project(one, terms, trees, taken, at) for one in made.new]
    names = _partners([one.project.pk for one in made.changed])
    changed = list(_changed(made.changed, names, terms, trees, at))
    moved = [one for one in made.changed if any(d.column == "countries" for d in one.differences)]
    return Ready(
        [row.key for row in new], inserted(Project, new),
        pairs((place, one.told.countries) for place, one in enumerate(made.new)),
        partners((place, one.told.partners) for place, one in enumerate(made.new)), updated(changed, CHANGED), [one.project.pk for one in moved],
        pairs((one.project.pk, one.told.countries) for one in moved),
        partners((one.project.pk, _missing(one, names)) for one in made.changed),
    )  # fmt: skip


def _write(made: Plan, ready: Ready, funder: str) -> None:
    _free(made.new, funder)
    last = Project.objects.aggregate(last=Max("pk"))["last"] or 0
    ready.inserts.write()
    by_key = numbers(ready.keys, after=last)
    new = [by_key[key] for key in ready.keys]
    ready.new_pairs.beside(new).write()
    ready.new_partners.beside(new).write()
    ready.updates.write()
    for start in range(0, len(ready.moved), BATCH):
        ProjectCountry.objects.filter(project__in=ready.moved[start : start + BATCH]).delete()
    ready.pairs.write()
    ready.partners.write()


def _missing(one: Changed, names: Mapping[int, Sequence[str]]) -> tuple[str, ...]:
    return tuple(name for name in one.told.partners if name not in names.get(one.project.pk, ()))


def _free(new: Sequence[New], funder: str) -> None:
    """Go on if nobody has the numbers, not even where the person does not look."""
    numbers, taken = [one.told.number for one in new if one.told.number], list[str]()
    for start in range(0, len(numbers), BATCH):
        some = Project.objects.filter(funder=funder, number__in=numbers[start : start + BATCH])
        taken += some.values_list("number", flat=True)
    if taken:
        what = say(
            "Projects that you do not see bear these numbers: {numbers}", numbers=", ".join(taken[:20])
        )
        raise Problems(
            Problem(what, say("Take these rows out, or ask the institution's own office to import them"))
        )


def _project(one: New, terms: Terms, trees: Trees, taken: set[str], at: datetime) -> Project:
    told = one.told
    row = Project(
        key=_key(told, terms, taken), funder=terms.funder, number=told.number, origin=terms.origin,
        source=terms.source, source_row=one.row, public=terms.public, only_granted=terms.only_granted,
        changed_at=at, **{name: getattr(told, name) for name in PLAIN},
    )  # fmt: skip
    row.programme = row.programme or terms.programme
    row.countries = " ".join(told.countries)
    _placed(row, told, one.unit, terms, trees)
    facts.arranged(row, partners=told.partners)
    return row


def _placed(row: Project, told: Application, unit: int | None, terms: Terms, trees: Trees) -> None:
    there = trees.of(told.year or row.year)
    if unit is not None:
        row.unit_id, row.faculty_id = unit, there.faculty(unit)
        row.called = facts.named_then(there, unit)
    elif told.unit:
        row.called = {terms.language: told.unit[: facts.LONGEST_CALLED]}


def _key(told: Application, terms: Terms, taken: set[str]) -> str:
    named = (
        slugify(f"{terms.funder or terms.programme or 'project'}-{told.number}")[:60] if told.number else ""
    )
    key = named if named and named not in taken else f"p-{hash_of([terms.source, *identity(told)])[:16]}"
    while key in taken:
        key = f"p-{hash_of(key)[:16]}"
    taken.add(key)
    return key


def _changed(
    changed: Sequence[Changed], names: Mapping[int, Sequence[str]], terms: Terms, trees: Trees, at: datetime
) -> Iterator[Project]:
    for one in changed:
        row = one.project
        told: dict[str, Any] = {d.column: d.after for d in one.differences if d.column in PLAIN}
        for name, value in told.items():
            setattr(row, name, value)
        row.awarded = row.awarded if row.status in GRANTED else None
        row.funder = row.funder or terms.funder
        row.countries = " ".join(one.told.countries) or row.countries
        if any(d.column == "unit" for d in one.differences):
            _placed(row, one.told, one.unit, terms, trees)
        row.version, row.changed_at = row.version + 1, at
        facts.arranged(row, partners=(*names.get(row.pk, ()), *_missing(one, names)))
        yield row


def _partners(projects: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for start in range(0, len(projects), BATCH):
        some = ProjectPartner.objects.filter(project__in=projects[start : start + BATCH])
        for project, name in some.values_list("project", "name"):
            found.setdefault(project, []).append(name)
    return found
