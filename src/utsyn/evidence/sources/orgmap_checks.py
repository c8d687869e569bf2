"""What may be wrong with an organisation map as a whole, against itself and against the register."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from utsyn.evidence.sources.known import Known, Organisation
from utsyn.evidence.sources.lists import EVER
from utsyn.evidence.sources.sheets import Row
from utsyn.evidence.tables import SHARE
from utsyn.text import say


class Entry(NamedTuple):
    """A line of the map."""

    university: str
    organisation: Organisation
    relation: str
    weight: int
    since: int
    until: int
    row: Row


def overlaps(found: Sequence[Entry]) -> None:
    """See that an organisation counts for a university in one way at a time."""
    by_pair: dict[tuple[str, int], list[Entry]] = {}
    for one in sorted(found, key=lambda entry: entry.since):
        before = by_pair.setdefault((one.university, one.organisation.number), [])
        if before and before[-1].until >= one.since:
            what = say("The same organisation counts twice in {year}", year=one.since)
            one.row.fault(
                "since",
                what,
                say("End the row in line {line} before this one begins", line=before[-1].row.line),
            )
        before.append(one)


def weights(found: Sequence[Entry]) -> None:
    """See that what is shared between universities comes to no more than one in any year."""
    shared: dict[int, list[Entry]] = {}
    for one in found:
        if one.relation != "associated":
            shared.setdefault(one.organisation.number, []).append(one)
    for entries in shared.values():
        for year in sorted({one.since for one in entries}):
            there = [one for one in entries if one.since <= year <= one.until]
            total = sum(one.weight for one in there)
            if total > SHARE and len({one.university for one in there}) > 1:
                what = say(
                    "Its weights come to {total} in {year}",
                    total=str(round(Decimal(total) / SHARE, 3)),
                    year=year,
                )
                there[-1].row.fault("weight", what, say("Divide one among those who share it"))


def themselves(found: Sequence[Entry]) -> None:
    """See that every university is a component of itself, as far as the register tells which number it has."""
    for university in sorted({one.university for one in found}):
        mine = [one for one in found if one.university == university]
        told = all(one.organisation.ror for one in mine)
        if told and not any(
            one.organisation.ror == university and one.relation == "component" for one in mine
        ):
            mine[0].row.fault(
                "university",
                say("{ror} itself is not in the map", ror=university),
                say("Add it as a component of itself"),
            )


def mergers(found: Sequence[Entry], held: Known) -> None:
    """Name an organisation that became another and is still said to count, where the other is not in the map."""
    mapped = {(one.university, one.organisation.ror) for one in found}
    for one in found:
        after = [ror for ror in one.organisation.successors if (one.university, ror) not in mapped]
        if one.organisation.active or one.until != EVER or not after:
            continue
        names = ", ".join(
            f"{(held.by_ror or {})[ror].name} ({ror})" if ror in (held.by_ror or {}) else ror for ror in after
        )
        what = say("{name} became {others}", name=one.organisation.name, others=names)
        one.row.fault("organisation", what, say("Say until when it counts, and add what it became"))
