"""Play a round up to the days before its list is sent: nominations, an amendment, ranking, approval, a withdrawal."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from pydantic import Field

from utsyn.calls.rounds.nomination import Nomination as Told
from utsyn.documents import read
from utsyn.home import SHIPPED
from utsyn.web.people.models import User
from utsyn.web.rehearsal.university import FOLDER, Shape, found
from utsyn.web.rounds.actions import approving, checking, opening, ranking, writing
from utsyn.web.rounds.models import Nomination, Panellist, Round
from utsyn.web.rounds.outcomes import chosen


class InventedNomination(Shape):
    """A nomination: its unit and title, and what it tells, here or in a demo proposal."""

    unit: str
    title: str
    partners: tuple[Mapping[str, str], ...] = ()
    file: str = ""


class Played(Shape):
    """The whole file."""

    call: str
    key: str
    title: str
    opened: datetime
    terms: Mapping[str, Any]
    nominations: tuple[InventedNomination, ...]
    conflicts: Mapping[str, Mapping[int, str]] = {}
    ballots: Mapping[str, tuple[tuple[int, ...], ...]]
    route: str
    why: str
    withdraws: int
    because: str = Field(min_length=1)


class Player:
    """Plays the round, each deed by the person whose deed it is, at its moment on the rehearsal's clock."""

    def __init__(self, told: Played, there: Mapping[str, Any], *, at: datetime) -> None:
        self.told, self.there, self.at = told, there, at
        self.office, self.rector = there["kontor"], there["rektor"]

    def play(self) -> Round:
        """Play it from its opening to the withdrawal after approval."""
        terms = {
            **self.told.terms,
            "weights": {f"demo-{k}": v for k, v in self.told.terms["weights"].items()},
        }
        self.row = opening.open_round(
            key=self.told.key, title=self.told.title, call=self.told.call, unit=self.there["uni"], told=terms,
            by=self.office, at=self.at, clock=_moment(self.told.opened),
        )  # fmt: skip
        made = self.drafts()
        self.clock("2022-02-25T10:00")
        self.nominate(made[:14])
        self.clock("2022-03-02T08:00")
        checking.recheck(self.row, by=self.office, at=self.at)
        self.nominate(made[14:])
        self.clock("2022-03-10T09:00")
        self.rank()
        self.clock("2022-03-14T10:00")
        approving.approve_list(self.row, by=self.rector, at=self.at)
        approving.refuse_rest(self.row, by=self.rector, at=self.at)
        self.clock("2022-03-15T09:00")
        leaving = Nomination.objects.select_related("round").get(round=self.row, number=self.told.withdraws)
        approving.withdraw(leaving, because=self.told.because, by=self._coordinator(leaving), at=self.at)
        self.row.refresh_from_db()
        return self.row

    def clock(self, moment: str) -> None:
        """Move the clock of the rehearsal."""
        moved = _moment(datetime.fromisoformat(moment))
        self.row = opening.set_clock(self.row, clock=moved, by=self.office, at=self.at)

    def drafts(self) -> Sequence[Nomination]:
        """Write every nomination, each by its faculty, and tell of it beforehand."""
        made = []
        for one in self.told.nominations:
            unit = self.there[one.unit]
            by = self.there["forsker"] if one.unit == "klin" else self._of(unit)
            row = writing.begin(self.row, title=one.title, unit=unit, by=by, at=self.at)
            row = writing.give_notice(row, by=by, at=self.at)
            people = [
                {
                    "part": "applicant",
                    "name": f"Søker nr. {row.number} (oppdiktet)",
                    "email": f"s{row.number}@example.org",
                }
            ]
            made.append(
                writing.save(row, told=_told(one), people=people, by=by, at=self.at, seen=row.version)
            )
        return made

    def nominate(self, rows: Sequence[Nomination]) -> None:
        """Nominate for the faculties."""
        for row in rows:
            row.round = self.row
            writing.nominate(row, by=self._coordinator(row), at=self.at)

    def rank(self) -> None:
        """Ask for ranking, let the faculties and the panel speak, and choose the route."""
        for key in self.told.ballots:
            ranking.seat(self.row, self.there[key], by=self.rector, at=self.at)
        ranking.ask_for_ranking(self.row, by=self.office, at=self.at)
        for faculty in sorted(set(self.row.nominations.values_list("faculty__key", flat=True))):
            numbers = (
                self.row.nominations.filter(faculty__key=faculty)
                .order_by("number")
                .values_list("number", flat=True)
            )
            unit = self.there[faculty.removeprefix("demo-")]
            ranking.give_order(self.row, unit, groups=[[n] for n in numbers], by=self._of(unit), at=self.at)
        for key, ballot in self.told.ballots.items():
            seat = Panellist.objects.select_related("round").get(round=self.row, user=self.there[key])
            conflicts = self.told.conflicts.get(key, {})
            seat = ranking.declare(seat, conflicts=conflicts, by=self.there[key], at=self.at)
            ranking.cast(seat, groups=ballot, by=self.there[key], at=self.at)
        approving.choose_route(
            self.row, route=self.told.route, because=self.told.why, by=self.rector, at=self.at
        )

    def _coordinator(self, row: Nomination) -> User:
        return self._of(row.faculty)

    def _of(self, unit: Any) -> User:
        """Return the coordinator of the faculty that a unit lies in."""
        versions = unit.versions.select_related("parent").order_by("since")
        above = versions[0].parent
        faculty = unit if unit.kind == "faculty" else above
        found: User = self.there[f"fak-{faculty.key.removeprefix('demo-')}"]
        return found


@transaction.atomic
def rehearse(*, at: datetime) -> Round:
    """Make the invented university and play its round; one that was played before stands as it is."""
    there = found()
    told = read(FOLDER / "round.yaml").shaped(Played)
    kept = Round.objects.filter(key=told.key).first()
    return kept or Player(told, there, at=at).play()


def summary(row: Round) -> Mapping[str, Any]:
    """Return what is worth telling of the round that was played."""
    kept = chosen(row)
    return {
        "nominated": row.nominations.exclude(nominated_at=None).count(),
        "faculties": row.nominations.values("faculty").distinct().count(),
        "cap": row.cap,
        "approved": row.places.count(),
        "ties": len(kept.outcome["ties"]) if kept else 0,
    }


def _told(one: InventedNomination) -> Told:
    told: dict[str, Any] = {}
    if one.file:
        document = read(SHIPPED / "demo" / "intpart-2022" / f"{one.file}.yaml")
        told = dict(document.shaped(Told).model_dump(mode="json", exclude_none=True))
    told.setdefault("theme", one.title)
    told.setdefault("link_to_grant", "Bygger på det løpende prosjektet ved enheten.")
    if one.partners:
        told["partners"] = [dict(partner) for partner in one.partners]
    return Told.model_validate(told | {"title": one.title})


def _moment(written: datetime) -> datetime:
    return timezone.make_aware(written)
