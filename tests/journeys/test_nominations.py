"""Writing, handing in and nominating as people do it: by keyboard, without JavaScript, on a telephone, in the dark."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_fits, unfold
from tests.web.nominated import World, world

SMALL, LARGE = {"width": 320, "height": 640}, {"width": 1280, "height": 720}
GIGABYTE = 1_000_000_000


@pytest.fixture
def there(transactional_db, tmp_path, monkeypatch) -> World:
    monkeypatch.setenv("UTSYN_VAR", str(tmp_path))
    return world()


@pytest.fixture
def as_(open_page, live_server, there) -> Callable[..., Page]:
    """Open a page of the nomination as somebody, in a browser of her own."""

    def open_(who: str, rest: str = "", language: str = "en", **options: object) -> Page:
        page = open_page(**options)
        cookie = there.signed_in(who).cookies["utsyn_session"].value
        page.context.add_cookies([{"name": "utsyn_session", "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + there.url(rest, language))
        return page

    return open_


def filled(there: World) -> None:
    """A nomination with something of everything on its page."""
    from utsyn.web.rounds.actions import supporting, writing

    at, office = there.round.opened_at, there.people["office"]
    supporting.comment(there.row, text="Add a budget, please.\n\nOtherwise fine.", by=office, at=at)
    supporting.comment(there.row, text="Strong group", internal=True, by=office, at=at)
    supporting.attach(
        there.row, kind="evidence", name="A contract with quite a long name.pdf", media_type="application/pdf", size=52_000,
        sha256="0" * 64, link="x" * 43, by=there.writer, at=at,
    )  # fmt: skip
    supporting.endorse(
        there.row, agrees=True, because="Within the budget", by=there.people["department"], at=at
    )
    supporting.add_writer(there.row, who=there.people["colleague"].email, by=there.writer, at=at)
    writing.hand_in(there.row, by=there.writer, at=at)


PAGES = [
    ("writer", ""), ("coordinator", ""), ("office", ""), ("auditor", ""), ("writer", "edit/"), ("writer", "history/"),
    ("writer", "compare/"), ("writer", "../begin/"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "rest"), PAGES)
def test_a_page_is_for_everyone(as_, there, axe, who, rest):
    filled(there)
    page = as_(who, rest)
    for language in ("en", "nb", "nn"):
        page.goto(page.url.replace("/en/", f"/{language}/").replace("/nb/", f"/{language}/"))
        page.set_viewport_size(LARGE)
        axe(page)
        page.set_viewport_size(SMALL)
        unfold(page)
        assert_fits(page)
    axe(page)


@pytest.mark.parametrize(("who", "rest"), [("coordinator", ""), ("writer", "edit/")])
def test_a_page_is_for_everyone_in_the_dark_on_a_small_telephone(as_, there, axe, who, rest):
    filled(there)
    page = as_(who, rest, "nb", color_scheme="dark", viewport=SMALL)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 20)"
    axe(page)


def test_from_first_title_to_nomination_without_javascript(as_, there):
    from utsyn.web.rounds.models import Nomination

    page = as_("writer", "../begin/", java_script_enabled=False)
    page.get_by_label("Working title").fill("Ice and schools")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ice and schools")
    page.get_by_role("button", name="Give notice of intent").click()
    expect(page.get_by_role("status")).to_contain_text("Notice is given")
    page.get_by_role("link", name="Go on writing").click()
    page.get_by_label("Theme of the proposal").fill("Schools in the north")
    page.get_by_label("How it builds on the running grant").fill("It follows the centre")
    page.get_by_role("group", name="Partner 1").get_by_label("Name", exact=True).fill(
        "Universidade Oppdiktet"
    )
    page.get_by_role("group", name="Partner 1").get_by_label("Country").select_option("BR")
    person = page.get_by_role("group", name="Person 1")
    person.get_by_label("Part in the project").select_option("applicant")
    person.get_by_label("Full name").fill("Kari Oppdiktet")
    page.get_by_role("button", name="Add one more: People").click()
    expect(page.get_by_label("Theme of the proposal")).to_have_value("Schools in the north")
    page.get_by_role("button", name="Remove Person 2").click()
    page.get_by_role("button", name="Save, and see what is missing").click()
    expect(page.get_by_role("status")).to_have_text("It is saved.")
    page.get_by_role("button", name="Hand in to the faculty").click()
    expect(page.get_by_role("status")).to_contain_text("It is handed in")
    faculty = as_("coordinator", "", java_script_enabled=False)
    faculty.goto(page.url)
    faculty.get_by_role("button", name="Nominate").click()
    expect(faculty.get_by_role("status")).to_have_text("It is nominated.")
    assert Nomination.objects.get(title="Ice and schools").state == "nominated"


def test_with_the_keyboard_alone(as_, there, tab_to):
    page = as_("coordinator")
    tab_to(page, page.get_by_text("Nominate", exact=True).first)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Nominate", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("It is nominated.")
    assert there.fresh().state == "nominated"


def test_two_quick_clicks_are_one_deed(as_, there):
    from utsyn.web.log import Line

    page = as_("writer")
    page.get_by_role("button", name="Give notice of intent").dblclick()
    expect(page.get_by_role("status")).to_contain_text("Notice is given")
    assert Line.objects.filter(did="gave notice").count() == 1


def test_two_people_write_at_once_and_bring_it_together(as_, there, console, axe):
    mine, theirs = as_("writer", "edit/"), as_("coordinator", "edit/")
    theirs.get_by_label("Theme of the proposal").fill("As the faculty sees it")
    theirs.get_by_role("button", name="Save, and go on writing").click()
    expect(theirs.get_by_role("status")).to_have_text("It is saved.")
    mine.get_by_label("Risks, and how they are met").fill("Storms")
    mine.get_by_role("button", name="Save, and see what is missing").click()
    expect(mine.get_by_role("heading", level=2).first).to_contain_text("Not saved yet")
    expect(mine.get_by_role("table")).to_contain_text("As the faculty sees it")
    axe(mine)
    mine.set_viewport_size(SMALL)
    assert_fits(mine)
    console.clear()  # the browser itself reports the conflict
    mine.get_by_role("button", name="Bring both together").click()
    expect(mine.get_by_label("Theme of the proposal")).to_have_value("As the faculty sees it")
    expect(mine.get_by_label("Risks, and how they are met")).to_have_value("Storms")
    mine.get_by_role("button", name="Save, and see what is missing").click()
    expect(mine.get_by_role("status")).to_have_text("It is saved.")
    assert there.fresh().told["risk"] == "Storms"
    assert there.fresh().told["theme"] == "As the faculty sees it"


def test_what_is_missing_is_found_from_the_list(as_, there):
    from utsyn.calls.rounds.nomination import Nomination as Told
    from utsyn.web.rounds.actions import writing

    row = there.fresh()
    writing.save(row, told=Told(title="Bare"), people=[], by=there.writer, at=row.began_at, seen=row.version)
    page = as_("writer")
    page.get_by_role("link", name="Name the person who applies, under People").click()
    expect(page).to_have_url(re.compile("edit/#people$"))
    expect(page.get_by_role("group", name="Person 1")).to_be_in_viewport()


def test_a_file_goes_up_and_comes_down_and_a_renamed_program_does_not(as_, there, console, axe, tmp_path):
    good, bad = tmp_path / "Kontrakt på norsk.pdf", tmp_path / "Contract.pdf"
    good.write_bytes(b"%PDF-1.7\n%%EOF\n")
    bad.write_bytes(b"MZ" + b"\0" * 500)
    page = as_("writer")
    page.get_by_text("Attach a file").click()
    page.get_by_label("What it is").select_option("evidence")
    page.get_by_label("File", exact=True).set_input_files(bad)
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("This is a program under another name")
    axe(page)
    console.clear()  # the browser itself reports the refusal
    page.get_by_label("File", exact=True).set_input_files(good)
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("The file is attached.")
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("Kontrakt")).click()
    assert waiting.value.path().read_bytes() == good.read_bytes()
    assert waiting.value.suggested_filename.endswith(".pdf")


def test_a_file_of_a_gigabyte_is_answered_in_words(as_, there, console, tmp_path):
    huge = tmp_path / "Huge.pdf"
    with huge.open("wb") as file:
        file.truncate(GIGABYTE)
    page = as_("writer")
    page.get_by_text("Attach a file").click()
    page.get_by_label("What it is").select_option("evidence")
    page.get_by_label("File", exact=True).set_input_files(huge)
    page.get_by_role("button", name="Attach", exact=True).click(timeout=120_000)
    expect(page.get_by_role("alert")).to_contain_text("at most 20 MB is taken", timeout=120_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Breath and cold")
    console.clear()  # the browser itself reports the refusal
