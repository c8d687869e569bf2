"""What pages and programs ask about projects: a selection, what it adds up to, one page of it, one project."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce, NullIf

from utsyn.calls.project_search import sought as search_words
from utsyn.calls.projects import GRANTED, Status, Totals
from utsyn.problems import Problem
from utsyn.text import say
from utsyn.web.errors import NotHere
from utsyn.web.people.access import own_projects, visible
from utsyn.web.people.models import Unit, User
from utsyn.web.people.rights import Deed, NotYoursError, Person, may, standing
from utsyn.web.people.units import Tree
from utsyn.web.projects import facts
from utsyn.web.projects.models import Arrival, Duty, Project, ProjectChange, ProjectPartner, Recorded

PAGE, MOST, MOST_DUTIES = 50, 50_000, 1_000
ALL_GRANTED = "all_granted"
SORTS = ("title", "year", "programme", "unit", "countries", "status", "amount")
USUAL = "-year"
RANK = {status: place for place, status in enumerate(Status)}
IN_LISTS = (
    "key", "number", "title", "call", "programme", "year", "institution", "called", "countries", "status",
    "sought", "awarded", "currency", "rehearsal", "role", "starts", "ends", "period",
    "decided_on", "source", "source_row",
)  # fmt: skip


class Sought(NamedTuple):
    """What a reader of the list is looking for; `public` is the list that is open to all."""

    words: str = ""
    year: int | None = None
    programme: str = ""
    country: str = ""
    unit: int | None = None
    partner: str = ""
    status: str = ""
    sort: str = USUAL
    by: str = "year"
    rehearsal: bool = False
    public: bool = False
    page: int = 1

    def asked(self) -> dict[str, str]:
        """Return the question as an address carries it, blanks and what is usual left out."""
        told = {
            "q": self.words, "year": str(self.year or ""), "programme": self.programme, "country": self.country,
            "unit": str(self.unit or ""), "partner": self.partner, "status": self.status,
            "sort": self.sort if self.sort != USUAL else "", "by": self.by if self.by != "year" else "",
            "rehearsal": "1" if self.rehearsal else "",
        }  # fmt: skip
        return {name: value for name, value in told.items() if value}

    @property
    def address(self) -> str:
        """The question as the end of an address, without the page."""
        return urlencode(self.asked())

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out of the list."""
        return bool(self.asked().keys() - {"sort", "by"})

    def sorted_by(self, column: str) -> str:
        """Return the address of the same list sorted by a column, the other way if it is sorted so already."""
        turned = f"-{column}" if self.sort == column else column
        return urlencode(self._replace(sort=turned).asked())


class Found(NamedTuple):
    """One page of a selection, what the whole of it adds up to, and how many rehearsals are left out."""

    rows: Sequence[Project]
    totals: Totals
    page: int
    pages: int

    @property
    def total(self) -> int:
        """How many projects there are in all."""
        return self.totals.projects

    @property
    def before(self) -> int:
        """The number of the page before this one."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The number of the page after this one."""
        return self.page + 1


class Whole(NamedTuple):
    """A project with all that a reader may see of it; what lies inside is empty for who sees its public side alone."""

    row: Project
    inside: bool
    runs: bool
    countries: Sequence[str]
    partners: Sequence[ProjectPartner]
    results: Sequence[Recorded]
    changes: Sequence[ProjectChange]
    duties: Sequence[Duty]


def reads_inside(user: Person) -> bool:
    """Tell whether a person sees more than the public does of any unit's projects."""
    here = standing(user)
    return bool(here.units(Deed.READ_ALL) or here.units(Deed.ENDORSE) or here.units(Deed.NOMINATE))


def runs(user: Person, unit: int | None) -> bool:
    """Tell whether a person may record for a unit; what belongs to no unit is the institution's own office's."""
    if unit is not None:
        return may(user, Deed.RUN, unit=unit)
    here = standing(user)
    return any(here.tree[top].parent is None for top in here.units(Deed.RUN) if top in here.tree)


def may_import(user: Person) -> bool:
    """Tell whether a person may take tables into the bank, of some unit at least."""
    return may(user, Deed.RUN, unit=None)


def selected(user: Person, sought: Sought) -> QuerySet[Project]:
    """Return the projects sought among those that a person may see: inside, or on the list that is open to all."""
    rows = visible(user, Project).filter(rehearsal=sought.rehearsal)
    if sought.public:
        rows = rows.filter(public=True, status__in=sorted(GRANTED))
    else:
        rows = rows.filter(own_projects(user))
    for word in search_words(sought.words):
        rows = rows.filter(search__contains=word)
    if sought.year:
        rows = rows.filter(year=sought.year)
    if sought.programme:
        rows = rows.filter(programme=sought.programme)
    if sought.unit:
        rows = rows.filter(_within(user, sought.unit))
    if sought.status:
        alike = sorted(GRANTED) if sought.status == ALL_GRANTED else [sought.status]
        rows = rows.filter(status__in=alike)
    if sought.country:
        rows = rows.filter(pairs__code=sought.country)
    if sought.partner:
        partners = visible(user, ProjectPartner)
        for word in search_words(sought.partner):
            partners = partners.filter(search__contains=word)
        rows = rows.filter(pk__in=partners.values("project"))
    return rows


