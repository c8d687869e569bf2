"""A round of reporting on the invented plan, at any moment of it: for tests and pictures."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest

from tests.web import plan_worlds
from tests.web.people import person

AT = datetime(2025, 3, 1, 12, tzinfo=UTC)  # when things are done; figures of 2024 are known since 1 February
FIELDS = ("assessment", "obstacles", "needs", "overall", "figures")
WORDS = {
    "overall": "A good year. More students went abroad.",
    "goals": {
        "abroad": {
            "assessment": "Slow, but the right way.",
            "obstacles": "Exams lie badly.",
            "needs": "Help from the study office.",
        }
    },
    "figures": [
        {
            "what": "Partners visited",
            "value": "12",
            "unit": "partners",
            "period": "2024",
            "source": "Own diary",
            "method": "Counted visits",
        }
    ],
    "note": "The dean is tired.",
}
_forms = count(1)


def form() -> str:
    """A token of a form that nobody sent before."""
    return f"report-form-{next(_forms)}"


def asked(
    *, questions: tuple[Mapping[str, str], ...] = (), whole_due: str | None = "2025-04-15"
) -> dict[str, Any]:
    """What the round asks for."""
    return {"fields": list(FIELDS), "questions": list(questions), "whole_due": whole_due}


def followed(units: Mapping[str, Any]) -> Any:
    """The invented plan with figures and what units do about it."""
    row = plan_worlds.followed(units)
    plan_worlds.answered(row, units)
    return row


def opened(plan: Any, known: Mapping[str, Any], *, by: Any, **changed: Any) -> Any:
    """A round for the year 2024, of three faculties and the whole institution."""
    from utsyn.web.reports.actions import open_reporting

    told: dict[str, Any] = {
        "key": "report-2024", "title": "Follow-up report 2024", "since": date(2024, 1, 1), "until": date(2024, 12, 31),
        "opens": date(2025, 1, 15), "due": date(2025, 3, 15),
        "units": [known[key].pk for key in ("fac-hum", "fac-law", "fac-med", "uib")], "told": asked(), "at": AT,
    }  # fmt: skip
    return open_reporting(plan, **{**told, "by": by, **changed})


def report(reporting: Any, unit: Any) -> Any:
    """A unit's report in a round."""
    return reporting.reports.get(unit=unit)


def handed_in(reporting: Any, unit: Any, *, by: Any, at: datetime = AT, told: Any = None) -> Any:
    """A unit's report, written and handed in."""
    from utsyn.web.reports.actions import hand_in, write

    row = write(report(reporting, unit), told=WORDS if told is None else told, by=by, at=at)
    return hand_in(row, by=by, at=at)


def coordinator(unit: Any, **told: Any) -> Any:
    """Who answers for a faculty and approves its report."""
    return person("coordinator", unit, **told)


def said(error: pytest.ExceptionInfo) -> str:
    """All that was wrong, in English."""
    return " ".join(problem.what.in_("en") for problem in error.value.problems)


@pytest.fixture
def indicators(tmp_path, monkeypatch):
    """The institution's own indicators, in its own folder."""
    plan_worlds.written(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    return tmp_path / "indicators"


@pytest.fixture
def plan(units, indicators):
    """The invented plan, followed."""
    return followed(units)


@pytest.fixture
def reporting(plan, units, office):
    """A round on the year 2024."""
    return opened(plan, units, by=office)


@pytest.fixture
def dean(units):
    """Who answers for the humanities."""
    return coordinator(units["fac-hum"])
