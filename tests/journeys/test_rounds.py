"""Rounds as people meet them: every page for everyone, with the keyboard alone, without JavaScript, on a small telephone."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.browser import assert_fits, unfold
from tests.web.conftest import russia_out
from tests.web.rounds import BACKEND, World
from tests.web.worlds import at_clock

LANGUAGES = ("nb", "nn", "en")
SMALL = {"width": 320, "height": 640}
ROOM = "/rounds/intpart-2022/"
PAGES = {
    "list": "/rounds/", "choose": "/rounds/new/", "new": "/rounds/new/?call=intpart-2022", "round": ROOM,
    "terms": f"{ROOM}terms/", "clock": f"{ROOM}clock/", "import": f"{ROOM}import/", "lists": f"{ROOM}lists/",
    "amendments": f"{ROOM}amendments/",
}  # fmt: skip


@pytest.fixture
def world(transactional_db) -> World:
    made = World().fill()
    at_clock(made.round, "2022-03-03")
    return made


@pytest.fixture
def enter(live_server, settings) -> Callable[[Page, Any], None]:
    """Give a browser the session of a person who has signed in."""

    def entered(page: Page, user: Any) -> None:
        from django.test import Client

        client = Client()
        client.force_login(user, backend=BACKEND)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return entered


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", ["office", "researcher"])
def test_the_pages_are_for_everyone(open_page, live_server, world, enter, axe, who, language):
    page = open_page(locale={"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}[language])
    enter(page, world.people[who])
    mine = PAGES if who == "office" else {name: PAGES[name] for name in ("list", "round", "terms")}
    for address in (*mine.values(), *([f"{ROOM}amendments/{russia_out()}/"] if who == "office" else [])):
        assert page.goto(f"{live_server.url}/{language}{address}").ok, address
        unfold(page)
        axe(page)
        page.set_viewport_size(SMALL)
        assert_fits(page)
        page.set_viewport_size({"width": 1280, "height": 800})


def test_the_pages_are_for_everyone_in_the_dark_on_a_small_telephone(
    open_page, live_server, world, enter, axe
):
    page = open_page(color_scheme="dark", viewport=SMALL)
    enter(page, world.people["office"])
    for address in PAGES.values():
        page.goto(f"{live_server.url}/nb{address}")
        axe(page)


def test_who_has_not_signed_in_is_met_kindly(open_page, live_server, world, axe):
    page = open_page(viewport=SMALL, locale="en-GB")
    page.goto(f"{live_server.url}/en/rounds/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rounds")
    axe(page)
    assert_fits(page)
    page.get_by_role("link", name="Sign in to see your rounds").click()
    expect(page).to_have_url(re.compile(r"/sign-in/.*next="))


def test_a_rehearsal_is_opened_without_javascript(open_page, live_server, world, enter):
    page = open_page(java_script_enabled=False, locale="en-GB")
    enter(page, world.people["office"])
    page.goto(f"{live_server.url}/en/rounds/")
    page.get_by_role("link", name="Open a round").click()
    page.get_by_label("Call").select_option("intpart-2022")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Title of the round").fill("A rehearsal for spring")
    internal = page.get_by_role("group", name="Nominations from the faculties")
    internal.get_by_label("Days before the deadline").fill("8")
    page.get_by_role("button", name="Show the dates").click()
    expect(page.get_by_text("Tuesday 8 March 2022")).to_be_visible()
    expect(page.get_by_label("Title of the round")).to_have_value("A rehearsal for spring")
    page.get_by_role("button", name="Open the round", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A rehearsal for spring")
    expect(page.get_by_text("Rehearsal.")).to_be_visible()


def test_the_table_is_narrowed_and_a_nomination_found_with_the_keyboard_alone(
    page, live_server, world, enter, tab_to
):
    enter(page, world.people["office"])
    page.goto(f"{live_server.url}/en{ROOM}")
    search = page.get_by_label("Search")
    tab_to(page, search)
    page.keyboard.type("russia")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 nomination")
    expect(page).to_have_url(re.compile("q=russia"))
    tab_to(page, page.get_by_role("table").get_by_role("link"))


def test_what_is_wrong_in_the_form_is_found_from_the_top(page, console, live_server, world, enter, axe):
    enter(page, world.people["office"])
    page.goto(f"{live_server.url}/en/rounds/new/?call=intpart-2022")
    page.get_by_label("Places: how many may go to the funder").fill("a few")
    page.get_by_role("button", name="Open the round", exact=True).last.click()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Places: how many may go to the funder")).to_be_focused()
    expect(page.get_by_label("Places: how many may go to the funder")).to_have_value("a few")
    axe(page)
    console.clear()  # the browser itself reports that the form was refused


def test_those_whom_an_amendment_hits_are_told_by_two_quick_clicks_once(page, live_server, world, enter):
    from utsyn.web.rounds.models import Told

    enter(page, world.people["office"])
    page.goto(f"{live_server.url}/en{ROOM}")
    page.get_by_role("link", name="See whom 2 amendments hit").click()
    page.get_by_role("link", name=re.compile(r"See who is hit\s*: Russia")).click()
    page.get_by_role("button", name="Tell those behind 1 nomination").dblclick()
    expect(page.get_by_text("Everyone whom it hits has been told.")).to_be_visible()
    assert Told.objects.count() == 1


def test_a_spreadsheet_is_read_in_from_the_page(page, live_server, world, enter, axe):
    book = Workbook()
    book.active.append(("Tittel", "Tema", "Land", "Institusjon"))
    book.active.append(("Is og lys", "Is", "Japan", "Hokkaido University"))
    book.active.append(("Feil", "Is", "Japann", "Hokkaido University"))
    into = io.BytesIO()
    book.save(into)
    enter(page, world.people["coordinator"])
    page.goto(f"{live_server.url}/en{ROOM}import/")
    page.get_by_label("Spreadsheet").set_input_files(
        {"name": "liste.xlsx", "mimeType": "", "buffer": into.getvalue()}
    )
    page.get_by_role("button", name="Look at what it holds").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the spreadsheet would give")
    expect(page.get_by_text("Did you mean Japan?")).to_be_visible()
    axe(page)
    page.set_viewport_size(SMALL)
    assert_fits(page)
    page.get_by_role("button", name="Make 1 nomination").click()
    expect(page.get_by_role("link", name="Is og lys")).to_be_visible()