def found(user: Person, sought: Sought, *, page: int = PAGE) -> Found:
    """Return one page of the projects sought, with what all of them add up to."""
    rows = selected(user, sought)
    totals = facts.counted(rows)
    pages = max(1, -(-totals.projects // page))
    here = min(max(1, sought.page), pages)
    # Sorted as numbers first: to sort whole rows costs several times as much.
    numbers = rows.order_by(*_order(sought.sort)).values_list("pk", flat=True)[
        (here - 1) * page : here * page
    ]
    by_number = visible(user, Project).only(*IN_LISTS).in_bulk(list(numbers))
    return Found([by_number[number] for number in numbers], totals, here, pages)


def everything(user: Person, sought: Sought) -> QuerySet[Project]:
    """Return the whole selection in its order, for a table that is taken home, with the partners of each."""
    rows = selected(user, sought).defer("search", "order", "sources").order_by(*_order(sought.sort))
    return rows.prefetch_related("partners")[:MOST]


def _order(sort: str) -> Sequence[OrderBy]:
    """Order by a column; what is not known comes last either way, and the title decides between equals."""
    column, back = sort.removeprefix("-"), sort.startswith("-")
    known: Mapping[str, Sequence[Any]] = {
        "title": [F("order")],
        "year": [F("year")],
        "programme": [NullIf(F("programme"), Value("")), F("year")],
        "unit": [NullIf(F("order_of_unit"), Value(""))],
        "countries": [NullIf(F("countries"), Value(""))],
        "status": [Case(*(When(status=s, then=place) for s, place in RANK.items()), output_field=IntegerField())],
        "amount": [NullIf(F("currency"), Value("")), Coalesce(F("awarded"), F("sought"))],
    }  # fmt: skip
    by = [
        e.desc(nulls_last=True) if back else e.asc(nulls_last=True) for e in known.get(column, [F("order")])
    ]
    return [*by, F("order").asc(), F("pk").asc()]


def _within(user: Person, unit: int) -> Q:
    """Tell which projects lie in a unit: as their units lay then for a faculty, and whatever is below it for others."""
    tree = standing(user).tree
    lay = Q(unit=unit) | Q(faculty=unit)
    if unit in tree and tree[unit].kind != Unit.Kind.FACULTY:
        lay |= Q(unit__in=tree.below(unit))
    return lay


def project(user: Person, key: str) -> Project:
    """Return a project. Raises NotHere where there is none that the person may see."""
    row = visible(user, Project).filter(key=key[:80].replace("\0", "")).first()
    if row is None:
        what = say("There is no project at this address that is open to you")
        raise NotHere(Problem(what, say("Check the address, or look in the list of projects")))
    return row


def whole(user: Person, key: str) -> Whole:
    """Return a project with all that a person may see of it: duties to do first, the next due before the others."""
    row = project(user, key)
    inside = visible(user, Project).filter(own_projects(user), pk=row.pk).exists()
    duties = visible(user, Duty).filter(project=row).order_by(F("done_at").asc(nulls_first=True), "due", "pk")
    return Whole(
        row, inside, runs(user, row.unit_id) if inside else False,
        row.countries.split(),
        list(visible(user, ProjectPartner).filter(project=row).order_by("pk")),
        list(visible(user, Recorded).filter(project=row).select_related("by").order_by("-version")) if inside else [],
        list(visible(user, ProjectChange).filter(project=row).order_by("-on", "-pk")) if inside else [],
        list(duties) if inside else [],
    )  # fmt: skip


def duty(user: Person, row: Project, number: int) -> Duty:
    """Return a duty of a project. Raises NotHere where there is none that the person may see."""
    found = visible(user, Duty).filter(project=row, pk=min(number, 2**31)).select_related("project").first()
    if found is None:
        raise NotHere(Problem(say("There is no such duty"), say("Look on the project's page")))
    return found


def someone(user: Person) -> User:
    """Return the person who has signed in. Raises NotYoursError for one who has not."""
    if not isinstance(user, User):
        raise NotYoursError(Deed.RUN)
    return user


def rehearsals(user: Person) -> int:
    """Count the projects that come from rehearsals of rounds, which the list leaves out."""
    return visible(user, Project).filter(own_projects(user), rehearsal=True).count()


class Due(NamedTuple):
    """A duty that is not done, for a calendar: its key, what is to be done, for which project, by which day."""

    key: str
    what: str
    project: str
    project_key: str
    due: date


def duties_of(user: Person) -> Sequence[Due]:
    """Return what is to be done by those with a role that the person holds for the project's unit, the next due first."""
    here = standing(user)
    mine = Q(pk=None)
    for role in {role for role, _ in here.roles}:
        reach = here.reach(role)
        of_none = Q(project__unit=None) if _reaches_top(here.tree, reach) else Q(pk=None)
        mine |= Q(responsible=role) & (Q(project__unit__in=reach) | Q(project__faculty__in=reach) | of_none)
    rows = visible(user, Duty).filter(mine, done_at=None, project__rehearsal=False).select_related("project")
    return [
        Due(f"duty-{row.pk}", row.what, row.project.title, row.project.key, row.due)
        for row in rows.order_by("due", "pk")[:MOST_DUTIES]
    ]


def _reaches_top(tree: Tree, reach: Collection[int]) -> bool:
    return any(tree[unit].parent is None for unit in reach if unit in tree)


def arrival(user: Person, link: str) -> Arrival:
    """Return a table that the person sent in. Raises NotHere where there is none."""
    row = visible(user, Arrival, link=link.replace("\0", "")).first()
    if row is None:
        what = say("There is no import under this link")
        raise NotHere(Problem(what, say("Send the file once more")))
    return row
