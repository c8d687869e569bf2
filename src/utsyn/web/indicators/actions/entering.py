"""Entering a figure by hand, revising and withdrawing it, and saying that an indicator's figures are being made anew."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from utsyn.plans.entering import Entered, computed, unfit
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.library import library
from utsyn.plans.series import BY_HAND
from utsyn.problems import Problem, Problems
from utsyn.text import blank, say
from utsyn.web.deeds import once, refuse
from utsyn.web.indicators import facts
from utsyn.web.indicators.models import MembersListed, Observed, Recomputing
from utsyn.web.log import Person, hash_of, log
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, number, require
from utsyn.web.people.units import tree

Number = Decimal | int | str | None


@transaction.atomic
def enter(
    indicator: str,
    *,
    unit: Unit,
    since: date,
    until: date,
    value: Number = None,
    parts: Mapping[str, Number] | None = None,
    provider: str = "",
    source: Mapping[str, Any],
    method: str,
    precision: Number = None,
    unknown: str = "",
    among: str = "",
    running: bool = False,
    caveats: Sequence[str] = (),
    by: Person,
    at: datetime,
    form: str | None = None,
    rehearsal: bool = False,
    by_hand: bool = True,
) -> Observed:
    """Keep a figure with its source and method. Raises Problems at the paths of what does not fit, NotYoursError, DoneError.

    `source` holds title, url, accessed (a day) and licence. Numbers are Decimals, or written with a decimal point. A figure
    that is not known has no value and says why (`unknown`). `among` says who is ranked where only the place is known.
    """
    require(by, Deed.PLAN, unit=unit.pk)
    once(form)
    document = known(indicator)
    numbers = facts.numbers(value=value, precision=precision, parts=parts or {})
    entered = Entered(
        since, until, **numbers, provider=provider or BY_HAND, **facts.read_source(source), method=method.strip(),
        unknown=unknown.strip(), among=among.strip(), running=running,
    )  # fmt: skip
    row = Observed(indicator=document.key, unit=unit, since=since, until=until, rehearsal=rehearsal)
    row.provider = entered.provider
    _fits(document, entered, row, at=at, beside=facts.beside(_others(row)))
    row.version = facts.version(document, since)
    _filled(row, document, entered, source, caveats)
    _kept(row, by=by, at=at, by_hand=by_hand)
    _noted(by, "entered figure", row, at=at, form=form)
    return row


class RowsError(Problems):
    """Rows of a table that cannot be kept: `.rows` has what is wrong with each, by its number."""

    def __init__(self, rows: Mapping[int, Sequence[Problem]]) -> None:
        super().__init__(*(problem for problems in rows.values() for problem in problems))
        self.rows = rows


def enter_all(
    indicator: str,
    rows: Iterable[tuple[int, Unit, Mapping[str, Any]]],
    *,
    by: Person,
    at: datetime,
    rehearsal: bool,
    look: bool,
    form: str | None = None,
) -> int:
    """Enter all rows of a table, or none: each as `enter` does. With `look` it is only tried, and nothing is kept.

    Raises RowsError with what is wrong with each row; DoneError.
    """
    with transaction.atomic():
        once(form)
        wrong, kept, last = dict[int, Sequence[Problem]](), 0, None
        for place, unit, told in rows:
            try:
                last = enter(indicator, unit=unit, by=by, at=at, rehearsal=rehearsal, **told)
                kept += 1
            except Problems as error:
                wrong[place] = error.problems
        if wrong:
            raise RowsError(wrong)
        if last is not None and not look:
            log(by, "read figures in", f"indicator/{indicator}", at=at, told={"figures": kept}, form=form)
        transaction.set_rollback(look)
    return kept


@transaction.atomic
def revise(
    row: Observed,
    *,
    value: Number = None,
    parts: Mapping[str, Number] | None = None,
    source: Mapping[str, Any],
    method: str,
    precision: Number = None,
    unknown: str = "",
    among: str = "",
    caveats: Sequence[str] = (),
    because: str,
    by: Person,
    at: datetime,
    form: str | None = None,
    by_hand: bool = True,
) -> Observed:
    """Let another figure follow one for the same period and provider; the one before is kept. Raises as `enter` does."""
    require(by, Deed.PLAN, unit=row.unit_id)
    row = _locked(row)
    once(form)
    _stands(row)
    if blank(because):
        raise refuse(say("It is not said why the figure is revised"), say("Say what was learnt"), "because")
    document = known(row.indicator)
    numbers = facts.numbers(value=value, precision=precision, parts=parts or {})
    entered = Entered(
        row.since, row.until, **numbers, provider=row.provider, **facts.read_source(source), method=method.strip(),
        unknown=unknown.strip(), among=among.strip(), running=bool(row.told.get("running")),
    )  # fmt: skip
    new = Observed(
        indicator=row.indicator, unit_id=row.unit_id, since=row.since, until=row.until, version=row.version
    )
    new.provider, new.rehearsal, new.replaces = row.provider, row.rehearsal, row
    _fits(document, entered, new, at=at)
    _filled(new, document, entered, source, caveats)
    if facts.same(new, row):
        raise refuse(
            say("Nothing differs from the figure that stands"), say("Change what was wrong"), "value"
        )
    new.told["because"] = because.strip()
    _kept(new, by=by, at=at, by_hand=by_hand)
    _noted(by, "revised figure", new, at=at, form=form, replaces=row.pk, because=because.strip())
    return new


@transaction.atomic
def withdraw(row: Observed, *, because: str, by: Person, at: datetime, form: str | None = None) -> Observed:
    """Take a figure back, with all that it had followed, so that its period has none; they are kept, marked as withdrawn."""
    require(by, Deed.PLAN, unit=row.unit_id)
    row = _locked(row)
    once(form)
    _stands(row)
    if blank(because):
        raise refuse(
            say("It is not said why the figure is withdrawn"), say("Say what is wrong with it"), "because"
        )
    chain = [row]
    while (before := chain[-1].replaces) is not None:
        chain.append(before)
    for one in chain:
        one.withdrawn_at, one.withdrawn_because = at, because.strip()
        one.save(update_fields=["withdrawn_at", "withdrawn_because"])
    _noted(by, "withdrew figure", row, at=at, form=form, because=because.strip())
    return row


@transaction.atomic
def begin_recomputing(indicator: str, *, by: Person, at: datetime, form: str | None = None) -> Recomputing:
    """Say that the figures of an indicator are being made anew: no report with them is approved until it has ended."""
    require(by, Deed.PLAN, unit=None)
    once(form)
    key = known(indicator).key
    row, new = Recomputing.objects.get_or_create(indicator=key, defaults={"since": at})
    if not new:
        what = say("The figures have been in the making since {moment}", moment=timezone.localtime(row.since))
        raise refuse(what, say("Wait until that has ended"), "indicator")
    log(by, "began recomputing", f"indicator/{key}", at=at, form=form)
    return row


@transaction.atomic
def end_recomputing(indicator: str, *, by: Person, at: datetime, form: str | None = None) -> None:
    """Say that the figures of an indicator are made; nothing happens where nobody had begun."""
    require(by, Deed.PLAN, unit=None)
    once(form)
    gone, _ = Recomputing.objects.filter(indicator=indicator).delete()
    if gone:
        log(by, "ended recomputing", f"indicator/{indicator}", at=at, form=form)


def known(indicator: str) -> IndicatorDocument:
    """Return the indicator. Raises Problems at `indicator`, with the nearest key."""
    try:
        return library().indicator(indicator)
    except Problems as error:
        raise Problems(*(one._replace(path=("indicator",)) for one in error.problems)) from error


def _fits(
    document: IndicatorDocument, entered: Entered, row: Observed, *, at: datetime, beside: Iterable[Any] = ()
) -> None:
    """Go on if the figure fits. Raises Problems with all that is wrong with it."""
    then = tree(entered.until)
    wrong = [*facts.no_unit(then, row.unit)]
    wrong += unfit(
        document, entered, on=timezone.localdate(at), beside=beside, members=facts.members(document, then, row.unit_id, _listed(document, row)),
        own=row.unit.key,
    )  # fmt: skip
    if wrong:
        raise Problems(*wrong)


def _listed(document: IndicatorDocument, row: Observed) -> MembersListed | None:
    """Return the list of members that holds on the last day of a figure's period."""
    rows = MembersListed.objects.filter(kind=document.members, unit_id=row.unit_id, rehearsal=row.rehearsal)
    return rows.filter(since__lte=row.until).order_by("since", "number").last()


