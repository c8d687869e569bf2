"""The only door to rows: what a person may see. What no line here opens is closed."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from utsyn.web.calls.models import Asked
from utsyn.web.indicators.models import MembersListed, Observed, Recomputing
from utsyn.web.letters.models import Letter
from utsyn.web.log import Line
from utsyn.web.measures.models import Assignment, Measure, MeasureGoal, MeasureVersion, Reply
from utsyn.web.people import access_evidence, access_plans
from utsyn.web.people.models import Held, Role, Unit, User
from utsyn.web.people.rights import Deed, Person, Standing, standing
from utsyn.web.plans.models import Edition, HandSet, Judged, Plan
from utsyn.web.projects.models import (
    AWARDED,
    Arrival,
    Duty,
    Project,
    ProjectChange,
    ProjectCountry,
    ProjectPartner,
    Recorded,
)
from utsyn.web.reports.models import Frozen, Report, Reporting
from utsyn.web.rounds.models import (
    Attachment,
    Check,
    Comment,
    Conflict,
    Endorsement,
    Mentioned,
    Nomination,
    Order,
    Panellist,
    Place,
    Ranking,
    Round,
    State,
    Told,
    Version,
    Writer,
)

Row = TypeVar("Row", bound=Model)
Door = Callable[[QuerySet[Any], Person, str], QuerySet[Any]]
EVERYTHING = Q()
DRAFTS = (State.NOTICE, State.DRAFT, State.HANDED)


def visible(user: Person, kind: type[Row], *, link: str = "") -> QuerySet[Row]:
    """Return the rows of a kind that a person may see; `link` is the unguessable key that she holds."""
    rows = kind._default_manager.all()  # noqa: SLF001  Django's own name for the manager of any model
    door = DOORS.get(kind)
    return door(rows, user, link) if door else rows.none()


def _asked(rows: QuerySet[Asked], user: Person, link: str) -> QuerySet[Asked]:
    """Demo proposals are for all; an answer of one's own is for who holds its link."""
    return rows.filter(link=link) if link else rows.filter(origin=Asked.Origin.DEMO)


def _rounds(rows: QuerySet[Round], user: Person, link: str) -> QuerySet[Round]:
    """A round is for everyone who has a role in the unit that runs it, above it or below it."""
    here = standing(user)
    mine = {unit for role, unit in here.roles if role != Role.ADMINISTRATOR}
    around = here.tree.below(*mine) | {up for unit in mine for up in here.tree.above(unit)}
    if around and around >= here.tree.units.keys():
        return rows
    return rows.filter(unit__in=around)


def _nominations(rows: QuerySet[Nomination], user: Person, link: str) -> QuerySet[Nomination]:
    """A nomination is for its writers, department and faculty and for the office; for others once it is nominated.

    The leadership, which alone lets in what comes late, sees it from when it is handed in to the faculty. An assessor
    sees what she may judge: nominated, in a round on whose panel she sits, and not in conflict with her.
    """
    here = standing(user)
    if not user.is_authenticated or not here.roles:
        return rows.none()
    if _reads_all(here):
        return rows
    handed_in = ~Q(state__in=DRAFTS)
    opens = Q(pk__in=Writer.objects.filter(user_id=user.pk).values("nomination"))
    # What a person has no role for is not asked about: each question costs, on every page.
    if units := here.reach(Role.DEPARTMENT, Role.COORDINATOR):
        opens |= Q(unit__in=units)
    if units := here.reach(Role.COORDINATOR):
        opens |= Q(faculty__in=units)
    if units := here.reach(Role.OFFICE, Role.AUDITOR):
        opens |= Q(round__unit__in=units)
    if units := here.reach(Role.LEADERSHIP):
        opens |= Q(round__unit__in=units) & (handed_in | Q(state=State.HANDED))
    if units := _around(user):
        seat = Panellist.objects.filter(user_id=user.pk)
        apart = Conflict.objects.filter(panellist__in=seat).values("nomination")
        judged = Q(round__in=seat.values("round")) & ~Q(pk__in=apart)
        opens |= judged & handed_in & Q(round__unit__in=units)
    return rows.filter(opens)


def _reads_all(here: Standing) -> bool:
    """Tell whether a person reads every nomination: as the office or the auditor of the whole institution."""
    return bool(here.tree.units) and here.reach(Role.OFFICE, Role.AUDITOR) >= here.tree.units.keys()


