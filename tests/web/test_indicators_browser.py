"""Indicators in a real browser: every page on a small telephone in the dark, and a figure that is entered and revised."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.browser import assert_fits, unfold
from tests.journeys.test_every_page import LOCALES, SMALL
from tests.web.banked import signed_in
from tests.web.figure_worlds import figure, indicators, revised, year
from tests.web.people import person, university


@pytest.fixture
def office(live_server, open_page, tmp_path, monkeypatch):
    """Open pages as the office, where one series has two definitions, two providers and a revision."""
    indicators(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    units = university()
    who = person("office", units["uib"])
    for number in range(2019, 2025):
        figure("t-projects", units["uib"], who, **year(number), value=number - 1990, provider="register")
    row = figure("t-projects", units["uib"], who, value=31, provider="survey", precision=1)
    revised(row, who, value=30)
    figure("t-groups", units["uib"], who, parts={f"dep-{name}": 2 for name in ("geo", "bio", "music", "design", "history")})  # fmt: skip
    client = signed_in(Client(), who)

    def open_(address, language="en", **options):
        page = open_page(locale=LOCALES[language], **options)
        session = client.cookies["utsyn_session"].value
        page.context.add_cookies([{"name": "utsyn_session", "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}/{language}{address.format(row=row.pk + 1)}")
        return page

    return open_


def test_every_page_is_for_everyone_on_a_small_telephone_in_the_dark(office, axe):
    page = office("/indicators/", color_scheme="dark", viewport=SMALL)
    addresses = ("/indicators/t-projects/", "/indicators/t-groups/?on=2026-11-26", "/indicators/t-place/figures/new/",
                 "/indicators/t-groups/figures/new/", "/indicators/t-abroad/figures/read/", "/figures/{}/withdraw/")  # fmt: skip
    last = page.request.get(f"{page.url}t-projects/figures.json").json()["figures"][-1]["figure"]
    for address in ("/indicators/", *addresses):
        page.goto(page.url.partition("/en/")[0] + "/en" + address.format(last))
        unfold(page)
        axe(page)
        assert_fits(page)


def test_a_figure_is_entered_with_a_fault_mended_and_revised(office, axe, console):
    page = office("/indicators/t-abroad/", "nb")
    axe(page)
    page.locator("a[href*='figures/new']").click()
    page.locator("[name='since']").fill("2024-01-01")
    page.locator("[name='until']").fill("2024-12-31")
    page.locator("[name='parts.numerator']").fill("1 200")
    page.locator("[name='parts.denominator']").fill("0")
    page.locator("[name='source.title']").fill("Årsrapport 2024, side 12")
    page.locator("[name='method']").fill("Lest av")
    page.locator("main form button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("[name='parts.denominator']")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name='source.title']")).to_have_value("Årsrapport 2024, side 12")
    axe(page)
    page.locator("[name='parts.denominator']").fill("2 400")
    page.locator("main form button").click()
    expect(page.locator("main .lead strong")).to_have_text("50 %")
    page.locator("a[href*='revise']").click()
    page.locator("[name='because']").fill("Rettet i registeret")
    page.locator("[name='parts.numerator']").fill("600")
    page.locator("main form button").click()
    expect(page.locator("main .lead strong")).to_have_text("25 %")
    expect(page.locator("main s")).to_have_text("50 %")
    axe(page)
    console.clear()  # the browser itself reports the status of the refusal
