"""What pages ask about plans: the edition that held on a day, all that was known of its goals, and when one last looked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from utsyn.periods import add_months
from utsyn.plans.document import PlanDocument
from utsyn.plans.library import library
from utsyn.plans.members import KIND_NAMES
from utsyn.plans.series import ByHand, Records
from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.errors import NotHere
from utsyn.web.indicators.models import MembersListed, Observed
from utsyn.web.people.access import visible
from utsyn.web.people.rights import Person, standing
from utsyn.web.people.units import Tree, tree
from utsyn.web.plans import facts
from utsyn.web.plans.models import Edition, HandSet, Judged, Plan
from utsyn.web.reports.models import Frozen
from utsyn.web.respond import today

JUDGED = "judged"  # the kind of target that people judge
USUAL_MONTHS = 12  # how far back one looks for what changed, where no report was frozen


class Held(NamedTuple):
    """A plan as it held on a day: its row, the edition and the document; `inside` for who has a role here.

    `earlier` are the editions that had been adopted before that one, the first first.
    """

    row: Plan
    edition: Edition
    text: PlanDocument
    on: date
    inside: bool
    earlier: tuple[Edition, ...] = ()


class LastTime(NamedTuple):
    """The day that one compares with: that of the institution's last frozen report, or so many months ago.

    `report` and `number` name what was frozen; None where nothing was.
    """

    on: date
    report: int | None = None
    number: int = 0

    @property
    def frozen(self) -> bool:
        """Whether it is the day of a report."""
        return self.report is not None


def asked_day(on: date | None) -> date:
    """Return the day that is asked about, today where none is. Raises Problems for one that has not come."""
    if on and on > today():
        mend = say("Ask about today or an earlier day")
        raise Problems(Problem(say("{day} has not come yet", day=on), mend, ("on",)))
    return on or today()


def ends(on: date) -> datetime:
    """Return the moment at which a day is over, where the office is."""
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))


def plan(user: Person, key: str) -> Plan:
    """Return a plan's row. Raises NotHere where there is none that the person may see."""
    row = visible(user, Plan).filter(key=key).select_related("unit").first()
    if row is None:
        raise NotHere(Problem(say("There is no such plan"), say("Look in the list of plans")))
    return row


def held(user: Person, key: str, *, on: date) -> Held:
    """Return a plan as it held on a day. Raises NotHere where nobody may see it, or nothing was adopted by then."""
    rows = visible(user, Edition).filter(plan__in=visible(user, Plan).filter(key=key), adopted_on__lte=on)
    editions = tuple(rows.select_related("plan__unit").order_by("adopted_on", "number"))
    if not editions:
        plan(user, key)
        what = say("No edition of the plan had been adopted by {day}", day=on)
        raise NotHere(Problem(what, say("Ask about a later day, or look at the drafts")))
    return _held(editions, on=on, inside=bool(standing(user).roles))


def as_of(now: Held, on: date) -> Held | None:
    """Return a plan as it held on an earlier day; None before its first edition."""
    editions = tuple(one for one in (*now.earlier, now.edition) if one.adopted_on and one.adopted_on <= on)
    return _held(editions, on=on, inside=now.inside) if editions else None


def adopted(now: Held) -> Sequence[Held]:
    """Return the plan in every edition that had been adopted by its day, each on the day of its adoption."""
    editions = (*now.earlier, now.edition)
    return [
        _held(editions[: n + 1], on=one.adopted_on or now.on, inside=now.inside)
        for n, one in enumerate(editions)
    ]


def _held(editions: tuple[Edition, ...], *, on: date, inside: bool) -> Held:
    *earlier, last = editions
    return Held(last.plan, last, facts.document(last), on, inside, tuple(earlier))


def all_held(user: Person, *, on: date) -> Sequence[Held]:
    """Return all plans as they held on a day, the one that began last first: two queries, however many there are."""
    rows = {row.pk: row for row in visible(user, Plan).select_related("unit")}
    editions, inside = _editions(user, rows.values(), on=on), bool(standing(user).roles)
    found = [Held(rows[pk], edition, facts.document(edition), on, inside) for pk, edition in editions.items()]
    return sorted(found, key=lambda one: (one.text.lasts.since, one.row.key), reverse=True)


def not_adopted(user: Person, *, on: date) -> Sequence[Plan]:
    """Return the plans with drafts that a person may see, of which nothing had been adopted by a day."""
    adopted = visible(user, Edition).filter(adopted_on__lte=on).values("plan")
    drafted = visible(user, Edition).filter(adopted_on=None).values("plan")
    rows = visible(user, Plan).filter(pk__in=drafted).exclude(pk__in=adopted).order_by("key")
    return list(rows) if standing(user).roles else []


def at_hand() -> Sequence[PlanDocument]:
    """Return the plans whose documents are at hand, shipped or the institution's own, the newest first."""
    texts = [plan.text for plan in library().plans.values()]
    return sorted(texts, key=lambda text: (text.lasts.since, text.key), reverse=True)