def _around(user: Person) -> frozenset[int]:
    """Return the units at and above those for which a person may sit on a panel."""
    here = standing(user)
    mine = [unit for role, unit in here.roles if role in (Role.ASSESSOR, Role.LEADERSHIP)]
    return frozenset(up for unit in mine for up in here.tree.above(unit))


def _of_nominations(rows: QuerySet[Any], user: Person, link: str) -> QuerySet[Any]:
    """What belongs to a nomination is for those who may see it."""
    if user.is_authenticated and _reads_all(standing(user)):
        return rows
    return rows.filter(nomination__in=_nominations(Nomination.objects.all(), user, "").values("pk"))


def _attachments(rows: QuerySet[Attachment], user: Person, link: str) -> QuerySet[Attachment]:
    """A file is for those who may see its nomination, until it is removed."""
    found = _of_nominations(rows, user, "").filter(removed_at=None)
    return found.filter(link=link) if link else found


def _comments(rows: QuerySet[Comment], user: Person, link: str) -> QuerySet[Comment]:
    """What the office says within itself stays there."""
    found = _of_nominations(rows, user, "")
    inside = standing(user).reach(Role.OFFICE, Role.AUDITOR)
    return found.filter(Q(internal=False) | Q(nomination__round__unit__in=inside))


def _orders(rows: QuerySet[Order], user: Person, link: str) -> QuerySet[Order]:
    """A faculty's order is its own, and for those who run, decide and audit the round."""
    here = standing(user)
    return rows.filter(
        Q(faculty__in=here.reach(Role.COORDINATOR)) | Q(round__unit__in=here.units(Deed.READ_ALL))
    )


def _panel(rows: QuerySet[Panellist], user: Person, link: str) -> QuerySet[Panellist]:
    """Who sits on the panel is for those who run, decide and audit the round; what she wrote is shown by queries."""
    return rows.filter(Q(user_id=user.pk) | Q(round__unit__in=standing(user).units(Deed.READ_ALL)))


def _conflicts(rows: QuerySet[Conflict], user: Person, link: str) -> QuerySet[Conflict]:
    """A conflict of interest is for who has it, and for those who run, decide and audit the round."""
    readers = standing(user).units(Deed.READ_ALL)
    return rows.filter(Q(panellist__user_id=user.pk) | Q(panellist__round__unit__in=readers))


def _decided(rows: QuerySet[Any], user: Person, link: str) -> QuerySet[Any]:
    """Rankings are for those who run, decide and audit the round, and for faculty coordinators in it."""
    here = standing(user)
    above = {up for unit in here.reach(Role.COORDINATOR) for up in here.tree.above(unit)}
    return rows.filter(round__unit__in=here.units(Deed.READ_ALL) | above)


def own_projects(user: Person) -> Q:
    """Tell which projects a person may see the whole of: her unit's, and those of no unit for who reads all.

    Everyone else sees of a granted project what its page for the public shows. An empty Q is all of them.
    """
    here = standing(user)
    readers = here.units(Deed.READ_ALL)
    own = Q(unit__in=readers | here.reach(Role.DEPARTMENT, Role.COORDINATOR))
    own |= Q(faculty__in=readers | here.reach(Role.COORDINATOR))
    tops = any(unit in here.tree and here.tree[unit].parent is None for unit in readers)
    if tops and readers >= here.tree.units.keys():
        return EVERYTHING
    return own | Q(unit=None) if tops else own


def _projects(rows: QuerySet[Project], user: Person, link: str) -> QuerySet[Project]:
    """Granted projects that are made public are for all; the others as `own_projects` says."""
    public, own = Q(public=True, rehearsal=False, status__in=AWARDED), own_projects(user)
    return rows if own == EVERYTHING else rows.filter(public | own)


def _of_projects(rows: QuerySet[Any], user: Person, link: str) -> QuerySet[Any]:
    """Countries and partners are for those who may see the project."""
    if own_projects(user) == EVERYTHING:
        return rows
    return rows.filter(project__in=_projects(Project.objects.all(), user, "").values("pk"))


def _inside_projects(rows: QuerySet[Any], user: Person, link: str) -> QuerySet[Any]:
    """Results as recorded, changes and duties are for those who may see the whole of the project."""
    if not standing(user).roles:
        return rows.none()
    return rows.filter(project__in=Project.objects.filter(own_projects(user)).values("pk"))


