"""Evidence in a real browser: from a goal down to an affiliation as printed, and every page for everyone."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.browser import assert_fits, unfold
from tests.journeys.test_every_page import LOCALES, SMALL
from tests.web.banked import signed_in
from tests.web.evidenced import AT, evidenced
from tests.web.people import person, university

LOOKED = 60_000  # ms: lists are looked at in a process of their own
PLAN = """
key: invented
institution: {en: University}
languages: [en]
title: {en: The plan}
about: {en: A plan}
lasts: {since: 2022-01-01, until: 2029-12-31}
chapters: [{key: all, title: {en: All}}]
goals:
  - key: more
    kind: development
    chapter: all
    title: {en: More written with others abroad}
    targets: [{key: half, kind: at_least, indicator: international-copublication, given: {value: 0.5}}]
"""


@pytest.fixture
def office(live_server, open_page, settings, few_recipes):
    """Open pages as the office of a university whose plan rests on a figure that was computed and entered."""
    from utsyn.web.evidence.actions.entering import enter_computed
    from utsyn.web.models import Computed
    from utsyn.web.plans import actions as plans

    units = university()
    evidenced(settings)
    who, rector = person("office", units["uib"]), person("leadership", units["uib"])
    edition = plans.take_up(PLAN, unit=units["uib"], by=who, at=AT, rehearsal=True)
    plans.adopt(edition, on=AT.date(), by=rector, at=AT)
    row = Computed.objects.get(basis__current=True, recipe="international-copublication")
    enter_computed(row, row.recipe, unit=units["uib"], because="Newer", by=who, at=AT)
    session = signed_in(Client(), who).cookies["utsyn_session"].value

    def open_(address, language="en", **options):
        page = open_page(locale=LOCALES[language], **options)
        page.context.add_cookies([{"name": "utsyn_session", "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}/{language}{address}")
        return page

    return open_


def test_from_a_goal_to_an_affiliation_as_it_was_printed(office, axe):
    page = office("/plans/invented/goals/more/")
    page.get_by_role("link", name="computed: see the evidence").first.click()
    expect(page.get_by_text("Synthetic.").first).to_be_visible()
    expect(page.locator("main .lead strong").first).to_contain_text("%")
    axe(page)
    page.get_by_role("link", name="See the publications behind it").click()
    listed = int(page.locator("main [role=status] strong").inner_text().split()[0])
    assert listed > 10
    page.locator("main tbody a").first.click()
    expect(page.get_by_role("heading", name="Affiliations as printed")).to_be_visible()
    raw = page.locator("main tbody q").first.inner_text()
    assert len(raw) > 10
    expect(page.locator("main").get_by_text("ours", exact=True).first).to_be_visible()
    axe(page)


def test_every_page_is_for_everyone_in_three_languages_narrow_and_in_the_dark(office, axe):
    from utsyn.web.models import Behind, Partner

    partner, work = Partner.objects.filter(hidden=True).first(), Behind.objects.filter(year=2025).first()
    figure = "/evidence/international-copublication/"
    addresses = ("/evidence/", figure, f"{figure}at/{work.basis_id}/", f"{figure}works/", f"{figure}enter/", f"/evidence/works/{work.work}/",
                 "/evidence/partners/", f"/evidence/partners/{partner.ror}/", "/evidence/vintages/", "/evidence/copublication-classes/",
                 "/evidence/country-profile/", "/evidence/units/", "/evidence/units/unit-10/", "/evidence/fields/", "/evidence/fields/27/",
                 "/evidence/countries/", "/evidence/countries/DE/", "/evidence/lists/", "/evidence/publications/", "/evidence/projects-and-publications/",
                 "/evidence/copublication-definitions/", "/evidence/fields/?figure=copublication-definitions",
                 "/evidence/units/?figure=copublication-definitions", "/evidence/partners/?sign=unwritten")  # fmt: skip
    light, dark = office("/evidence/", "nn"), office("/evidence/", "nb", color_scheme="dark", viewport=SMALL)
    base = light.url.partition("/nn/")[0]
    for address in addresses:
        light.goto(f"{base}/nn{address}")
        axe(light)
        dark.goto(f"{base}/nb{address}")
        unfold(dark)
        axe(dark)
        assert_fits(dark)


def test_lists_are_sent_and_computed_from_the_keyboard_alone(office, axe, tab_to, tmp_path):
    """Faults first, then a list that is right, confirmed, and seen to be worked at."""
    from utsyn.web.models import Job

    page = office("/evidence/vintages/")
    sends = page.get_by_role("link", name="Send the institution’s own lists")
    tab_to(page, sends)
    page.keyboard.press("Enter")
    wrong, right = tmp_path / "wrong.csv", tmp_path / "right.csv"
    wrong.write_text("ror;unit;since;until;kind\n05xg72x27;x;2020-02-30;;x\n", "utf-8")
    right.write_text("ror;unit;since;until;kind\n05xg72x27;x;2020-02-28;;exchange\n", "utf-8")
    page.get_by_label("Files").set_input_files(wrong)
    shows = page.get_by_role("button", name="Show what it would do")
    tab_to(page, shows)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("wrong.csv, row 2, column since", timeout=LOOKED)
    axe(page)
    again = page.get_by_role("link", name="Send others")
    tab_to(page, again)
    page.keyboard.press("Enter")
    page.get_by_label("Files").set_input_files(right)
    tab_to(page, page.get_by_role("button", name="Show what it would do"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What the lists would do")).to_be_visible(timeout=LOOKED)
    axe(page)
    loads = page.get_by_role("button", name="Load them")
    tab_to(page, loads)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The lists will be loaded")).to_be_visible()
    expect(page.get_by_text("waits", exact=True)).to_be_visible()
    axe(page)
    Job.objects.filter(state="queued").update(state="running", did=3, steps=9, tries=1)
    expect(page.get_by_role("progressbar")).to_be_visible(timeout=15_000)  # by itself
    axe(page)
    Job.objects.filter(state="running").update(state="done")
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=15_000)


def test_a_goal_leads_to_what_open_data_say_of_it_without_a_script(office):
    page = office("/plans/invented/goals/more/", java_script_enabled=False)
    page.get_by_role("link", name="What open data say of it").click()
    page.locator("section[aria-labelledby=variants] tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Publications behind")
