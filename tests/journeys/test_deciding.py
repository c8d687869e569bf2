"""The pages of a decision as people meet them: for everyone, with the keyboard alone, without JavaScript, on a telephone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_fits, unfold
from tests.web.rounds import BACKEND, World
from tests.web.worlds import REAL, coordinator, nominated

LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
SMALL, LARGE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
ROOM = "/rounds/intpart-2022/"
PAGES = (
    ("coordinator", "order/"), ("coordinator", "order/fac-hum/"), ("leadership", "panel/"), ("assessor", "ballot/"),
    ("leadership", "routes/"), ("leadership", "approve/"), ("office", "send/"), ("auditor", "minutes/"),
)  # fmt: skip


@pytest.fixture
def world(transactional_db) -> World:
    """Three of the humanities and two of law for two places, ordered; an assessor with a conflict; one refused by the rules."""
    from utsyn.web.rounds.actions import ranking

    made = World(cap=2)
    nominated(made.round, made.units, [3, 2])
    made.round.nominations.update(
        title="Antibiotikaresistensovervåking på sykehus i fire land, og i byene rundt dem"
    )
    made.round.nominations.filter(number=5).update(verdict="no")
    for key, groups in (("fac-hum", [[1], [2], [3]]), ("fac-law", [[4], [5]])):
        by = coordinator(made.units, key)
        ranking.give_order(made.round, made.units[key], groups=groups, by=by, at=REAL)
    seat = ranking.seat(made.round, made.people["assessor"], by=made.people["leadership"], at=REAL)
    ranking.declare(seat, conflicts={1: "We publish together"}, by=made.people["assessor"], at=REAL)
    return made


@pytest.fixture
def enter(open_page, live_server, settings, world) -> Callable[..., Page]:
    """Open a page of the round as somebody, in a browser of her own."""

    def entered(who: str, rest: str, language: str = "en", **options: Any) -> Page:
        from django.test import Client

        client = Client()
        client.force_login(world.people[who], backend=BACKEND)
        page = open_page(locale=LANGUAGES[language], **options)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "url": live_server.url}
        page.context.add_cookies([{**cookie, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}])
        assert page.goto(f"{live_server.url}/{language}{ROOM}{rest}").ok, rest
        return page

    return entered


def approved(world: World) -> None:
    """Let the leadership choose, approve and close, and one withdraw."""
    from utsyn.web.rounds.actions import approving

    rector, row = world.people["leadership"], world.round
    approving.choose_route(row, route="sainte-lague-nominations", because="Fair to all", by=rector, at=REAL)
    approving.approve_list(row, by=rector, at=REAL)
    approving.refuse_rest(row, by=rector, at=REAL)
    leaving = row.nominations.select_related("round").get(number=1)
    approving.withdraw(leaving, because="A new post", by=world.people["office"], at=REAL)


@pytest.mark.parametrize(
    ("language", "decided"), [("nn", False), *((language, True) for language in LANGUAGES)]
)
def test_the_pages_are_for_everyone_before_and_after_the_decision(
    enter, leave, world, axe, language, decided
):
    if decided:
        approved(world)
    for who, rest in PAGES:
        page = enter(who, rest, language)
        unfold(page, "main")
        axe(page)
        page.set_viewport_size(SMALL)
        assert_fits(page)
        leave(page)


def test_the_pages_are_for_everyone_in_the_dark_on_a_small_telephone(enter, leave, world, axe):
    approved(world)
    for who, rest in PAGES:
        page = enter(who, rest, "nb", color_scheme="dark", viewport=SMALL)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 20)"
        unfold(page, "main")
        axe(page)
        leave(page)


def test_an_order_is_given_with_the_keyboard_alone(enter, world, tab_to):
    page = enter("coordinator", "order/fac-hum/")
    for number, place in ((1, "3"), (2, "1"), (3, "2")):
        tab_to(page, page.get_by_label(f"Place of number {number}"))
        page.keyboard.press("Control+A")
        page.keyboard.type(place)
    page.keyboard.press("Enter")
    expect(page.get_by_text("This order was given on")).to_be_visible()
    assert world.round.orders.get(faculty__key="fac-hum").groups == [[2], [3], [1]]


def test_what_is_wrong_in_an_order_is_found_from_the_top(enter, console, axe):
    page = enter("coordinator", "order/fac-hum/")
    page.get_by_label("Place of number 2").fill("second")
    page.get_by_role("button", name="Save the order").click()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Place of number 2")).to_be_focused()
    expect(page.get_by_label("Place of number 2")).to_have_value("second")
    axe(page)
    console.clear()  # the browser itself reports that the form was refused


def test_the_round_is_decided_with_the_keyboard_alone(enter, world, tab_to):
    page = enter("leadership", "routes/")
    tab_to(page, page.get_by_role("link", name="Choose the route"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Choose the route")).to_be_in_viewport()
    tab_to(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Why this one"))
    page.keyboard.type("Fair to all")
    tab_to(page, page.get_by_role("button", name="Choose the route"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/approve/"))
    for button in (
        "Approve the 2 whom the route sends forward",
        "Put the 3 without a place on the waiting list",
    ):
        tab_to(page, page.get_by_role("button", name=button))
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=button)).to_have_count(0)
    assert world.round.places.count() == 2
    world.round.refresh_from_db()
    assert world.round.approved_at


def test_one_is_approved_otherwise_without_javascript_and_the_reason_is_asked_for_where_it_is_written(
    enter, world, console, axe
):
    from utsyn.web.rounds.actions import approving

    approving.choose_route(
        world.round, route="sainte-lague-nominations", because="Fair", by=world.people["leadership"], at=REAL
    )
    page = enter("leadership", "approve/", java_script_enabled=False)
    one = page.locator("#n3")
    one.get_by_text("Decide about this one").click()
    one.get_by_role("button", name="Approve").click()
    expect(one.get_by_text("The route does not send number 3 forward")).to_be_visible()
    console.clear()  # the browser itself reports that the form was refused
    one.get_by_label("Reason").fill("The only one with Japan")
    one.get_by_role("button", name="Approve").click()
    expect(one.get_by_text("The leadership’s own reason: The only one with Japan")).to_be_visible()
    expect(one.get_by_text("place 1")).to_be_visible()


def test_two_quick_clicks_approve_the_list_once(enter, world):
    from tests.web.worlds import deeds
    from utsyn.web.rounds.actions import approving

    approving.choose_route(
        world.round, route="sainte-lague-nominations", because="Fair", by=world.people["leadership"], at=REAL
    )
    page = enter("leadership", "approve/")
    page.get_by_role("button", name="Approve the 2 whom the route sends forward").dblclick()
    expect(page.get_by_text("place 2", exact=True)).to_be_visible()
    assert deeds(world.round).count("approved the list") == 1


def test_the_minutes_on_paper_stand_without_the_page_around_them(enter, world):
    approved(world)
    page = enter("auditor", "minutes/", "nb")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").first.is_visible()
    assert page.get_by_text("Fair to all").first.is_visible()
