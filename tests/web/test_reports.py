"""A round of reporting: opened, written, handed in, sent back, approved, corrected, published; and what is refused."""

import json
from datetime import UTC, date, datetime

import pytest

from tests.web import plan_worlds, report_worlds
from tests.web.people import person
from tests.web.report_worlds import AT, WORDS, asked, dean, form, indicators, plan, report, reporting, said
from utsyn.problems import Problems
from utsyn.web.deeds import DoneError, StaleError
from utsyn.web.people.rights import NotYoursError

__all__ = ["dean", "indicators", "plan", "reporting"]


def test_opening_a_round_gives_each_unit_its_report_and_says_so_in_the_log(reporting, units):
    from utsyn.web.log import Line

    assert set(reporting.reports.values_list("unit__key", flat=True)) == {
        "fac-hum",
        "fac-law",
        "fac-med",
        "uib",
    }
    line = Line.objects.get(did="opened reporting")
    assert line.about == "plan/invented-2022"
    assert line.told["asked"]["units"] == ["fac-hum", "fac-law", "fac-med", "uib"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"due": date(2025, 1, 1)}, "before the round opens"),
        ({"until": date(2023, 12, 31)}, "ends before it begins"),
        ({"key": "Report 2024"}, "cannot be used as a key"),
        ({"title": " "}, "has no title"),
        ({"units": []}, "No unit reports"),
        ({"units": [999_999]}, "no part of this institution"),
        ({"told": asked(whole_due="2025-01-20")}, "before those that it is made from"),
        ({"told": {"fields": []}}, ""),
        ({"told": asked(questions=({"words": "How many measures have you?"},))}, "cannot be used"),
    ],
)
def test_a_round_that_cannot_be_is_refused_with_the_reason(plan, units, office, changed, expected):
    from utsyn.web.reports.models import Reporting

    with pytest.raises(Problems) as error:
        report_worlds.opened(plan, units, by=office, **changed)
    assert expected in said(error)
    assert all(problem.mend.in_("en") for problem in error.value.problems)
    assert not Reporting.objects.exists()


def test_a_round_whose_period_overlaps_another_names_the_other(plan, units, office, reporting):
    with pytest.raises(Problems) as error:
        report_worlds.opened(
            plan, units, by=office, key="half", since=date(2024, 12, 31), until=date(2025, 6, 30)
        )
    assert "overlaps that of “Follow-up report 2024”" in said(error)
    after = report_worlds.opened(
        plan, units, by=office, key="next", since=date(2025, 1, 1), until=date(2025, 12, 31)
    )
    assert after.pk != reporting.pk


def test_a_unit_that_has_ended_by_the_day_names_the_one_that_it_became_a_part_of(plan, units, office):
    law = units["fac-law"]
    law.ended, law.successor = date(2025, 2, 1), units["fac-soc"]
    law.save()
    with pytest.raises(Problems) as error:
        report_worlds.opened(plan, units, by=office)
    assert said(error) == "Faculty of Law ends on 1 February 2025"
    assert "Faculty of Social Sciences" in error.value.problems[0].mend.in_("en")


def test_a_unit_reports_once_and_the_second_time_is_led_to_its_report(reporting, units, office, client):
    from utsyn.web.reports.actions import add_unit
    from utsyn.web.reports.actions.deeds import TwiceError

    with pytest.raises(TwiceError) as error:
        add_unit(reporting, unit=units["fac-hum"].pk, by=office, at=AT)
    assert error.value.report == report(reporting, units["fac-hum"]).pk
    assert "Faculty of Humanities has a report" in said(error)
    made = add_unit(reporting, unit=units["fac-art"].pk, by=office, at=AT)
    assert made.state == "draft"
    reporting.refresh_from_db()
    assert "fac-art" in reporting.told["units"]
    client.force_login(office)
    answer = client.post(f"/en/reporting/{reporting.key}/add/", {"unit": "fac-hum", "form": form()})
    assert answer.status_code == 422
    assert f"/en/reports/{error.value.report}/" in answer.content.decode()


def test_a_report_is_written_handed_in_sent_back_with_a_reason_and_handed_in_again(
    reporting, units, dean, office
):
    from utsyn.web.letters.models import Letter
    from utsyn.web.reports.actions import hand_in, send_back, write

    row = report_worlds.handed_in(reporting, units["fac-hum"], by=dean)
    with pytest.raises(Problems, match="handed in"):
        write(row, told=WORDS, by=dean, at=AT)
    with pytest.raises(Problems, match="No reason is given"):
        send_back(row, because=" ", by=office, at=AT)
    with pytest.raises(NotYoursError):
        send_back(row, because="No", by=dean, at=AT)
    row = send_back(row, because="Say more of exams", by=office, at=AT)
    assert row.state == "sent back"
    assert row.told["sent_back"] == "Say more of exams"
    letter = Letter.objects.get(to=dean, key__contains="sent-back")
    assert "Say more of exams" in letter.body
    row = write(row, told=WORDS, by=dean, at=AT)
    assert row.told["sent_back"] == "Say more of exams"  # stays until it is handed in anew
    assert hand_in(row, by=dean, at=AT).state == "handed in"