def _arrivals(rows: QuerySet[Arrival], user: Person, link: str) -> QuerySet[Arrival]:
    """A table that was sent in is for who sent it, as long as she may record results."""
    mine = user.is_authenticated and standing(user).units(Deed.RUN)
    return rows.filter(by_id=user.pk, link=link) if mine and link else rows.none()


def _log(rows: QuerySet[Line], user: Person, link: str) -> QuerySet[Line]:
    """The log is the auditor's, and an auditor of the whole institution reads the whole of it."""
    here = standing(user)
    tops = {
        unit
        for role, unit in here.roles
        if role == Role.AUDITOR and unit in here.tree and here.tree[unit].parent is None
    }
    return rows if tops else rows.none()


def terms_lines(user: Person, row: Round) -> QuerySet[Line]:
    """Return the lines that tell how the terms of a round came about: they are announced to all who may see the round."""
    rows = Line.objects.filter(about=f"round/{row.key}", did__in=("opened round", "changed terms"))
    return rows if visible(user, Round).filter(pk=row.pk).exists() else rows.none()


def nomination_lines(user: Person, row: Nomination, *, did: Iterable[str]) -> QuerySet[Line]:
    """Return the lines about a nomination that tell of some deeds: how far it came is for all who may see it."""
    rows = Line.objects.filter(about=f"round/{row.round.key}", did__in=list(did), told__nomination=row.number)
    return rows if visible(user, Nomination).filter(pk=row.pk).exists() else rows.none()


def _units(rows: QuerySet[Unit], user: Person, link: str) -> QuerySet[Unit]:
    """What the parts of the institution are is no secret to who works there."""
    return rows if standing(user).roles else rows.none()


def _people(rows: QuerySet[User], user: Person, link: str) -> QuerySet[User]:
    """People are for the administrator; to each she herself; and to her calendar, which holds her key."""
    if link:
        return rows.filter(feed=link, is_active=True, forgotten=None)
    if not user.is_authenticated:
        return rows.none()
    return rows if standing(user).units(Deed.APPOINT) else rows.filter(pk=user.pk)


def _held(rows: QuerySet[Held], user: Person, link: str) -> QuerySet[Held]:
    """Roles are for the administrator and the auditor; to each her own."""
    if not user.is_authenticated:
        return rows.none()
    return rows if standing(user).has(Role.ADMINISTRATOR, Role.AUDITOR) else rows.filter(user_id=user.pk)


def _letters(rows: QuerySet[Letter], user: Person, link: str) -> QuerySet[Letter]:
    """Letters are for the office that answers for them and for the auditor; to each her own."""
    if not user.is_authenticated:
        return rows.none()
    return rows if standing(user).has(Role.OFFICE, Role.AUDITOR) else rows.filter(to_id=user.pk)


DOORS: Mapping[type[Model], Door] = {
    **access_evidence.DOORS,
    Arrival: _arrivals,
    Asked: _asked,
    Assignment: access_plans.inside,
    Attachment: _attachments,
    Check: _of_nominations,
    Comment: _comments,
    Conflict: _conflicts,
    Duty: _inside_projects,
    Edition: access_plans.editions,
    Endorsement: _of_nominations,
    Frozen: access_plans.frozen,
    HandSet: access_plans.of_plans,
    Held: _held,
    Judged: access_plans.of_plans,
    Letter: _letters,
    Line: _log,
    Measure: access_plans.of_plans,
    MeasureGoal: access_plans.of_plans,
    MeasureVersion: access_plans.of_measures,
    MembersListed: access_plans.observed,
    Mentioned: _of_nominations,
    Nomination: _nominations,
    Observed: access_plans.observed,
    Order: _orders,
    Panellist: _panel,
    Place: _of_nominations,
    Plan: access_plans.plans,
    Project: _projects,
    ProjectChange: _inside_projects,
    ProjectCountry: _of_projects,
    ProjectPartner: _of_projects,
    Ranking: _decided,
    Recomputing: access_plans.inside,
    Recorded: _inside_projects,
    Reply: access_plans.inside,
    Report: access_plans.reports,
    Reporting: access_plans.inside,
    Round: _rounds,
    Told: _of_nominations,
    Unit: _units,
    User: _people,
    Version: _of_nominations,
    Writer: _of_nominations,
}
