"""A whole round in a real browser, from notice to minutes, with four people who each have a browser of their own."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser import unfold
from tests.web.conftest import russia_out
from tests.web.people import also, person, university
from tests.web.worlds import RUSSIA, TOLD, drafted

KEY, TITLE, LOCALES = "spring-rehearsal", "INTPART, a rehearsal", {"nb": "nb-NO", "en": "en-GB"}
ICE, ROUTE = "Ice and schools in three countries", "sainte-lague-nominations"
TERMS = {"title": TITLE, "key": KEY, "clock": "2022-02-03T09:00", "cap": "2", "seed": "drawn by lot: 7 3 1 9"}
OTHERS = (
    ("dep-health", "Tuberculosis in the north", RUSSIA),
    ("dep-history", "Ships and harbours", TOLD),
    ("dep-languages", "Minority languages online", TOLD),
)
WHY, NEW_POST = "It keeps two faculties in the list", "The leader has taken a post elsewhere"


class Browser:
    """A person's browser: where it goes, every page is for everyone."""

    def __init__(self, page: Page, base: str, axe: Callable[[Page], None]) -> None:
        self.page, self.base, self.axe = page, base, axe
        self.seen = set[tuple[str, int]]()

    def go(self, rest: str = "") -> Page:
        """Go to a page of the round, and look at it."""
        assert self.page.goto(f"{self.base}/rounds/{KEY}/{rest}").ok, rest
        return self.look()

    def look(self) -> Page:
        """Look at the page with all that is folded away; once at those that differ in their numbers alone."""
        unfold(self.page, "main")
        kind = re.sub(r"\d+", "0", self.page.url), self.page.locator("main :is(button, h2, .note)").count()
        if kind not in self.seen:
            self.axe(self.page)
            self.seen.add(kind)
        return self.page

    def send(self, form: Locator, *, by: str = "button", **typed: str) -> Page:
        """Fill in a form and send it by the first such button."""
        for name, value in typed.items():
            form.locator(f"[name='{name}']").fill(value)
        return self.press(form.locator(by).first)

    def press(self, button: Locator) -> Page:
        """Press a button, and look at where it leads."""
        with self.page.expect_navigation():
            button.click()
        expect(self.look().get_by_role("alert")).to_have_count(0)
        return self.page

    def deed(self, number: int, key: str, **typed: str) -> Page:
        """Do what the page of a nomination offers."""
        self.go(f"nominations/{number}/")
        return self.send(self.page.locator(f"#deed-{key}"), **typed)

    def do(self, rest: str, deed: str) -> Page:
        """Press the button of a page that does something."""
        return self.press(self.go(rest).locator(f"main button[value='{deed}']").first)


@pytest.fixture
def people(transactional_db, tmp_path, monkeypatch) -> dict[str, Any]:
    """Four people of the invented university, the coordinator for two faculties; and the units."""
    monkeypatch.setenv("UTSYN_VAR", str(tmp_path))
    units = university()
    coordinator = person("coordinator", units["fac-med"], username="coordinator")
    return {
        "units": units,
        "researcher": person("researcher", units["dep-clinic"], username="researcher"),
        "coordinator": also(coordinator, "coordinator", units["fac-hum"]),
        "office": person("office", units["uib"], username="office"),
        "leadership": person("leadership", units["uib"], username="leadership"),
    }


@pytest.fixture
def enter(open_page, live_server, people, axe) -> Callable[[str, str], Browser]:
    """Let a person in by the button that stands beside her name, in a browser of her own."""

    def entered(who: str, language: str) -> Browser:
        page = open_page(locale=LOCALES[language])
        base = f"{live_server.url}/{language}"
        page.goto(f"{base}/sign-in/?next=/{language}/rounds/")
        axe(page)
        page.locator(f"form:has(input[name=person][value='{people[who].pk}']) button").click()
        expect(page).to_have_url(f"{base}/rounds/")
        return Browser(page, base, axe)

    return entered


@pytest.mark.parametrize("language", LOCALES)
def test_a_round_from_notice_to_minutes_with_four_people(enter, people, language, tmp_path):
    office, researcher, coordinator, leadership = (
        enter(who, language) for who in ("office", "researcher", "coordinator", "leadership")
    )
    a_rehearsal_is_opened(office)
    ice = notice_is_given_and_the_nomination_written_and_handed_in(researcher, tmp_path)
    others = the_coordinator_nominates_for_two_faculties(coordinator, people, ice)
    the_call_is_amended_and_those_hit_are_told(office, hit=others[0])
    both_faculties_rank_as_the_office_asks(office, coordinator, [ice, *others])
    the_leadership_chooses_a_route_and_approves(leadership, first=others[2], ice=ice)
    the_list_goes_to_the_funder(office, [ice, others[2]])
    who_withdraws_gives_her_place_to_the_next(coordinator, leadership, office, ice, following=others[1])
    the_minutes_hold_it_all(office)


def a_rehearsal_is_opened(office: Browser) -> None:
    office.page.locator("main a[href$='/rounds/new/']").click()
    office.page.locator("#call").select_option("intpart-2022")
    office.press(office.page.locator("main form button"))
    form = office.page.locator("main form")
    for name, value in TERMS.items():
        form.locator(f"[name='{name}']").fill(value)
    office.press(form.locator("button").last)  # the one before it shows the dates
    expect(office.page.get_by_role("heading", level=1)).to_have_text(TITLE)


