"""The pages of the annual wheel and of reports: who sees what, forms that keep what was typed, and the whole way round."""

import re

import pytest

from tests.web import plan_worlds, report_worlds
from tests.web.people import person
from tests.web.report_worlds import AT, dean, form, indicators, plan, report, reporting

__all__ = ["dean", "indicators", "plan", "reporting"]


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the last form of a page that has a seen version."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def form_of(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form with an action."""
    begin = page.index(f'action="{action}"')
    return hidden(page[begin : page.index("</form>", begin)])


def typed_of(**changed) -> dict:
    """A form that opens a round, as an office would have typed it."""
    return {
        "title": "Follow-up report 2024", "key": "report-2024", "since": "2024-01-01", "until": "2024-12-31",
        "opens": "2025-01-15", "due": "2025-03-15", "whole_due": "", "units": ["uib", "fac-hum"],
        "fields": ["assessment", "overall"], "questions[0].words": "Which partner surprised you?",
        "questions[0].because": "Surprise stands in no register", "form": form(), **changed,
    }  # fmt: skip


def test_the_office_opens_a_round_and_reads_why_each_field_is_asked_for(client, plan, office):
    client.force_login(office)
    new = f"/en/plans/{plan.key}/reporting/new/"
    page = client.get(new).content.decode()
    assert "No register holds what hinders the work" in page
    assert "Never asked for, because the house knows it" in page
    assert client.post(new, typed_of()).status_code == 303
    page = client.get("/en/reporting/report-2024/").content.decode()
    assert "Surprise stands in no register" in page
    wheel = client.get(f"/en/plans/{plan.key}/reporting/").content.decode()
    assert "2 reports are left to approve" in wheel
    assert 'role="img"' in wheel
    calendar = client.get(f"/en/plans/{plan.key}/reporting/reporting.ics").content.decode()
    assert "DTSTART;VALUE=DATE:20250315" in calendar
    assert calendar.count("BEGIN:VEVENT") == 2


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"due": "2025-01-01"}, "due", "before the round opens"),
        ({"since": "31.12.2024"}, "since", "Write a date that exists"),
        ({"fields": []}, "fields", "Nothing is asked for"),
        ({"questions[0].because": ""}, "questions-0-because", "Say why the house cannot know the answer"),
        ({"units": []}, "units", "No unit reports"),
    ],
)
def test_a_form_that_cannot_be_keeps_what_was_typed_and_says_where(
    client, plan, office, changed, field, words
):
    client.force_login(office)
    answer = client.post(f"/en/plans/{plan.key}/reporting/new/", typed_of(**changed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in page
    assert f'id="{field}"' in page
    assert words in page
    assert "Which partner surprised you?" in page


def test_a_unit_writes_and_a_fault_keeps_every_word(client, reporting, units, dean):
    client.force_login(dean)
    row = report(reporting, units["fac-hum"])
    edit = f"/en/reports/{row.pk}/edit/"
    page = client.get(edit).content.decode()
    assert "A term abroad in every programme" in page  # what the house knows is shown
    assert 'name="measures' not in page
    written = {
        "overall": "A good year\x00.", "goals.abroad.assessment": "Slow.", "figures[0].what": "Guests", "figures[0].value": "1 2,5",
        "seen": "1", "form": form(),
    }  # fmt: skip
    answer = client.post(edit, written)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 2,5" in page
    assert "A good year." in page
    assert 'aria-invalid="true"' in page
    row.refresh_from_db()
    assert row.told == {}
    full = {
        "figures[0].value": "1 200",
        "figures[0].period": "2024",
        "figures[0].source": "List",
        "figures[0].method": "Counted",
    }
    assert client.post(edit, {**written, **full}).status_code == 303
    row.refresh_from_db()
    assert row.told["figures"][0]["value"] == "1200"
    assert row.told["overall"] == "A good year."
    stale = client.post(edit, {**written, **full, "overall": "Over it", "form": form()})
    assert stale.status_code == 422
    assert "Somebody else has changed this" in stale.content.decode()
    assert "Over it" in stale.content.decode()
    # she sees what was saved meanwhile, and may save hers over it
    assert "It says now" in stale.content.decode()
    assert "Save mine over it" in stale.content.decode()
    row.refresh_from_db()
    assert f'name="seen" value="{row.version}"' in stale.content.decode()
    over = {**written, **full, "overall": "Over it", "form": form(), "seen": str(row.version)}
    assert client.post(edit, over).status_code == 303


def test_a_number_is_read_as_it_is_typed_in_the_language_of_the_page(client, reporting, units, dean):
    client.force_login(dean)
    row = report(reporting, units["fac-hum"])
    told = {"figures[1].what": "Guests", "figures[1].period": "2024", "figures[1].source": "List", "figures[1].method": "Counted",
            "figures[0].what": "", "seen": "1"}  # fmt: skip
    wrong = client.post(f"/nb/reports/{row.pk}/edit/", {**told, "figures[1].value": "1.200", "form": form()})
    assert wrong.status_code == 422  # thousands or parts of one: nobody knows
    assert 'href="#figures-1-value"' in wrong.content.decode()
    right = client.post(f"/nb/reports/{row.pk}/edit/", {**told, "figures[1].value": "12,5", "form": form()})
    assert right.status_code == 303
    row.refresh_from_db()
    assert row.told["figures"][0]["value"] == "12.5"


def test_what_was_written_of_a_goal_that_was_taken_back_meanwhile_is_kept(client, reporting, plan, units):
    from utsyn.web.measures.models import Assignment

    client.force_login(report_worlds.coordinator(units["fac-law"]))
    row = report(reporting, units["fac-law"])
    edit = f"/en/reports/{row.pk}/edit/"
    assert 'name="goals.abroad.assessment"' in client.get(edit).content.decode()
    Assignment.objects.filter(plan=plan, unit=units["fac-law"]).update(withdrawn_at=AT)
    told = {
        "goals.abroad.assessment": "Two days of work.",
        "goals.nothing.needs": "x",
        "seen": "1",
        "form": form(),
    }
    assert client.post(edit, told).status_code == 303
    row.refresh_from_db()
    assert row.told["goals"] == {"abroad": {"assessment": "Two days of work.", "obstacles": "", "needs": ""}}
    assert client.post(edit, {"overall": "More", "seen": "2", "form": form()}).status_code == 303
    row.refresh_from_db()
    assert row.told["goals"]["abroad"]["assessment"] == "Two days of work."


def test_a_report_goes_its_whole_way_through_the_pages(client, reporting, units, dean, office):
    row = report_worlds.handed_in(reporting, units["fac-hum"], by=dean)
    base = f"/en/reports/{row.pk}/"
    client.force_login(office)
    sent = form_of(client.get(base).content.decode(), f"{base}send-back/")
    refused = client.post(f"{base}send-back/", {**sent, "because": "  "})
    assert refused.status_code == 422
    assert (
        client.post(f"{base}send-back/", {**sent, "because": "Say more", "form": form()}).status_code == 303
    )
    client.force_login(dean)
    page = client.get(base).content.decode()
    assert "Say more" in page
    assert client.post(f"{base}hand-in/", form_of(page, f"{base}hand-in/")).status_code == 303
    approve = form_of(client.get(base).content.decode(), f"{base}approve/")
    plan_worlds.figure("abroad", units["uib"], 2023, (400, 1000), known="2025-02-28", provider="survey")
    late = client.post(f"{base}approve/", approve)
    assert late.status_code == 422
    assert "Figures have changed since you looked" in late.content.decode()
    approve = form_of(late.content.decode(), f"{base}approve/")
    done = client.post(f"{base}approve/", {**approve, "form": form()})
    assert done.url == f"{base}frozen/1/"
    assert "Frozen and unchanged" in client.get(done.url).content.decode()
    correct = form_of(client.get(base).content.decode(), f"{base}correct/")
    assert client.post(f"{base}correct/", {**correct, "because": "A slip"}).status_code == 303
    assert "Being corrected" in client.get(base).content.decode()


def test_who_may_see_and_do_what(client, reporting, units, dean, office, rector, plan):
    row = report(reporting, units["fac-hum"])
    base, wheel = f"/en/reports/{row.pk}/", f"/en/plans/{plan.key}/reporting/"
    assert client.get(base).status_code == 404
    assert client.get(wheel).status_code == 302
    other = report_worlds.coordinator(units["fac-law"])
    client.force_login(other)
    assert client.get(base).status_code == 404
    page = client.get(wheel).content.decode()
    assert "Faculty of Humanities" in page  # who reports is no secret
    assert base not in page
    assert client.get(f"{wheel}new/").status_code == 403
    assert client.post(f"/en/reporting/{reporting.key}/close/", {"form": form()}).status_code == 403
    client.force_login(rector)
    assert client.get(base).status_code == 200
    for name in ("edit", "hand-in", "correct"):
        assert client.post(f"{base}{name}/", {"form": form(), "seen": 1, "because": "x"}).status_code == 403
    client.force_login(person("auditor", units["uib"]))
    assert client.get(base).status_code == 200
    for name in ("approve", "publish", "send-back"):
        assert client.post(f"{base}{name}/", {"form": form(), "seen": 1, "because": "x"}).status_code == 403


def test_a_page_asks_as_many_questions_for_three_goals_and_measures_as_for_thirty(
    client, reporting, units, dean, plan, django_assert_max_num_queries
):
    client.force_login(dean)
    address = f"/en/reports/{report(reporting, units['fac-hum']).pk}/"
    client.get(address)
    with django_assert_max_num_queries(24) as few:
        client.get(address)
    for n in range(30):
        plan_worlds.measure(plan, units["fac-hum"], 100 + n, "grants", "guests")
    with django_assert_max_num_queries(len(few)):
        page = client.get(address).content.decode()
    assert "Measure 129" in page
    assert AT.year == 2025
