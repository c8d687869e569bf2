"""Who may see which nomination, asked the quick way and the slow and obvious way: the door gives neither more nor less."""

from itertools import product
from typing import Any

import pytest

from tests.web.people import also, person, university
from tests.web.worlds import REAL, opened

pytestmark = pytest.mark.django_db
ROLES = (
    "researcher",
    "department",
    "coordinator",
    "office",
    "leadership",
    "assessor",
    "auditor",
    "administrator",
)
UNITS = ("uib", "fac-hum", "dep-history")
STATES = ("draft", "handed", "nominated", "waiting", "withdrawn")


def filled(units: dict[str, Any]) -> Any:
    """A round with a nomination in each state in two departments of one faculty and in one of another."""
    from utsyn.web.rounds.models import Nomination

    row = opened(units)
    places = (("fac-hum", "dep-history"), ("fac-hum", "dep-languages"), ("fac-law", "dep-public-law"))
    for number, ((faculty, unit), state) in enumerate(product(places, STATES), start=1):
        Nomination.objects.create(
            round=row,
            number=number,
            title=str(number),
            unit=units[unit],
            faculty=units[faculty],
            state=state,
            began_at=REAL,
        )
    return row


def obvious(
    one: Any, roles: list[tuple[str, str]], units: dict[str, Any], *, writes: bool, judges: bool
) -> bool:
    """Whether a person may see a nomination, said as the manual says it."""
    below = {
        "uib": set(units),
        "fac-hum": {"fac-hum", "dep-history", "dep-languages"},
        "dep-history": {"dep-history"},
    }
    if writes and roles:
        return True
    for role, unit in roles:
        holds = below[unit]
        if role in ("department", "coordinator") and one.unit.key in holds:
            return True
        if role == "coordinator" and one.faculty.key in holds:
            return True
        if role in ("office", "auditor") and "uib" in holds:
            return True
        if role == "leadership" and "uib" in holds and one.state != "draft":
            return True
        if role in ("assessor", "leadership") and judges and one.state not in ("draft", "handed"):
            return True
    return False


@pytest.mark.parametrize("seated", [False, True])
@pytest.mark.parametrize("second", [None, "assessor", "coordinator"])
def test_the_door_opens_for_those_it_should_and_for_no_others(seated, second):
    from utsyn.web.people.access import visible
    from utsyn.web.rounds.models import Conflict, Nomination, Panellist, Writer

    units = university()
    row = filled(units)
    for role, unit in product(ROLES, UNITS):
        user, roles = person(role, units[unit]), [(role, unit)]
        if second and (second, "dep-history") != (role, unit):
            user, roles = also(user, second, units["dep-history"]), [*roles, (second, "dep-history")]
        for number in (1, 13):
            Writer.objects.create(nomination=row.nominations.get(number=number), user=user, since=REAL)
        if seated:
            seat = Panellist.objects.create(round=row, user=user)
            Conflict.objects.create(
                panellist=seat, nomination=row.nominations.get(number=8), because="kin", at=REAL
            )
        expected = [
            one.number
            for one in row.nominations.order_by("number")
            if obvious(one, roles, units, writes=one.number in (1, 13), judges=seated and one.number != 8)
        ]
        found = list(visible(user, Nomination).order_by("number").values_list("number", flat=True))
        assert found == expected, (role, unit, second, seated)
