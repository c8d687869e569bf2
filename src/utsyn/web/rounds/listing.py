"""The list that a round sends to the funder: what has a place, and nothing else, in one frozen shape that every format is made of."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from utsyn.calls.amendments import version_on
from utsyn.calls.lists import FunderList, Internal, ListPartner, ListRow
from utsyn.calls.rounds.nomination import Nomination as Told
from utsyn.text import Language
from utsyn.web.log import hash_of
from utsyn.web.people.access import visible
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, Person, require
from utsyn.web.people.units import Tree, tree
from utsyn.web.rounds import facts
from utsyn.web.rounds.models import Attachment, Mentioned, Place, Round

Part = Mentioned.Part
BINDING: Language = "nb"  # what is hashed when the list is sent


def funder_list(row: Round, language: Language, *, by: Person, internal: bool = False) -> FunderList:
    """Return the list of a round, for who reads all of it: one row for each place. Raises NotYoursError.

    The same rows give the same list, whoever asks and whenever.
    """
    require(by, Deed.READ_ALL, unit=row.unit_id)
    return _list(row, visible(by, Place).filter(round=row), language, internal=internal)


def canonical_list(row: Round) -> str:
    """Return the SHA-256 of the list as it is sent: of the bytes of `list.json` in Bokmål, which anybody can count again."""
    return hashlib.sha256(_list(row, row.places.all(), BINDING, internal=False).as_json()).hexdigest()


def attachments(row: Round, *, by: Person) -> Sequence[Attachment]:
    """Return the files that go with what has a place, in the order of the list and of their keys."""
    placed = visible(by, Place).filter(round=row).values("nomination")
    files = visible(by, Attachment).filter(nomination__in=placed).select_related("nomination")
    return list(files.order_by("nomination__place__number", "pk"))


def _list(row: Round, places: QuerySet[Place], language: Language, *, internal: bool) -> FunderList:
    found = places.select_related("nomination").prefetch_related("nomination__mentioned")
    kept = list(found.order_by("number"))
    moment = _made_at(row, kept)
    entry, on = facts.entry(row), facts.today(row, at=moment)
    units = tree(on)
    top = units.above(row.unit_id)
    institution = next(
        (units[pk].in_(language) for pk in top if units[pk].kind == Unit.Kind.INSTITUTION), row.title
    )
    return FunderList(
        round_title=row.title,
        call_key=row.call,
        call_title=entry.text.title.in_(language),
        institution=institution,
        cap=row.cap,
        approved=len(kept),
        made_at=timezone.localtime(moment).replace(microsecond=0),
        language=language,
        call_version=version_on(entry.text, on).number,
        call_sha256=entry.call.file.sha256,
        decision_sha256=_decision(row, kept),
        variant="internal" if internal else "funder",
        rows=tuple(_row(place, units, language, internal=internal) for place in kept),
    )


def _made_at(row: Round, places: Sequence[Place]) -> datetime:
    """Return the moment that stands in the files: of the leadership's decision, or of the last place that was given."""
    last = max((place.at for place in places), default=row.opened_at)
    return row.approved_at or last


def _decision(row: Round, places: Sequence[Place]) -> str:
    """Return the hash of what was decided: the route's outcome where one was chosen, and the places."""
    ranking = row.rankings.order_by("number").last()
    given = [[place.number, place.nomination.number] for place in places]
    return hash_of({"route": ranking.sha256 if ranking else None, "places": given})


def _row(place: Place, units: Tree, language: Language, *, internal: bool) -> ListRow:
    row, told = place.nomination, facts.told(place.nomination)
    people = sorted(row.mentioned.all(), key=lambda one: one.pk)
    return ListRow(
        number=row.number,
        title=row.title,
        theme=told.theme or "",
        link_to_grant=told.link_to_grant or "",
        applicant=_names(people, Part.APPLICANT),
        internal_partners=_names(people, Part.INTERNAL),
        department=_called(units, row.unit_id, language),
        partners=_partners(told, people),
        amount=told.amount,
        own_contribution=told.own_contribution,
        currency=told.currency,
        internal=_internal(told, people, _called(units, row.faculty_id, language)) if internal else None,
    )


def _partners(told: Told, people: Sequence[Mentioned]) -> tuple[ListPartner, ...] | None:
    if told.partners is None:
        return None
    return tuple(
        ListPartner(
            country=partner.country,
            institution=partner.name or "",
            unit=partner.unit or "",
            local_leader=_names(people, Part.LOCAL_LEADER, organisation=partner.name),
            researchers=_names(people, Part.RESEARCHER, organisation=partner.name),
        )
        for partner in told.partners
    )


def _internal(told: Told, people: Sequence[Mentioned], faculty: str) -> Internal:
    return Internal(
        faculty=faculty,
        key_people=_names(people, Part.KEY_PERSON),
        evidence_of_grant=told.evidence_of_grant or "",
        risk=told.risk or "",
        export_control_note=told.export_control_note or "",
        starts=told.starts,
        ends=told.ends,
    )


def _names(people: Iterable[Mentioned], part: str, *, organisation: str | None = None) -> str:
    """Name those who play a part, of one organisation where it is given."""
    return "; ".join(
        one.name
        for one in people
        if one.part == part
        and (organisation is None or one.organisation.casefold() == organisation.casefold())
    )


def _called(units: Tree, pk: int, language: Language) -> str:
    return units[pk].in_(language) if pk in units else ""