def units(user: Person, plan: Held) -> Tree:
    """Return the institution as it stood on the plan's day: no query for who has a role, one for others."""
    return standing(user).tree.then(plan.on) if plan.inside else tree(plan.on)


def records(user: Person, plan: Held, *, unit: int | None = None, institution: Tree | None = None) -> Records:
    """Return all that is known for a plan, of the whole institution or of one unit: four queries at most and the tree's.

    What people judged and set by hand is of the whole institution, and says nothing of one unit.
    """
    part = unit if unit != plan.row.unit_id else None
    observed = visible(user, Observed).filter(
        indicator__in=plan.text.indicators(), rehearsal=plan.row.rehearsal, unit=unit or plan.row.unit_id
    )
    there = institution or units(user, plan)
    if part:
        return Records(
            facts.by_indicator(observed.order_by("until", "pk")), members=facts.members(there, part=part)
        )
    return Records(
        facts.by_indicator(observed.order_by("until", "pk")),
        facts.judgements(
            visible(user, Judged).filter(plan=plan.row).order_by("at", "pk") if judges(plan.text) else ()
        ),
        facts.set_by_hand(visible(user, HandSet).filter(plan=plan.row).order_by("at", "pk")),
        *_members(there, [row for row in _lists(user, [plan]) if row.rehearsal == plan.row.rehearsal]),
    )


def all_records(user: Person, plans: Sequence[Held]) -> Mapping[str, Records]:
    """Return all that is known for each of several plans, by its key: four queries and the tree's, however many."""
    if not plans:
        return {}
    indicators = {key for one in plans for key in one.text.indicators()}
    tops, rows = {one.row.unit_id for one in plans}, [one.row for one in plans]
    observed = visible(user, Observed).filter(indicator__in=indicators, unit__in=tops).order_by("until", "pk")
    judged = visible(user, Judged).filter(plan__in=rows).order_by("at", "pk")
    by_hand = visible(user, HandSet).filter(plan__in=rows).order_by("at", "pk")
    figures, judgements, states = list(observed), list(judged), list(by_hand)
    there, lists = units(user, plans[0]), _lists(user, plans)
    return {
        one.row.key: Records(
            facts.by_indicator(
                row
                for row in figures
                if row.unit_id == one.row.unit_id and row.rehearsal == one.row.rehearsal
            ),
            facts.judgements(row for row in judgements if row.plan_id == one.row.pk),
            facts.set_by_hand(row for row in states if row.plan_id == one.row.pk),
            *_members(
                there,
                [
                    row
                    for row in lists
                    if row.unit_id == one.row.unit_id and row.rehearsal == one.row.rehearsal
                ],
            ),
        )
        for one in plans
    }


def _lists(user: Person, plans: Sequence[Held]) -> Sequence[MembersListed]:
    """Return the lists by hand of whom the plans' indicators are about, as known on their day, oldest first: one query at most."""
    at_hand, named = library().indicators, {key for one in plans for key in one.text.indicators()}
    kinds = {at_hand[key].members for key in named if key in at_hand} & KIND_NAMES.keys()
    if not kinds:
        return ()
    on, tops = plans[0].on, {one.row.unit_id for one in plans}
    rows = visible(user, MembersListed).filter(kind__in=kinds, unit__in=tops, since__lte=on, at__lt=ends(on))
    return list(rows.order_by("since", "number"))


def _members(
    there: Tree, lists: Iterable[MembersListed]
) -> tuple[Mapping[str, frozenset[str]], Mapping[str, ByHand]]:
    """Return who all are: units from the tree of the day, others from what was listed by hand."""
    keys, by_hand = facts.listed(lists)
    return {**facts.members(there), **keys}, by_hand


def judges(plan: PlanDocument) -> bool:
    """Tell whether anything in a plan is for people to judge."""
    return any(target.kind == JUDGED for goal in plan.goals for target in goal.targets)


def follows_here(user: Person, plan: Held) -> bool:
    """Tell whether the plan that a plan follows is here to be seen: one query, none where it follows none."""
    before = plan.text.follows.plan if plan.text.follows else ""
    return bool(before) and visible(user, Plan).filter(key=before).exists()


def last_time(user: Person, plan: Held) -> LastTime:
    """Return the day to compare with: one query."""
    of_all = visible(user, Frozen).filter(
        report__reporting__plan=plan.row,
        report__unit=plan.row.unit_id,
        at__lt=ends(plan.on - timedelta(days=1)),
    )
    last = of_all.order_by("-at").values_list("at", "report", "number").first()
    if last is None:
        return LastTime(add_months(plan.on, -USUAL_MONTHS))
    at, report, number = last
    return LastTime(timezone.localdate(at), report, number)


def _editions(user: Person, rows: Iterable[Plan], *, on: date) -> Mapping[int, Edition]:
    """Return the edition of each plan that held on a day, by the plan's number: one query."""
    adopted = visible(user, Edition).filter(plan__in=list(rows), adopted_on__lte=on)
    return {edition.plan_id: edition for edition in adopted.order_by("adopted_on", "number")}
