"""A plan from the empty form to its adoption, without JavaScript, in the dark on a telephone, and on a wide screen."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_fits
from tests.web.people import person, university
from tests.web.plan_worlds import PLAN, plan, written
from tests.web.rounds import BACKEND

SMALL, LARGE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}


@pytest.fixture
def enter(open_page, live_server, settings, transactional_db, tmp_path, monkeypatch) -> Callable[..., Page]:
    """Open a page as the office or the leadership, in a browser of her own."""
    written(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    units = university()
    people = {role: person(role, units["uib"], username=role) for role in ("office", "leadership")}

    def entered(who: str, address: str, **options: Any) -> Page:
        from django.test import Client

        client = Client()
        client.force_login(people[who], backend=BACKEND)
        page = open_page(**options)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "url": live_server.url}
        page.context.add_cookies([{**cookie, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}])
        assert page.goto(f"{live_server.url}{address}").ok, address
        return page

    return entered


@pytest.fixture
def look(axe) -> Callable[[Page, str], None]:
    """Look at a page as it stands: nothing is in anybody's way, and a telephone need not scroll sideways."""

    def looked(page: Page, name: str) -> None:
        axe(page)
        size = page.viewport_size
        page.set_viewport_size(SMALL)
        assert_fits(page)
        page.set_viewport_size(size)

    return looked


@pytest.mark.once
def test_a_plan_comes_from_the_empty_form_to_its_adoption_without_javascript(enter, console) -> None:
    page = enter("office", "/en/plans/new/", viewport=LARGE, java_script_enabled=False)
    page.get_by_role("link", name="Open the form").click()
    for name, words in (
        ("title-en", "International plan"), ("key", "ours-2027"), ("institution-en", "Our university"),
        ("about-en", "Working together"), ("chapters-0-title-en", "Students"), ("goals-0-title-en", "Half go abroad"),
    ):  # fmt: skip
        page.locator(f"#{name}").fill(words)
    page.get_by_label("What shows that it is reached").select_option("at_least")
    page.get_by_role("button", name="Show what it asks for").click()
    page.get_by_role("button", name="Save as a draft").click()
    page.get_by_role("alert").get_by_role("link", name=re.compile("No indicator is chosen")).click()
    expect(page.get_by_label("Indicator")).to_be_focused()
    page.get_by_label("Indicator").select_option("abroad")
    page.get_by_label("At least").fill("50")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_text("1 error must be mended")).to_be_visible()
    text = page.get_by_label("The document, as YAML")
    text.fill(text.input_value().replace("value: 50", "value: 0.50"))
    page.get_by_role("button", name="Check without saving").click()
    expect(page.get_by_text("Nothing stands in the way of adopting it.")).to_be_visible()
    page.get_by_role("button", name="Save as a new edition").click()
    page.get_by_role("button", name="Show what differs").click()
    expect(page.locator("ins")).to_contain_text("value: 0.50")
    rector = enter("leadership", "/en/plans/ours-2027/adopt/", java_script_enabled=False)
    rector.get_by_label("By whom it was decided, and why").fill("The board, case 12/26")
    rector.get_by_role("button", name="Adopt edition 2").click()
    expect(rector.get_by_role("heading", level=1)).to_have_text("International plan")
    console.clear()  # the browser itself reports that the form was refused once


@pytest.mark.once
def test_the_pages_of_drafting_are_for_everyone(enter, look, console) -> None:
    from utsyn.web.people.models import Unit

    row = plan(PLAN.replace("value: 0.5}", "value: 50}", 1), Unit.objects.get(key="uib"))
    spoilt = row.editions.get()
    pages = (
        ("office", "plans/new/"), ("office", "plans/new/?way=form"),
        ("office", f"plans/{row.key}/draft/"), ("office", f"plans/{row.key}/editions/?text={spoilt.number}"),
        ("leadership", f"plans/{row.key}/adopt/"),
    )  # fmt: skip
    asked = {"color_scheme": "dark", "viewport": SMALL}
    dark = {who: enter(who, "/nb/plans/", **asked) for who in ("office", "leadership")}
    for who, address in pages:
        page = dark[who]
        page.goto(page.url.partition("/nb/")[0] + f"/nb/{address}")
        look(page, address)
    page = enter("office", "/nn/plans/new/?way=form", viewport=LARGE)
    page.locator("button[value=save]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "what is wrong in the form")
    console.clear()  # the browser itself reports that the form was refused