def notice_is_given_and_the_nomination_written_and_handed_in(researcher: Browser, folder: Any) -> int:
    page = researcher.go()
    page.locator("main a[href$='nominations/begin/']").first.click()
    page.locator("#unit").select_option("dep-clinic")
    researcher.send(page.locator("main form"), title=ICE)
    number = int(re.search(r"nominations/(\d+)/", page.url)[1])
    researcher.deed(number, "notice")
    researcher.go(f"nominations/{number}/edit/")
    for place, chosen in (("partners[0].country", "BR"), ("people[0].part", "applicant")):
        page.locator(f"[name='{place}']").select_option(chosen)
    told = {"theme": "Schools in the north", "link_to_grant": "It follows the centre"}
    told |= {"partners[0].name": "Universidade Oppdiktet", "people[0].name": "Ola Oppdiktet"}
    researcher.send(page.locator("main form"), by="> p button", **told)
    contract = folder / "Contract.pdf"
    contract.write_bytes(b"%PDF-1.7\n%%EOF\n")
    page.locator("#kind").select_option("evidence")
    page.locator("#file").set_input_files(contract)
    researcher.send(page.locator("#deed-attach"))
    expect(page.get_by_role("link", name="Contract.pdf")).to_be_visible()
    researcher.deed(number, "hand-in")
    return number


def the_coordinator_nominates_for_two_faculties(
    coordinator: Browser, people: dict[str, Any], ice: int
) -> list[int]:
    """The others are written straight in the tables: their writing is like the first."""
    from utsyn.web.rounds.models import Round

    row, units = Round.objects.get(key=KEY), people["units"]
    others = [drafted(row, units[unit], title=title, told=told).number for unit, title, told in OTHERS]
    for number in (ice, *others):
        coordinator.deed(number, "nominate")
        expect(coordinator.page.locator("#deed-nominate")).to_have_count(0)
    return others


def clock_to(office: Browser, moment: str) -> None:
    form = office.go("clock/").locator("main form")
    office.send(form, clock=moment)


def the_call_is_amended_and_those_hit_are_told(office: Browser, *, hit: int) -> None:
    clock_to(office, "2022-03-02T09:00")
    office.press(office.go().locator("main form[action$='check-anew/'] button"))
    page = office.go(f"amendments/{russia_out()}/")
    expect(page.locator("main .reason h3")).to_have_text(f"{hit}. {OTHERS[0][1]}")
    office.press(page.locator("main form button"))
    expect(page.locator("main form")).to_have_count(0)


def both_faculties_rank_as_the_office_asks(office: Browser, coordinator: Browser, numbers: list[int]) -> None:
    ice, russia, ships, languages = numbers
    clock_to(office, "2022-03-10T09:00")
    office.press(office.go().locator("main form[action$='ask-for-ranking/'] button"))
    expect(coordinator.go("order/").locator("main a[href*='/order/fac-']")).to_have_count(2)
    for faculty, order in (("fac-med", (ice, russia)), ("fac-hum", (languages, ships))):
        form = coordinator.go(f"order/{faculty}/").locator("main form")
        coordinator.send(form, **{f"place-{number}": str(n) for n, number in enumerate(order, start=1)})
        expect(form.locator(f"[name='place-{order[1]}']")).to_have_value("2")


def the_leadership_chooses_a_route_and_approves(leadership: Browser, *, first: int, ice: int) -> None:
    page = leadership.go()
    page.locator("main a.button[href$='/routes/']").click()
    leadership.look()
    page.locator(f"[name=route][value={ROUTE}]").check()
    leadership.send(page.locator("main form:has([name=route])"), because=WHY)
    expect(page).to_have_url(re.compile("/approve/$"))
    expect(page.get_by_text(WHY)).to_be_visible()
    leadership.do("approve/", "approve-list")
    for number in (first, ice):
        expect(page.locator(f"#n{number} .state.open")).to_be_visible()
    leadership.do("approve/", "decide")
    expect(page.locator("main button[value=decide]")).to_have_count(0)


def the_list_goes_to_the_funder(office: Browser, numbers: list[int]) -> None:
    page = office.do("send/", "tell")
    page.locator("main a[href$='/lists/']").click()
    office.look()
    with page.expect_download() as waiting:
        page.locator("main a[href*='list.xlsx']").first.click()
    sheet = load_workbook(io.BytesIO(waiting.value.path().read_bytes())).active
    written = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {ICE, OTHERS[2][1]} <= written
    assert not {OTHERS[0][1], OTHERS[1][1]} & written
    office.do("send/", "send")
    expect(page.locator("main form")).to_have_count(1)  # what was decided can be told again


def who_withdraws_gives_her_place_to_the_next(
    coordinator: Browser, leadership: Browser, office: Browser, gone: int, *, following: int
) -> None:
    coordinator.deed(gone, "withdraw", because=NEW_POST)
    page = leadership.go("approve/")
    expect(page.locator(f"#n{following} .state.closing")).to_be_visible()
    leadership.press(page.locator("main button[value=approve-list]"))
    expect(page.locator(f"#n{following} .state.open")).to_be_visible()
    expect(office.do("send/", "tell").locator("main .state.open")).to_have_count(3)


def the_minutes_hold_it_all(office: Browser) -> None:
    from utsyn.web.models import Line

    lines = Line.objects.filter(about=f"round/{KEY}").order_by("pk")
    page = office.go("minutes/")
    for words in (TITLE, ICE, WHY, NEW_POST, lines.last().chained):
        expect(page.get_by_text(words).first).to_be_visible()
    with page.expect_download() as waiting:
        page.locator("main a[href*='minutes.pdf']").first.click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
    assert [line.did for line in lines if line.did in ("gave notice", "sent the list", "withdrew")] == [
        "gave notice",
        "sent the list",
        "withdrew",
    ]
