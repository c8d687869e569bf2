"""Rounds and nominations for tests: a rehearsal of INTPART 2022 at the invented university, at any moment of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tests.web.people import FACULTIES, person

REAL = datetime(2026, 11, 21, 12, tzinfo=UTC)  # when tests do things
CALL, SEED = "intpart-2022", "drawn by lot on 3 February 2022"
STEPS = {
    "notice": {"days": 21},
    "internal": {"days": 7},
    "ranking": {"days": 4},
    "approval": {"days": 1},
    "submission": {"days": 0},
}
_forms = count(1)


def day(written: str) -> datetime:
    """A moment in UTC: "2022-03-01" is its noon, "2022-03-01T08:30" that minute."""
    return datetime.fromisoformat(written if "T" in written else f"{written}T12:00").replace(tzinfo=UTC)


def form() -> str:
    """A token of a form that nobody sent before."""
    return f"form-{next(_forms)}"


def terms(**changed: Any) -> dict[str, Any]:
    """The terms of a round like the one at Bergen in 2022, with some changed."""
    return {"cap": 20, "policy": "on_overflow", "guarantee": 1, "seed": SEED, "steps": STEPS} | changed


def opened(
    units: Mapping[str, Any],
    *,
    by: Any = None,
    clock: str = "2022-02-03",
    key: str = "intpart-2022",
    **changed: Any,
) -> Any:
    """A rehearsal that was opened by the office, on terms with some changed."""
    from utsyn.web.rounds.actions.opening import open_round

    office = by or person("office", units["uib"])
    return open_round(
        key=key, title="INTPART 2022", call=CALL, unit=units["uib"], told=terms(**changed), by=office, at=REAL,
        clock=day(clock),
    )  # fmt: skip


def at_clock(row: Any, moment: str) -> Any:
    """Move a rehearsal's clock, as the office would."""
    from utsyn.web.rounds.models import Round

    Round.objects.filter(pk=row.pk).update(clock=day(moment))
    row.refresh_from_db()
    return row


TOLD: dict[str, Any] = {
    "theme": "How it is taught",
    "link_to_grant": "It follows the same patients",
    "partners": [{"country": "BR", "name": "University of São Paulo", "unit": "Institute of Physics"}],
}
RUSSIA = TOLD | {"partners": [{"country": "RU", "name": "Saint Petersburg State University"}]}
APPLICANT = [{"part": "applicant", "name": "Ola Oppdiktet", "email": "ola@example.org"}]


def drafted(
    row: Any, unit: Any, *, title: str = "A partnership", told: Mapping[str, Any] = TOLD, writer: Any = None
) -> Any:
    """A draft in a unit, with all that must be there."""
    from utsyn.calls.rounds.nomination import Nomination as Told
    from utsyn.web.rounds.actions import writing

    by = writer or person("researcher", unit)
    made = writing.begin(row, title=title, unit=unit, by=by, at=REAL)
    shape = Told.model_validate({"title": title, **told})
    return writing.save(made, told=shape, people=APPLICANT, by=by, at=REAL, seen=made.version)


def coordinator(units: Mapping[str, Any], key: str) -> Any:
    """The coordinator of a faculty."""
    from utsyn.web.people.models import User

    kept = User.objects.filter(username=f"coordinator-{key}").first()
    return kept or person("coordinator", units[key], username=f"coordinator-{key}")


def nominated(row: Any, units: Mapping[str, Any], counts: Sequence[int], **told: Any) -> list[Any]:
    """So many nominations from each faculty, faculties in the order of the invented university."""
    from utsyn.web.rounds.actions import writing

    made = []
    for (key, (_, departments)), number in zip(FACULTIES.items(), counts, strict=False):
        for n in range(number):
            unit = units[list(departments)[n % len(departments)]]
            one = drafted(row, unit, title=f"{key} {n + 1}", **told)
            made.append(writing.nominate(one, by=coordinator(units, key), at=REAL))
    return made


def quickly_nominated(row: Any, faculty: Any, unit: Any, number: int) -> None:
    """So many nominations at once, straight in the table, where it is not their making that is tested."""
    from utsyn.web.rounds.models import Nomination

    first = row.last_number
    Nomination.objects.bulk_create(
        Nomination(
            round=row, number=first + n, title=f"Nomination {first + n}", unit=unit, faculty=faculty, state="nominated",
            told={"title": f"Nomination {first + n}"}, began_at=REAL, nominated_at=REAL, verdict="unknown",
        )
        for n in range(1, number + 1)
    )  # fmt: skip
    row.last_number = first + number
    row.save(update_fields=["last_number"])


def ranked(
    units: Mapping[str, Any], rector: Any, *, cap: int = 2, counts: Sequence[int] = (2, 2)
) -> tuple[Any, list[Any]]:
    """A round with more nominations than places, each faculty's order given, places by nominations."""
    from utsyn.web.rounds.actions import approving, ranking

    row = opened(units, cap=cap)
    made = nominated(row, units, counts)
    for key in {one.faculty.key for one in made}:
        groups = [[one.number] for one in made if one.faculty.key == key]
        ranking.give_order(row, units[key], groups=groups, by=coordinator(units, key), at=REAL)
    approving.choose_route(row, route="sainte-lague-nominations", because="Fair", by=rector, at=REAL)
    return row, made


def deeds(row: Any) -> list[str]:
    """What was done in a round, as the log says."""
    from utsyn.web.models import Line

    return list(Line.objects.filter(about=f"round/{row.key}").order_by("pk").values_list("did", flat=True))