def test_what_nobody_asked_for_is_refused_by_name(plan, units, office, dean):
    from utsyn.web.reports.actions import write

    row = report_worlds.opened(plan, units, by=office, told={"fields": ["overall"]})
    with pytest.raises(Problems) as error:
        write(report(row, units["fac-hum"]), told=WORDS, by=dean, at=AT)
    assert "“How the unit judges its progress” is not asked for" in said(error)
    assert "“Figures of one’s own” is not asked for" in said(error)


def test_nobody_writes_over_another_nor_twice_with_one_form_nor_before_the_round_opens(
    reporting, units, dean
):
    from utsyn.web.reports.actions import write

    row, once = report(reporting, units["fac-hum"]), form()
    first = write(row, told=WORDS, by=dean, at=AT, seen=1, form=once)
    with pytest.raises(DoneError):
        write(row, told={"overall": "Again"}, by=dean, at=AT, seen=first.version, form=once)
    with pytest.raises(StaleError):
        write(row, told={"overall": "Over it"}, by=dean, at=AT, seen=1, form=form())
    with pytest.raises(Problems, match="opens on"):
        write(row, told=WORDS, by=dean, at=datetime(2025, 1, 10, tzinfo=UTC))
    row.refresh_from_db()
    assert row.told["overall"] == WORDS["overall"]


def test_a_unit_s_report_is_its_head_s_to_approve_and_the_institution_s_the_leadership_s(
    reporting, units, dean, office, rector
):
    from utsyn.web.reports.actions import approve, may_approve

    ours = report_worlds.handed_in(reporting, units["fac-hum"], by=dean)
    whole = report_worlds.handed_in(reporting, units["uib"], by=office)
    other = person("coordinator", units["fac-law"])
    head = person("department", units["dep-history"])
    assert [may_approve(one, ours) for one in (dean, rector, office, other, head)] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert [may_approve(one, whole) for one in (dean, rector, office)] == [False, True, False]
    with pytest.raises(NotYoursError):
        approve(ours, by=office, at=AT)
    with pytest.raises(NotYoursError):
        approve(whole, by=dean, at=AT)
    made = json.loads(approve(whole, by=rector, at=AT).text)
    assert made["approved"]["role"]["nb"] == "ledelse"
    assert {goal["key"]: goal["state"]["key"] for goal in made["goals"]} == {
        **plan_worlds.STATES,
        "language-rules": "missed",
    }


def test_approving_twice_freezes_once(reporting, units, dean):
    from utsyn.web.reports.actions import approve

    row, once = report_worlds.handed_in(reporting, units["fac-hum"], by=dean), form()
    approve(row, by=dean, at=AT, form=once)
    with pytest.raises(DoneError):
        approve(row, by=dean, at=AT, form=once)
    with pytest.raises(Problems, match="approved already, as number 1"):
        approve(row, by=dean, at=AT, form=form())
    assert row.frozen.count() == 1


def test_a_report_is_not_approved_before_it_is_handed_in_nor_while_a_figure_in_it_is_computed_anew(
    reporting, units, dean
):
    from utsyn.web.indicators.models import Recomputing
    from utsyn.web.reports.actions import approve

    with pytest.raises(Problems, match="not handed in yet"):
        approve(report(reporting, units["fac-hum"]), by=dean, at=AT)
    row = report_worlds.handed_in(reporting, units["fac-hum"], by=dean)
    elsewhere = Recomputing.objects.create(indicator="grants", since=AT)
    Recomputing.objects.create(indicator="abroad", since=AT)
    with pytest.raises(Problems) as error:
        approve(row, by=dean, at=AT)
    assert said(error) == "Figures in this report are being computed anew: The students"
    Recomputing.objects.exclude(pk=elsewhere.pk).delete()
    assert approve(row, by=dean, at=AT).number == 1  # grants are in no goal of theirs


