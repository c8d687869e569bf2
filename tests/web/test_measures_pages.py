"""The pages of what units do: who sees what, what was typed is kept, and a long list costs no more questions than a short one."""

import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.web.measure_worlds import AT, ON, merged, world
from tests.web.rounds import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.once]
KEY = "invented-2026"
HIDDEN = "Not agreed with the union yet"
FULL = {
    "what": "A week for all", "budget": "150000", "budget_from": "Own money", "note": HIDDEN, "responsible": "Head of studies",
    "tasks": [{"what": "Book rooms", "due": "2026-09-01"}], "since": "2026-08-01",
}  # fmt: skip


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


def client(user=None):
    made = Client(headers={"accept-language": "en"})
    if user:
        made.force_login(user, backend=BACKEND)
    return made


def at(name, *args, **query):
    return "/en" + reverse(f"measures:{name}", args=args, urlconf="utsyn.web.urls")[3:] + "".join(
        f"?{key}={value}" for key, value in query.items()
    )  # fmt: skip


def text(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


EVERYTHING = (
    ("work",), ("assignment", 1), ("cascade", KEY), ("list", KEY), ("unit", KEY, "dep-public-law"), ("unit", KEY, "fac-law"),
    ("new", KEY), ("measure", KEY, 1), ("edit", KEY, 1), ("send", KEY, "abroad"),
)  # fmt: skip


def addresses(row):
    return [
        at(name, *(row.pk if part == 1 and name == "assignment" else part for part in rest))
        for name, *rest in EVERYTHING
    ]


def test_each_page_is_for_those_inside_and_strangers_are_sent_to_sign_in(here):
    row = here.sent("abroad", "dep-public-law", due=ON)
    here.told(**FULL)
    codes = {
        name: [client(user).get(address).status_code for address in addresses(row)]
        for name, user in (
            ("office", here.office),
            ("head", here.head),
            ("rector", here.rector),
            ("nobody", None),
        )
    }
    assert codes["office"] == [200] * 10
    assert codes["head"] == [200] * 9 + [403]  # a department sends nothing on
    assert codes["rector"] == [403, 200, 200, 200, 200, 200, 403, 200, 403, 403]
    assert codes["nobody"] == [302, 302, 302, 404, 404, 404, 302, 404, 302, 302]  # the plan is not public


def test_the_public_reads_titles_units_goals_and_status_and_nothing_that_is_said_inside():
    here = world(public=True)
    row = here.sent("abroad", "dep-public-law", asked="How many?")
    here.told(**FULL)
    for address in (at("list", KEY), at("measure", KEY, 1), at("unit", KEY, "dep-public-law")):
        shown = text(client().get(address))
        assert "Exchange week" in shown
        for hidden in (
            HIDDEN,
            "150",
            "Own money",
            "Head of studies",
            "Book rooms",
            "How many?",
            f"/assignments/{row.pk}/",
        ):
            assert hidden not in shown, (address, hidden)
    book = load_workbook(io.BytesIO(client().get(at("selection", KEY)).content)).active
    assert [cell.value for cell in book[1]] == ["Number", "Title", "Unit", "Status", "Goals"]
    assert client().post(at("measure", KEY, 1), {"do": "retire", "because": "x"}).status_code == 403


def test_what_was_typed_is_kept_when_an_answer_is_refused_and_then_it_goes_through(here):
    row = here.sent()
    head, page = client(here.head), at("assignment", row.pk)
    form = {"do": "reply", "answer": "declined", "own_words": "", "because": " ", "version": "1", "form": "a"}
    refused = head.post(page, form)
    assert refused.status_code == 422
    assert "No reason is given" in refused.content.decode()
    assert 'value="declined" checked' in refused.content.decode()
    assert head.post(page, {**form, "because": "No capacity"}).status_code == 303
    assert head.post(page, {**form, "because": "No capacity"}).status_code == 303  # sent twice: done once
    assert row.replies.count() == 1
    stale = head.post(page, {**form, "form": "b", "because": "Never mind"})
    assert stale.status_code == 409
    assert "Never mind" in stale.content.decode()


def test_the_office_sends_a_goal_and_says_what_comes_of_the_answers(here, actions):
    office = client(here.office)
    nobody = office.post(at("send", KEY, "abroad"), {"asked": "How many?", "due": "soon", "form": "a"})
    assert nobody.status_code == 422
    assert "How many?" in nobody.content.decode()
    sent = {"units": ["fac-law", "dep-public-law"], "asked": "How many?", "due": "2026-12-20", "form": "b"}
    assert office.post(at("send", KEY, "abroad"), sent).status_code == 303
    row = here.plan.assignments.get(unit__key="dep-public-law")
    actions.reply(row, "declined", "", "No capacity", by=here.head, at=AT)
    assert "No capacity" in text(office.get(at("work")))
    form = {"do": "settle", "answer": "asked again", "because": "One?", "version": "2", "form": "c"}
    assert office.post(at("assignment", row.pk), form).status_code == 303
    assert "One?" in text(client(here.head).get(at("work")))
    assert (
        office.post(
            at("assignment", row.pk), {"do": "take-back", "because": "Enough", "form": "d", "version": "3"}
        ).status_code
        == 303
    )
    assert "Enough" in text(client(here.head).get(at("assignment", row.pk)))


def form_of(**told):
    """A measure as a browser sends it."""
    return {
        "title": "Exchange week",
        "goals": ["abroad"],
        "status": "running",
        "currency": "NOK",
        "budget": "150 000",
        **told,
    }


def test_a_measure_is_told_changed_and_retired_on_its_pages(here):
    head = client(here.head)
    page = at("new", KEY)
    more = head.post(page, form_of(unit="dep-public-law", do="add:tasks"))
    assert 'name="tasks[0].what"' in text(more)
    assert 'value="abroad" checked' in text(more)
    wrong = head.post(page, form_of(unit="dep-public-law", depends_on="9", form="a"))
    assert wrong.status_code == 422
    assert 'href="#depends_on"' in wrong.content.decode()
    assert "150 000" in wrong.content.decode()
    assert head.post(page, form_of(unit="fac-hum", form="b")).status_code == 422  # not hers
    task = {"tasks[0].what": "Book rooms", "tasks[0].due": "2026-09-01"}
    assert head.post(page, form_of(unit="dep-public-law", form="c", **task)).status_code == 303
    row = here.plan.measures.get()
    assert (row.told["budget"], row.told["tasks"][0]["what"]) == ("150000", "Book rooms")
    assert "Book rooms" in text(head.get(at("work")))
    assert head.post(at("measure", KEY, 1), {"do": "done:0", "version": "1", "form": "d"}).status_code == 303
    edited = head.post(at("edit", KEY, 1), form_of(title="Fortnight", version="1", form="e"))
    assert edited.status_code == 409
    assert "Fortnight" in edited.content.decode()
    assert head.post(at("edit", KEY, 1), form_of(title="Fortnight", version="2", form="f")).status_code == 303
    assert "Version 3" in text(head.get(at("measure", KEY, 1)))
    assert (
        head.post(
            at("measure", KEY, 1), {"do": "retire", "because": " ", "version": "3", "form": "g"}
        ).status_code
        == 422
    )
    assert (
        head.post(
            at("measure", KEY, 1), {"do": "retire", "because": "Twice", "version": "3", "form": "h"}
        ).status_code
        == 303
    )
    assert "Fortnight" not in text(head.get(at("list", KEY)))
    assert "Twice" in text(head.get(at("measure", KEY, 1)))


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


def test_who_answers_for_units_finds_her_work_in_the_navigation_and_others_do_not(here):
    for user, there in (
        (here.head, True),
        (here.coordinator, True),
        (here.office, True),
        (here.rector, False),
    ):
        assert (f'href="{at("work")}"' in text(client(user).get("/en/calls/"))) is there
