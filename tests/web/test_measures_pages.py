"""The pages of what units do: who sees what, and what was typed is kept whatever happens."""

import io

import pytest
from openpyxl import load_workbook

from tests.web.measure_worlds import AT, FULL, HIDDEN, KEY, ON, at, client, text, world

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
            "150,000",
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
    long = {**form, "form": "c", "version": "2", "because": "x" * 4_001}
    cut = head.post(page, long)
    assert (cut.status_code, "x" * 4_001 in cut.content.decode()) == (422, True)  # refused, and not cut
    assert row.replies.count() == 1


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


def test_who_answers_for_units_finds_her_work_in_the_navigation_and_others_do_not(here):
    for user, there in (
        (here.head, True),
        (here.coordinator, True),
        (here.office, True),
        (here.rector, False),
    ):
        assert (f'href="{at("work")}"' in text(client(user).get("/en/calls/"))) is there