def test_a_figure_that_came_after_the_draft_was_looked_at_is_named_and_nothing_is_frozen(
    reporting, units, dean
):
    from utsyn.plans import looked
    from utsyn.plans.report import content
    from utsyn.web.reports.actions import approve
    from utsyn.web.reports.drafting import drafted

    row = report_worlds.handed_in(reporting, units["fac-hum"], by=dean)
    seen = looked.looked(content(drafted(dean, row, on=AT.date()).basis))
    plan_worlds.figure("abroad", units["uib"], 2023, (400, 1000), known="2025-02-28", provider="survey")
    with pytest.raises(Problems) as error:
        approve(row, by=dean, at=AT, looked=seen)
    assert said(error).startswith("Figures have changed since you looked: figures of “The students”")
    assert not row.frozen.exists()
    fresh = looked.looked(content(drafted(dean, row, on=AT.date()).basis))
    assert approve(row, by=dean, at=AT, looked=fresh).number == 1


def test_a_correction_is_a_new_number_and_the_first_stays(reporting, units, dean):
    from utsyn.web.reports.actions import approve, correct, write

    row = report_worlds.handed_in(reporting, units["fac-hum"], by=dean)
    first = approve(row, by=dean, at=AT)
    row.refresh_from_db()
    with pytest.raises(Problems, match="approved and frozen"):
        write(row, told=WORDS, by=dean, at=AT)
    correct(row, because="A wrong word", by=dean, at=AT)
    write(row, told={**WORDS, "overall": "A very good year."}, by=dean, at=AT)
    second = approve(row, by=dean, at=AT)
    assert (first.number, second.number) == (1, 2)
    assert json.loads(second.text)["approved"]["because"] == "A wrong word"
    text, sha256 = first.text, first.sha256
    first.refresh_from_db()
    assert (first.text, first.sha256) == (text, sha256)
    assert json.loads(first.text)["overall"] == WORDS["overall"]


def test_the_next_report_tells_what_has_changed_since_the_last(reporting, units, dean, office, plan):
    from utsyn.web.measures.models import Measure
    from utsyn.web.reports.actions import approve

    approve(report_worlds.handed_in(reporting, units["fac-hum"], by=dean), by=dean, at=AT)
    after = report_worlds.opened(
        plan, units, by=office, key="report-2025", since=date(2025, 1, 1), until=date(2025, 12, 31)
    )
    plan_worlds.figure("abroad", units["uib"], 2025, (520, 1000), known="2026-02-01")
    row = Measure.objects.get(number=1)
    row.told, row.version = {**row.told, "status": "done"}, 2
    row.save()
    later = datetime(2026, 3, 1, 12, tzinfo=UTC)
    second = approve(report_worlds.handed_in(after, units["fac-hum"], by=dean, at=later), by=dean, at=later)
    changes = json.loads(second.text)["changes"]
    lines = [line["en"] for line in changes["lines"]]
    assert "Half of the students go abroad: from behind to reached" in lines
    assert "Measure 1, A term abroad in every programme: from running to done" in lines
    assert changes["day"]["en"] == "1 March 2025"


def test_reminders_come_once_to_who_answers_and_stop_when_it_is_handed_in(reporting, units, dean, office):
    from utsyn.web.letters.models import Letter
    from utsyn.web.reports.reminders import remind

    def on(day: str) -> datetime:
        return datetime.fromisoformat(f"{day}T09:00+00:00")

    assert remind(at=on("2025-03-07")) == 0
    assert remind(at=on("2025-03-08")) == 1
    assert remind(at=on("2025-03-08")) == 0
    assert remind(at=on("2025-03-16")) == 1  # the day before was slept through
    assert [letter.to_id for letter in Letter.objects.filter(key__startswith="reporting:")] == [dean.pk] * 2
    late = Letter.objects.filter(key__startswith="reporting:").latest("pk")
    assert "/nb/reports/" in late.body
    report_worlds.handed_in(reporting, units["fac-hum"], by=dean)
    assert remind(at=on("2025-03-23")) == 0
    assert remind(at=on("2025-04-14")) == 1  # the institution's report is the office's to write
    assert Letter.objects.filter(key__startswith="reporting:").latest("pk").to_id == office.pk


def test_a_closed_round_reminds_nobody_and_takes_no_more_reports(reporting, units, dean, office):
    from utsyn.web.reports.actions import add_unit, close_reporting, write
    from utsyn.web.reports.reminders import remind

    close_reporting(reporting, by=office, at=AT)
    assert remind(at=datetime(2025, 3, 14, 9, tzinfo=UTC)) == 0
    with pytest.raises(Problems, match="was closed"):
        write(report(reporting, units["fac-hum"]), told=WORDS, by=dean, at=AT)
    with pytest.raises(Problems, match="was closed"):
        add_unit(reporting, unit=units["fac-art"].pk, by=office, at=AT)