def _filled(
    row: Observed,
    document: IndicatorDocument,
    entered: Entered,
    source: Mapping[str, Any],
    caveats: Sequence[str],
) -> None:
    made = computed(document, entered)
    row.value, row.precision = made.value, entered.precision
    row.parts = {name: None if part is None else format(part, "f") for name, part in entered.parts.items()}
    row.source = facts.kept_source(source)
    told: dict[str, Any] = {
        "method": entered.method,
        "caveats": [one.strip() for one in caveats if one.strip()],
    }
    more = {
        "unknown": entered.unknown,
        "among": entered.among,
        "digits": made.digits,
        "running": entered.running,
    }
    row.told = told | {name: value for name, value in more.items() if value}


def _others(row: Observed) -> Iterable[Observed]:
    """Return the figures that stand beside a new one; the unit is locked, so that no other comes between."""
    Unit.objects.select_for_update(no_key=True).get(pk=row.unit_id)
    alive = Observed.objects.filter(
        indicator=row.indicator, unit_id=row.unit_id, provider=row.provider, rehearsal=row.rehearsal
    )
    return alive.filter(replaces=None, withdrawn_at=None).order_by("since", "until")


def _locked(row: Observed) -> Observed:
    return Observed.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)


def _stands(row: Observed) -> None:
    """Go on if the figure is the last of its period. Raises Problems for one that was revised or withdrawn."""
    if row.withdrawn_at is not None:
        what = say("The figure was withdrawn on {day}", day=timezone.localdate(row.withdrawn_at))
        raise refuse(what, say("Enter a new one for the period"))
    if (later := Observed.objects.filter(replaces=row).first()) is not None:
        what = say("Somebody revised the figure on {day}", day=timezone.localdate(later.at))
        raise refuse(what, say("Look at the one that stands now, and revise that"))


def _kept(row: Observed, *, by: Person, at: datetime, by_hand: bool) -> None:
    row.by_id, row.at, row.by_hand = number(by) or None, at, by_hand
    row.save()


def _noted(by: Person, did: str, row: Observed, *, at: datetime, form: str | None, **told: Any) -> None:
    what = facts.as_told(row)
    kept = {name: what[name] for name in ("unit", "since", "until", "provider", "value", "parts", "by_hand")}
    about = f"indicator/{row.indicator}"
    log(by, did, about, at=at, told={"figure": row.pk, **kept, **told}, sha256=hash_of(what), form=form)
