"""A round of reporting: opened, written, handed in, sent back, approved and frozen, corrected, published."""

import json
from datetime import date

import pytest

from tests.web import plan_worlds, report_worlds
from tests.web.people import person
from tests.web.report_worlds import AT, WORDS
from utsyn.problems import Problems


@pytest.fixture
def indicators(tmp_path, monkeypatch):
    """The institution's own indicators."""
    plan_worlds.written(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    return tmp_path / "indicators"


@pytest.fixture
def plan(units, indicators):
    return report_worlds.followed(units)


@pytest.fixture
def reporting(plan, units, office):
    return report_worlds.opened(plan, units, by=office)


@pytest.fixture
def dean(units):
    """Who answers for the humanities."""
    return report_worlds.coordinator(units["fac-hum"])


def said(error: pytest.ExceptionInfo) -> str:
    return " ".join(problem.what.in_("en") for problem in error.value.problems)


def test_a_report_is_written_handed_in_and_frozen_with_all_that_it_says(reporting, units, dean):
    from utsyn.web.reports.actions import approve

    row = report_worlds.handed_in(reporting, units["fac-hum"], by=dean)
    frozen = approve(row, by=dean, at=AT)
    made = json.loads(frozen.text)
    print(frozen.text[:3000])
    (goal,) = made["goals"]
    assert goal["state"]["name"]["nb"]


@pytest.fixture
def frozen(reporting, units, dean):
    """The humanities' report, approved."""
    from utsyn.web.reports.actions import approve

    return approve(report_worlds.handed_in(reporting, units["fac-hum"], by=dean), by=dean, at=AT)


def test_pages(client, plan, reporting, units, dean, office, rector, frozen):
    for user in (office, dean, rector):
        client.force_login(user)
        base = f"/en/reports/{frozen.report_id}/"
        for address in (
            f"/en/plans/{plan.key}/reporting/", f"/en/plans/{plan.key}/reporting/reporting.ics", f"/en/reporting/{reporting.key}/",
            base, f"{base}frozen/1/", f"{base}frozen/1/again/", f"{base}frozen/1/report.json", f"{base}frozen/1/report.pdf",
            f"{base}frozen/1/report.docx", f"{base}frozen/1/report.xlsx", f"/en/reports/compare/?first={frozen.pk}&second={frozen.pk}",
        ):
            assert client.get(address).status_code == 200, address
    client.force_login(office)
    assert client.get(f"/en/plans/{plan.key}/reporting/new/").status_code == 200
    assert client.get(f"/en/reports/{reporting.reports.get(unit=units['uib']).pk}/edit/").status_code == 200
