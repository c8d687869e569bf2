"""Entering a list of all that an indicator is about; a new list follows the one before, which is kept as it was."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from utsyn.plans.members import KIND_NAMES, MemberList
from utsyn.problems import Problem, Problems, problems_of, unknown_name
from utsyn.text import blank, say
from utsyn.web.deeds import once, refuse, unchanged, whole
from utsyn.web.indicators.facts import member_list
from utsyn.web.indicators.models import MembersListed
from utsyn.web.log import Person, hash_of, log
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, number, require


@transaction.atomic
def enter_members(
    kind: str,
    *,
    unit: Unit,
    since: date | None,
    members: Sequence[Any],
    because: str = "",
    by: Person,
    at: datetime,
    seen: int | None = None,
    form: str | None = None,
    rehearsal: bool = False,
) -> MembersListed:
    """Keep who all of a kind are from a day on; the list before is kept, and what changed needs a reason.

    `seen` is the number of the list that the person looked at, 0 for none. Raises Problems at the paths of what does
    not fit, StaleError, NotYoursError, DoneError.
    """
    require(by, Deed.PLAN, unit=unit.pk)
    if kind not in KIND_NAMES:
        raise Problems(unknown_name(kind, list(KIND_NAMES), path=("kind",)))
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # so that no other list comes between
    once(form)
    before = MembersListed.objects.filter(kind=kind, unit=unit, rehearsal=rehearsal).order_by("number").last()
    unchanged(before.number if before else 0, seen)
    made = _fitting(since, members, on=timezone.localdate(at))
    if before and blank(because):
        raise refuse(say("It is not said why the list changes"), say("Say what changed, and why"), "because")
    whole(because)
    if before and member_list(before) == made:
        raise refuse(
            say("Nothing differs from the list that stands"), say("Change what was wrong"), "members"
        )
    told = made.model_dump(mode="json")
    row = MembersListed.objects.create(
        kind=kind, unit=unit, rehearsal=rehearsal, number=before.number + 1 if before else 1, since=made.since,
        members=told["members"], because=because.strip(), by_id=number(by) or None, at=at,
    )  # fmt: skip
    kept = {
        "list": row.pk,
        "unit": unit.key,
        "kind": kind,
        "number": row.number,
        "members": len(made.members),
    }
    log(by, "listed members", f"members/{kind}", at=at, told={**kept, "because": row.because},
        sha256=hash_of(told), form=form)  # fmt: skip
    return row


def _fitting(since: date | None, members: Sequence[Any], *, on: date) -> MemberList:
    data = {"since": since.isoformat() if since else "", "members": list(members)}
    try:
        made = MemberList.model_validate(data)
    except ValidationError as error:
        raise Problems(*problems_of(error, MemberList, given=data)) from error
    wrong = [
        Problem(say("{day} has not come yet", day=day), say("Write today or an earlier day"), path)
        for path, day in (
            (("since",), made.since),
            *((("members", n, "accessed"), one.accessed) for n, one in enumerate(made.members)),
        )
        if day > on
    ]
    if wrong:
        raise Problems(*wrong)
    return made
