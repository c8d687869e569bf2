"""Letters and calendars in a real browser: for everyone, on a telephone, in the dark, without JavaScript."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser import assert_fits, unfold
from tests.web.test_letters_reminders import Office
from utsyn.text import say

SMALL = {"width": 320, "height": 640}
AT = datetime(2022, 3, 2, 9, tzinfo=UTC)
SAID = "554 5.7.1 a_word_that_is_quite_long_and_cannot_be_broken_anywhere@mail-gateway-17.example.org"


@pytest.fixture
def office(transactional_db) -> Office:
    from utsyn.web.letters.actions import queue

    made = Office()
    for state, trouble in [("uncertain", "stopped"), ("failed", "refused"), ("queued", ""), ("sent", "")]:
        words = say("INTPART 2022: {state}, by 2 March 2022", state=state)
        row = queue(
            key=state, to=made.writer, subject=words, body=say("Dear you,\n\n- a\n- b"), about="x", at=AT
        )
        row.state, row.trouble, row.error, row.claimed_at = state, trouble, SAID if trouble else "", AT
        row.save()
    return made


@pytest.fixture
def as_(open_page, live_server) -> Callable[..., Page]:
    """Open a page as somebody, in a browser of her own."""

    def open_(user, path: str, **options: object) -> Page:
        client, page = Client(), open_page(**options)
        client.force_login(user)
        cookie = client.cookies["utsyn_session"].value
        page.context.add_cookies([{"name": "utsyn_session", "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return open_


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("page", ["letters", "calendar"])
def test_a_page_is_for_everyone(as_, office, axe, page, language):
    shown = as_(office.head, f"/{language}/{page}/", locale=f"{language}-NO")
    axe(shown)
    unfold(shown)
    shown.set_viewport_size(SMALL)
    axe(shown)
    assert_fits(shown)


@pytest.mark.parametrize("page", ["letters", "calendar"])
def test_a_page_is_for_everyone_in_the_dark(as_, office, axe, page):
    axe(as_(office.head, f"/nb/{page}/", color_scheme="dark", viewport=SMALL))


def test_the_office_decides_without_javascript(as_, office):
    page = as_(office.head, "/en/letters/", java_script_enabled=False)
    page.get_by_role("button", name=re.compile("^Count as sent")).click()
    expect(page.get_by_role("link", name="May have arrived (0)")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Send again")).click()
    expect(page.get_by_role("link", name="Not sent (0)")).to_be_visible()


def test_two_quick_clicks_give_a_calendar_one_new_address(as_, office):
    from utsyn.web.models import Line

    page = as_(office.writer, "/en/calendar/")
    page.get_by_role("button", name="Give it a new address").dblclick()
    expect(page.get_by_text(office.writer.feed)).to_have_count(0)
    assert Line.objects.filter(did="renewed a calendar's address").count() == 1
