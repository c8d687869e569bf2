"""What is done with a nomination's partners already, as the evidence of today tells it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from utsyn.calls.proposal import Partner
from utsyn.web.evidence.models import Partner as Known
from utsyn.web.evidence.queries import partners_by_ror
from utsyn.web.people.rights import Person
from utsyn.web.rounds import facts
from utsyn.web.rounds.models import Nomination


class Dealing(NamedTuple):
    """A partner, where its evidence stands, and how much was published together in three full years; None where it is not known by its ROR id."""

    name: str
    address: str
    recent: int | None


def dealings(row: Nomination, user: Person) -> Sequence[Dealing]:
    """Return what is known of each partner that is named, in the order of the nomination."""
    named = [one for one in facts.told(row).partners or () if one.name or one.ror]
    known = partners_by_ror(user, [one.ror for one in named if one.ror])
    return [_dealing(one, known) for one in named]


def _dealing(one: Partner, known: Mapping[str, Known]) -> Dealing:
    found = known.get(one.ror or "")
    if found is None:
        return Dealing(one.name or one.ror or "", _sought(one), None)
    return Dealing(found.name, reverse("evidence:partner", args=[found.ror]), found.recent)


def _sought(one: Partner) -> str:
    """Return where it is looked for by its name, as others may have written it."""
    asked = {"country": one.country or "", "q": one.name or ""}
    return (
        f"{reverse('evidence:partners')}?{urlencode({name: value for name, value in asked.items() if value})}"
    )
