"""The pages of people, units, the log and privacy in a real browser: for everyone, by keyboard, on a small telephone."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser import assert_fits, unfold
from tests.journeys.test_every_page import LANGUAGES, LOCALES, SMALL
from tests.web.people import also, person, university

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
PAGES = {
    "people": "/people/",
    "add a person": "/people/add/",
    "person": "/people/{eva}/",
    "end a role": "/people/roles/{held}/end/",
    "forget": "/people/{eva}/forget/",
    "units": "/units/",
    "unit": "/units/fac-med/",
    "merged unit": "/units/fac-psy/",
    "found a unit": "/units/found/",
    "log": "/log/",
    "me": "/me/",
    "privacy": "/privacy/",
}


@pytest.fixture
def world(transactional_db):
    """An administrator who is auditor too, a person with roles then, now and to come, and units that changed."""
    from utsyn.text import Text
    from utsyn.web.people.actions import give_role
    from utsyn.web.units.actions import merge_units, rename_unit

    uni = university()
    boss = also(person("administrator", uni["uib"], username="boss"), "auditor", uni["uib"])
    eva = person(username="eva", first_name="Eva", last_name="Oppdiktet")
    for role, key, since, until in (
        ("coordinator", "fac-med", "2020-01-01", "2022-12-31"),
        ("department", "dep-clinic", "2023-01-01", ""),
        ("assessor", "uib", "2099-01-01", "2099-12-31"),
    ):
        days = {"since": datetime.fromisoformat(since).date()}
        days |= {"until": datetime.fromisoformat(until).date()} if until else {}
        held = give_role(eva, role=role, unit=uni[key], by=boss, at=AT, **days)
    names = Text(
        nb="Fakultet for medisin og helse",
        nn="Fakultet for medisin og helse",
        en="Faculty of Medicine and Health",
    )
    rename_unit(uni["fac-med"], names=names, since=datetime(2024, 1, 1).date(), by=boss, at=AT)  # noqa: DTZ001
    merge_units([uni["fac-psy"]], into=uni["fac-med"], since=datetime(2025, 1, 1).date(), by=boss, at=AT)  # noqa: DTZ001
    return {"uni": uni, "boss": boss, "eva": eva, "held": held}


@pytest.fixture
def signed_in(live_server, client, world):
    """Open pages as somebody who has signed in."""

    def opened(page, kind: str, language: str = "en", *, who=None):
        client.force_login(who or world["boss"])
        cookie = client.cookies["utsyn_session"].value
        page.context.add_cookies([{"name": "utsyn_session", "value": cookie, "url": live_server.url}])
        address = PAGES[kind].format(eva=world["eva"].pk, held=world["held"].pk)
        page.goto(f"{live_server.url}/{language}{address}")
        return page

    return opened


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_for_everyone(open_page, signed_in, axe, kind):
    for language in LANGUAGES:
        page = signed_in(open_page(locale=LOCALES[language]), kind, language)
        expect(page.locator("h1")).to_have_count(1)
        unfold(page)
        axe(page)
        page.set_viewport_size(SMALL)
        assert_fits(page)
    page = signed_in(open_page(color_scheme="dark", viewport=SMALL), kind, "nb")
    axe(page)


def test_a_role_is_given_by_keyboard_and_without_javascript(open_page, signed_in, world, tab_to):
    page = signed_in(open_page(java_script_enabled=False), "person")
    tab_to(page, page.get_by_label("Role", exact=True))
    page.keyboard.type("international")
    page.keyboard.press("Tab")
    page.keyboard.type("The Inv")
    for _ in range(9):  # the day is filled in; past its parts to the last day, and on to the button
        if page.get_by_role("button", name="Give the role").evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("rowheader", name="international office")).to_be_visible()
    assert world["eva"].held.filter(role="office", unit=world["uni"]["uib"]).exists()


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(page, console, signed_in, axe):
    signed_in(page, "unit")
    page.get_by_text("Give it a new name").click()
    page.get_by_label("Name in English").fill("Health")
    page.get_by_role("button", name="Rename").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("The day is missing")
    summary.get_by_role("link").click()
    expect(page.locator("#rename-since")).to_be_focused()
    expect(page.get_by_label("Name in English")).to_have_value("Health")
    axe(page)
    console.clear()  # the browser itself reports that the form was refused
    page.locator("#rename-since").fill("2026-01-01")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Health")


def test_she_takes_her_copy_along(page, signed_in, world):
    signed_in(page, "me", "nb", who=world["eva"])
    with page.expect_download() as download:
        page.locator("form[action$='/me/export/'] button").click()
    assert download.value.suggested_filename == f"utsyn-{world['eva'].pk}.json"


def test_forgetting_asks_first_and_tells_what_it_did(page, console, signed_in, axe, world):
    signed_in(page, "forget")
    page.get_by_role("button", name="Forget her").click()
    expect(page.get_by_role("alert")).to_contain_text("She holds 2 roles still")
    console.clear()  # the browser itself reports that the form was refused
    page.get_by_label("They end today").check()
    page.get_by_role("button", name="Forget her").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Forgotten")
    axe(page)
    signed_in(page, "person")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"#{world['eva'].pk}")
    axe(page)
