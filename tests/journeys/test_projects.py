"""The project bank in a real browser: for everyone, on a small telephone, in the dark, without a mouse; and an import."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser import assert_fits, unfold
from tests.journeys.test_every_page import LOCALES, SMALL
from tests.web.banked import AT, many, project, signed_in
from tests.web.people import person, university

KINDS = ("list", "narrowed", "empty", "public", "project", "bare", "result", "change", "duty", "import")
HEADINGS = "Prosjektnummer;Tittel;Status;Søkt beløp;Kjønn"


@pytest.fixture
def bank(live_server) -> dict[str, str]:
    """The address of one page of every kind, without its language, and the session of the office."""
    from utsyn.web.projects.models import Duty, ProjectChange

    units = university()
    many(60, unit=units["dep-geo"])
    row = project(
        "A partnership in the north with a title that goes on for rather longer than a small telephone is wide", key="ours",
        countries="BR US ZA", partners=["Universidade Federal do Rio Grande do Norte"], unit=units["dep-bio"], public=True,
        status="granted_conditional", awarded=1_200_000, sought=2_000_000, number="337262", conditions="A new budget",
        marks=[{"criterion": "Excellence", "mark": "6", "out_of": "7"}], called={"nb": "Institutt for biologi"},
    )  # fmt: skip
    Duty.objects.create(project=row, what="Annual report", due="2026-12-01")
    Duty.objects.create(project=row, what="Audit", due="2020-12-01", done_at=AT)
    ProjectChange.objects.create(
        project=row, on="2026-01-01", kind="extension", what="A year more", new_ends="2027-12-31", at=AT
    )
    project("Bare", key="bare", programme="", year=None, currency="")
    client = signed_in(Client(), person("office", units["uib"]))
    return {
        "session": client.cookies["utsyn_session"].value,
        "list": "/projects/",
        "narrowed": "/projects/?q=tromso&by=country&sort=-amount&page=2",
        "empty": "/projects/?q=nothing+at+all",
        "public": "/projects/public/",
        "project": "/projects/ours/",
        "bare": "/projects/bare/",
        "result": "/projects/ours/result/",
        "change": "/projects/ours/change/",
        "duty": "/projects/ours/duty/",
        "import": "/projects/import/",
    }


@pytest.fixture
def office(open_page, live_server, bank) -> Callable[..., Page]:
    """Open a page as the office."""

    def open_(kind: str, language: str = "nb", **options: object) -> Page:
        page = open_page(locale=LOCALES[language], **options)
        page.context.add_cookies(
            [{"name": "utsyn_session", "value": bank["session"], "url": live_server.url}]
        )
        page.goto(f"{live_server.url}/{language}{bank[kind]}")
        return page

    return open_


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_for_everyone(office, axe, kind):
    page = office(kind, "nn")
    axe(page)
    page.set_viewport_size(SMALL)
    assert_fits(page)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_for_everyone_in_the_dark_on_a_small_telephone(office, axe, kind):
    page = office(kind, "en", color_scheme="dark", viewport=SMALL)
    unfold(page)
    axe(page)
    assert_fits(page)


def test_who_has_not_signed_in_finds_granted_projects(page, live_server, bank, axe):
    page.goto(f"{live_server.url}/en/projects/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Granted projects")
    page.get_by_label("Search").fill("337262")
    expect(page.get_by_role("status")).to_have_text("1 project")
    page.get_by_role("link", name="A partnership in the north").click()
    expect(page.get_by_text("Universidade Federal do Rio Grande do Norte")).to_be_visible()
    expect(page.get_by_text("A new budget")).to_have_count(0)
    axe(page)


def test_a_list_is_sorted_and_paged_by_keyboard(office, tab_to):
    page = office("list", "en")
    tab_to(page, page.get_by_role("link", name="Title", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort]")).to_contain_text("Title")
    tab_to(page, page.get_by_role("link", name="Next"), most=200)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Page 2 of 2", exact=True)).to_be_visible()


def test_a_table_is_looked_through_and_taken_in(office, axe):
    page = office("import", "en", viewport=SMALL)
    rows = "7;Nytt prosjekt;Innvilget;1 000 000;K\n8;Uten utfall;kanskje;5;M"
    page.get_by_label("File").set_input_files(
        {"name": "soknader.csv", "mimeType": "text/csv", "buffer": f"{HEADINGS}\n{rows}".encode()}
    )
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the import would do")
    expect(page.get_by_text("About persons, not read: not needed")).to_be_visible()
    expect(page.get_by_text("“kanskje” cannot be used")).to_be_visible()
    axe(page)
    assert_fits(page)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Imported")
    axe(page)
    page.get_by_role("link", name="To the projects").click()
    page.get_by_label("Search").fill("nytt prosjekt")
    expect(page.get_by_role("status")).to_have_text("1 project")


def test_two_in_the_office_at_once_lose_nothing(office, console, axe):
    mine, other = office("result", "en"), office("result", "en")
    other.get_by_label("How it went").select_option("refused")
    other.get_by_label("Amount awarded").fill("")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("A partnership")
    mine.get_by_label("Conditions").fill("Written at the same time")
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("alert")).to_contain_text("Somebody else has changed this")
    expect(mine.get_by_label("Conditions")).to_have_value("Written at the same time")
    axe(mine)
    console.clear()  # the browser itself reports the status
