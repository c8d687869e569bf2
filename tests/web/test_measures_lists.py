"""Pages as of a day, of units that were merged, and long ones: they say so, and cost no more questions than short ones."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from tests.web.measure_worlds import AT, FULL, KEY, ON, at, client, merged, text, world

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The day of the world, and not the day of the machine."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: AT)


@pytest.fixture
def here(db):
    return world()


@pytest.fixture
def actions():
    from utsyn.web.measures import actions

    return actions


def test_a_page_as_of_an_earlier_day_shows_what_was_told_and_said_by_then(here, actions):
    before = AT - timedelta(days=10)
    row = here.sent("abroad", at=before)
    measure = actions.tell(
        here.plan,
        here.units["dep-public-law"],
        {"title": "Old title", "goals": ["abroad"]},
        by=here.head,
        at=before,
    )
    actions.reply(row, "declined", "", "No capacity", by=here.head, at=AT)
    actions.change(measure, {"title": "New title", "goals": ["courses"]}, by=here.head, at=AT)
    head, then = client(here.head), (ON - timedelta(days=5)).isoformat()
    for address in (
        at("list", KEY, on=then),
        at("unit", KEY, "dep-public-law", on=then),
        at("measure", KEY, 1, on=then),
    ):
        shown = text(head.get(address))
        assert "Old title" in shown, address
        assert "New title" not in shown, address
        assert "This is how it stood on" in shown, address
    assert "No capacity" not in text(head.get(at("assignment", row.pk, on=then)))
    assert head.get(at("measure", KEY, 1, on="2026-10-01")).status_code == 404
    assert head.get(at("list", KEY, on="2026-12-01")).status_code == 400


def test_what_a_merged_unit_said_and_does_stands_with_its_successor_and_the_pages_say_so(here):
    row = here.sent("abroad", "dep-private-law")
    here.told("Moot court", unit="dep-private-law")
    merged(here)
    head = client(here.head)
    assert f"/assignments/{row.pk}/" in text(head.get(at("work")))
    successor = text(head.get(at("unit", KEY, "dep-public-law")))
    assert "Moot court" in successor
    assert "merged since" in successor
    assert "followed there" in text(head.get(at("unit", KEY, "dep-private-law")))
    assert "Moot court" in text(head.get(at("list", KEY, unit="dep-public-law")))
    assert "merged since" in text(client(here.office).get(at("cascade", KEY, unit="fac-law")))


def test_the_list_is_narrowed_added_up_by_currency_and_says_what_is_not_known(here):
    here.told("Exchange week", **FULL)
    here.told("Moot court", unit="dep-history", goals=["courses"], budget="10.50", currency="EUR")
    here.told("Film night", unit="dep-history", goals=["courses"], status="done")
    head = client(here.head)
    for question, titles in (
        ({"q": "MOOT"}, {"Moot court"}), ({"goal": "courses"}, {"Moot court", "Film night"}), ({"unit": "fac-law"}, {"Exchange week"}),
        ({"status": "done"}, {"Film night"}), ({"overdue": "1"}, {"Exchange week"}), ({"q": "nothing"}, set()),
    ):  # fmt: skip
        shown = text(head.get(at("list", KEY), question))
        assert {
            title for title in ("Exchange week", "Moot court", "Film night") if title in shown
        } == titles, question
    shown = text(head.get(at("list", KEY)))
    assert "NOK 150,000" in shown
    assert "EUR 10.50" in shown
    assert "source not known" in shown
    book = load_workbook(io.BytesIO(head.get(at("selection", KEY), {"q": "moot"}).content)).active
    assert [cell.value for cell in book[2]][1:4] == ["Moot court", "Department of History", "planned"]


def test_two_hundred_measures_and_goals_sent_to_all_cost_no_more_questions_than_three(here):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    pages = [
        at("work"),
        at("list", KEY),
        at("cascade", KEY),
        at("unit", KEY, "dep-public-law"),
        at("send", KEY, "abroad"),
    ]
    office = client(here.office)

    def asked():
        office.get(pages[0])
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert office.get(page).status_code == 200
            found.append(len(queries))
        return found

    here.sent("abroad", "dep-public-law", "fac-law")
    here.told(**FULL)
    few = asked()
    fill(here, 200)
    many = asked()
    assert many == few
    assert max(many) <= 16
    assert "page 1 of 5" in text(office.get(pages[1]))


def fill(here, n):
    """Put so many measures and goals sent to every unit straight into the tables."""
    from utsyn.web.measures.models import Assignment, Measure

    units = [unit for key, unit in here.units.items() if key not in ("uib", "dep-public-law")]
    rows = [
        Measure(plan=here.plan, unit=units[k % 20], number=k + 2, title=f"M{k}", status="planned", made_at=AT, changed_at=AT,
                told={"title": f"M{k}", "goals": ["abroad"], "tasks": [{"what": "x", "due": "2026-01-02"}]})
        for k in range(n)
    ]  # fmt: skip
    Measure.objects.bulk_create(rows)
    Assignment.objects.bulk_create(
        Assignment(plan=here.plan, unit=unit, goal=goal, at=AT, due=date(2026, 11, 1))
        for unit in units for goal in ("courses", "funding")
    )  # fmt: skip


def test_a_measure_in_brief_says_the_same_as_the_whole(here):
    from utsyn.web.measures import facts, queries
    from utsyn.web.plans.queries import held

    row = here.told("Exchange week", **FULL)
    here.told("Moot court", unit="dep-history", goals=["courses", "funding"], budget="0.10", currency="EUR", status="running",
              tasks=[{"what": "a", "due": "2026-01-01", "done": "2026-02-01"}, {"what": "b"}, {"what": "c", "due": "2026-11-26"}])  # fmt: skip
    here.told("Film night", status="stopped", tasks=[{"what": "a", "due": "2026-01-01"}])
    for inside in (True, False):
        plan = held(here.head, KEY, on=ON)._replace(inside=inside)
        whole = queries.measures(here.head, plan, today=True)
        brief = queries.briefs(here.head, plan, today=True)
        assert len(whole) == len(brief) == 3
        for one, told in zip(brief, (then.told for then in whole), strict=True):
            assert one[2:10] == (told.title, told.what, told.responsible, list(told.goals), told.status, told.budget, told.currency, told.budget_from)  # fmt: skip
            assert one.overdue(on=ON) == bool(told.overdue(on=ON))
    assert facts.brief(1, 2, {"title": "A", "goals": ["a"]}, inside=True)[6:9] == ("planned", None, "NOK")
    assert row.number == 1


def test_words_that_only_those_inside_may_read_find_nothing_for_others(here):
    from utsyn.web.measures import listing, queries
    from utsyn.web.plans.queries import held

    here.told("Exchange week", **FULL)
    plan = held(here.head, KEY, on=ON)
    for inside, n in ((True, 1), (False, 0)):
        brief = queries.briefs(here.head, plan._replace(inside=inside), today=True)
        tree = queries.units(here.head, plan)
        for asked in (
            listing.Sought("week for all"),
            listing.Sought("head of studies"),
            listing.Sought(overdue=True),
        ):
            assert len(listing.found(brief, asked, tree=tree, on=ON).everything) == n


def test_the_cascade_is_paged_and_narrowed_and_its_address_keeps_both(here, monkeypatch):
    from utsyn.web.measures import cascading

    monkeypatch.setattr(cascading, "PAGE", 2)
    here.sent("abroad", "fac-law", "fac-hum")
    late = here.sent("funding", "dep-history")
    here.plan.assignments.filter(pk=late.pk).update(due=ON - timedelta(days=3))
    office = client(here.office)
    first, second = text(office.get(at("cascade", KEY))), text(office.get(at("cascade", KEY), {"page": "2"}))
    titles = ("More students abroad", "Courses in English", "More money from abroad")
    assert [one in first for one in titles] == [True, True, False]
    assert [one in second for one in titles] == [False, False, True]
    assert 'href="?page=2"' in first
    assert "page 1 of 2" in first
    assert "page 2 of 2" in text(office.get(at("cascade", KEY), {"page": "9"}))
    # who has just sent a goal comes to the page that it is on
    assert "More money from abroad" in text(office.get(at("cascade", KEY), {"sent": "funding"}))
    for state, found in (
        ("waiting", [True, False, True]), ("late", [False, False, True]), ("nobody", [False, True, False]),
        ("declined", [False, False, False]), ("no-such-state", [True, True, False]),
    ):  # fmt: skip
        shown = text(office.get(at("cascade", KEY), {"state": state}))
        assert [one in shown for one in titles] == found, state
    narrowed = text(office.get(at("cascade", KEY), {"unit": "fac-law", "state": "waiting"}))
    assert [one in narrowed for one in titles] == [True, False, False]
    assert f"/assignments/{late.pk}/" not in narrowed
    assert "Show all goals" in text(office.get(at("cascade", KEY), {"state": "declined"}))
    before = (ON - timedelta(days=1)).isoformat()
    asked = text(office.get(at("cascade", KEY), {"on": before, "state": "nobody"}))
    assert f"&amp;state=nobody&amp;on={before}" in asked
    assert f"state=nobody&amp;on={before}&amp;page=2" in asked
