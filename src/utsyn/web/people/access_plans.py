"""The door to plans: what a person may see of plans, figures, measures and reports; who has a role sees most of them."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from utsyn.web.log import Line
from utsyn.web.measures.models import Assignment
from utsyn.web.people.models import Role, Unit
from utsyn.web.people.rights import Deed, Person, standing
from utsyn.web.plans.models import Edition, Plan
from utsyn.web.reports.models import Report


def plans(rows: QuerySet[Plan], user: Person, link: str) -> QuerySet[Plan]:
    """Plans are for who has a role here; those made public are for all."""
    return rows if standing(user).roles else rows.filter(public=True)


def editions(rows: QuerySet[Edition], user: Person, link: str) -> QuerySet[Edition]:
    """What is adopted is for who may see the plan; drafts are for those who plan, decide and answer for units."""
    here = standing(user)
    if here.has(*DRAFTERS):
        return rows
    return _of_plans(rows.exclude(adopted_on=None), user)


def of_plans(rows: QuerySet[Any], user: Person, link: str) -> QuerySet[Any]:
    """What belongs to a plan is for who may see the plan; queries leave out what is for those inside."""
    return _of_plans(rows, user)


def of_measures(rows: QuerySet[Any], user: Person, link: str) -> QuerySet[Any]:
    """As `of_plans`, of a measure's plan."""
    return rows if standing(user).roles else rows.filter(measure__plan__public=True)


def inside(rows: QuerySet[Any], user: Person, link: str) -> QuerySet[Any]:
    """What units and office say to each other is for who has a role here."""
    return rows if standing(user).roles else rows.none()


def taken_back(user: Person, row: Assignment) -> QuerySet[Line]:
    """Return the lines that tell why a goal was taken back from a unit: for who has a role here."""
    rows = Line.objects.filter(about=f"plan/{row.plan.key}", did="took back goal", told__assignment=row.pk)
    return rows if standing(user).roles else rows.none()


def edition_lines(user: Person, row: Plan) -> QuerySet[Line]:
    """Return the lines that tell who saved and adopted which edition: for those who plan, decide and answer for units."""
    deeds = ("took up plan", "saved draft of plan", "adopted plan")
    rows = Line.objects.filter(about=f"plan/{row.key}", did__in=deeds)
    return rows if standing(user).has(*DRAFTERS) else rows.none()


def observed(rows: QuerySet[Any], user: Person, link: str) -> QuerySet[Any]:
    """Figures, and lists of whom they are about, are for who has a role here; the institution's own are for all once a plan is public."""
    if standing(user).roles:
        return rows
    public = Plan.objects.filter(public=True, rehearsal=OuterRef("rehearsal"))
    return rows.filter(Exists(public), unit__kind=Unit.Kind.INSTITUTION)


def reports(rows: QuerySet[Report], user: Person, link: str) -> QuerySet[Report]:
    """A report is for its unit, for those above who read all, and once it is approved for all who have a role here.

    An approved report that is made public, of a plan that is public, is for all.
    """
    return rows.filter(_reports(user, ""))


def frozen(rows: QuerySet[Any], user: Person, link: str) -> QuerySet[Any]:
    """What was frozen of a report is for those who may see the report."""
    return rows.filter(_reports(user, "report__"))


DRAFTERS = (Role.OFFICE, Role.LEADERSHIP, Role.AUDITOR, Role.COORDINATOR, Role.DEPARTMENT)


def _of_plans(rows: QuerySet[Any], user: Person) -> QuerySet[Any]:
    return rows if standing(user).roles else rows.filter(plan__public=True)


def _reports(user: Person, way: str) -> Q:
    here, approved = standing(user), Q(**{f"{way}state": Report.State.APPROVED})
    if not here.roles:
        return approved & Q(**{f"{way}public": True, f"{way}reporting__plan__public": True})
    return approved | Q(**{f"{way}unit__in": here.units(Deed.READ_ALL) | here.units(Deed.ANSWER)})
