"""A report of the whole institution tells of each goal what every unit answered, where it stands, and what it does."""

import io
import json
import zipfile
from datetime import UTC, date, datetime

import pytest

from tests.web import plan_worlds, report_worlds
from tests.web.people import also
from tests.web.report_worlds import AT, dean, indicators, plan, reporting

__all__ = ["dean", "indicators", "plan", "reporting"]


@pytest.fixture
def whole(reporting, units, office, rector):
    """The institution's report, approved; the humanities have figures of their own."""
    from utsyn.web.reports.actions import approve

    for year, n in ((2021, 20), (2024, 60)):
        plan_worlds.figure("abroad", units["fac-hum"], year, (n, 100))
    plan_worlds.figure("grants", units["fac-hum"], 2024, 3)
    row = report_worlds.handed_in(reporting, units["uib"], by=office)
    return approve(row, by=rector, at=AT)


def rows_of(frozen, goal: str) -> dict:
    return {row["unit"]["key"]: row for row in json.loads(frozen.text)["internal"]["units"].get(goal, [])}


def test_each_goal_has_the_answer_the_standing_and_the_measures_of_every_unit_that_has_it(whole):
    made, rows = json.loads(whole.text), rows_of(whole, "abroad")
    assert made["format"] == "utsyn-report/2"
    assert set(rows) == {"fac-hum", "fac-law", "fac-med", "fac-art"}
    answers = {key: [one["answer"] for one in row["answers"]] for key, row in rows.items()}
    assert answers == {
        "fac-hum": ["adopted"],
        "fac-law": ["declined"],
        "fac-med": ["adapted"],
        "fac-art": [""],
    }
    assert rows["fac-law"]["answers"][0]["because"] == "Law students must sit all exams here"
    assert rows["fac-med"]["answers"][0]["own_words"] == "A third of our students"
    own = rows["fac-hum"]["standing"]
    assert (own["state"]["key"], own["standings"][0]["level"]["value"]) == ("reached", "0.6")
    assert rows["fac-law"]["standing"]["state"]["key"] == "unknown"
    assert "no figure of the unit’s own" in rows["fac-law"]["standing"]["because"]["en"]
    assert (rows["fac-hum"]["measures"], rows["fac-med"]["measures"]) == ([1], [2])
    assert set(rows_of(whole, "summer-schools")) == {"fac-med"}
    kept = made["internal"]["figures"]
    assert {(one["of"]["en"], one["value"]) for one in kept if one["indicator"] == "abroad"} >= {
        ("Faculty of Humanities", "0.6")
    }
    defined = {(one["indicator"], one["version"]) for one in made["definitions"]}
    assert {(one["indicator"], one["version"]) for one in kept} <= defined


def test_it_is_read_in_all_forms_inside_and_in_none_outside(client, whole, dean, rector):
    from openpyxl import load_workbook

    from utsyn.web.reports.actions import publish_report

    client.force_login(dean)
    base, why = f"/en/reports/{whole.report_id}/frozen/1/", "Law students must sit all exams here"
    assert why in client.get(base).content.decode()
    assert why in client.get(f"{base}report.json").content.decode()
    assert client.get(f"{base}report.pdf").content.startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(client.get(f"{base}report.docx").content)) as word:
        assert why in word.read("word/document.xml").decode()
    book = load_workbook(io.BytesIO(client.get(f"{base}report.xlsx").content))
    said = {row[1].value: [cell.value for cell in row] for row in book["By unit"].iter_rows(min_row=2)}
    assert why in said["Faculty of Law"][2]
    assert said["Faculty of Humanities"][3] == "reached"
    assert "A term abroad in every programme (running)" in said["Faculty of Humanities"][5]
    publish_report(whole.report, public=True, by=rector, at=AT)
    client.logout()
    for name in ("", "report.json", "report.docx", "report.xlsx"):
        told = client.get(f"{base}{name}").content
        assert why.encode() not in told
    with zipfile.ZipFile(io.BytesIO(client.get(f"{base}report.docx").content)) as word:
        assert why not in word.read("word/document.xml").decode()


def test_the_units_are_computed_again_from_what_was_kept(client, whole, dean, monkeypatch):
    from utsyn.plans.states import State

    client.force_login(dean)
    again = f"/en/reports/{whole.report_id}/frozen/1/again/"
    assert "The same." in client.get(again).content.decode()
    from utsyn.plans import parts

    monkeypatch.setattr(
        "utsyn.plans.progress.of_part", lambda one, _i: one._replace(state=State.MISSED, others=())
    )
    assert parts
    page = client.get(again).content.decode()
    assert "Half of the students go abroad, Faculty of Humanities" in page
    assert "Faculty of Law" not in page[page.index("<main") :]


def test_an_answer_that_comes_after_one_looked_is_named_and_nothing_is_frozen(
    reporting, units, office, rector, plan
):
    from utsyn.plans.looked import looked
    from utsyn.plans.report import content
    from utsyn.web.reports.actions import approve
    from utsyn.web.reports.actions.approving import ChangedError
    from utsyn.web.reports.drafting import drafted

    row = report_worlds.handed_in(reporting, units["uib"], by=office)
    seen = looked(content(drafted(rector, row, on=date(2025, 3, 1)).basis))
    plan_worlds.reply(plan, "grants", units["fac-law"], "declined", because="No lawyer applies")
    with pytest.raises(ChangedError, match="what units answered"):
        approve(row, by=rector, at=AT, looked=seen)
    assert not row.frozen.exists()


def test_two_reports_tell_which_unit_answers_otherwise(client, whole, plan, units, office, rector, dean):
    from utsyn.web.measures.models import Assignment, Reply
    from utsyn.web.reports.actions import approve

    later = datetime(2026, 3, 1, 12, tzinfo=UTC)
    sent = Assignment.objects.get(plan=plan, goal="abroad", unit=units["fac-law"])
    Reply.objects.create(assignment=sent, answer="asked again", because="Ask again", role="office", at=later)
    Reply.objects.create(assignment=sent, answer="adopted", role="coordinator", at=later)
    sent.answer = "adopted"
    sent.save()
    office, rector = also(office, "auditor", units["uib"]), also(rector, "auditor", units["uib"])
    row = report_worlds.opened(
        plan, units, by=office, key="report-2025", since=date(2025, 1, 1), until=date(2025, 12, 31), at=later
    )
    second = approve(report_worlds.handed_in(row, units["uib"], by=office, at=later), by=rector, at=later)
    told = [line["en"] for line in json.loads(second.text)["internal"]["changes"]]
    assert any("Faculty of Law, Half of the students go abroad: answered declined" in one for one in told)
    assert "Faculty of Law" not in json.dumps(json.loads(second.text)["changes"])
    client.force_login(dean)
    page = client.get(f"/en/reports/compare/?first={whole.pk}&second={second.pk}").content.decode()
    assert "Law students must sit all exams here" in page
    assert "Faculty of Law" in page
