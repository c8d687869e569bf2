"""Asking about a proposal as people do it: with the keyboard alone, without JavaScript, with two quick clicks."""

import re

import pytest
from playwright.sync_api import Page, expect

ANSWERS = re.compile(r"/answers/[\w-]{43}/$")


@pytest.fixture
def form(live_server) -> str:
    return f"{live_server.url}/en/calls/intpart-2022/ask/"


def told(page: Page) -> None:
    page.get_by_label("Ask as the call stood on").fill("2022-03-02")
    page.get_by_label("Title").fill("Arctic")
    page.get_by_role("group", name="Partner 1").get_by_label("Country").select_option("RU")


def test_with_the_keyboard_alone(page, live_server, tab_to):
    page.goto(f"{live_server.url}/en/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Ask about a proposal"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="INTPART 2022"))
    page.keyboard.press("Enter")
    title = page.get_by_label("Title")
    tab_to(page, title)
    page.keyboard.type("Arctic")
    country = page.get_by_role("group", name="Partner 1").get_by_label("Country")
    tab_to(page, country)
    page.keyboard.type("Russ")
    expect(country).to_have_value("RU")
    tab_to(page, page.get_by_role("button", name="Add one more: Partners"))
    page.keyboard.press("Enter")
    second = page.get_by_role("group", name="Partner 2").get_by_label("Country")
    expect(second).to_be_visible()
    expect(page).to_have_url(re.compile("#partners$"))
    expect(title).to_have_value("Arctic")
    tab_to(page, second)
    page.keyboard.type("Swed")
    tab_to(page, page.get_by_label("Amount sought", exact=True))
    page.keyboard.type("8 000 000")
    page.keyboard.press("Enter")
    expect(page).to_have_url(ANSWERS)
    expect(page.get_by_role("heading", level=1)).to_have_text("No, this proposal may not go to INTPART 2022")
    expect(page.get_by_text("Found: Russia and Sweden").first).to_be_visible()


def test_without_javascript(open_page, live_server, form):
    page = open_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/en/calls/")
    page.get_by_label("Search").fill("intpart 2022")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("status")).to_contain_text("1 call")
    page.goto(form)
    told(page)
    page.get_by_role("button", name="Add one more: Partners").click()
    page.get_by_role("group", name="Partner 2").get_by_label("Country").select_option("JP")
    page.get_by_role("button", name="Remove Partner 1").click()
    expect(page.get_by_role("group", name="Partner 1").get_by_label("Country")).to_have_value("JP")
    expect(page.get_by_role("group", name="Partner 2")).to_have_count(0)
    page.get_by_role("button", name="Ask", exact=True).last.click()
    expect(page).to_have_url(ANSWERS)
    page.get_by_text("Every rule of the call, one by one").click()
    expect(page.locator(".tree")).to_be_visible()


def test_two_quick_clicks_are_one_question(page, form):
    from utsyn.web.models import Asked

    page.goto(form)
    told(page)
    page.get_by_role("button", name="Ask", exact=True).last.dblclick()
    expect(page).to_have_url(ANSWERS)
    assert Asked.objects.count() == 1


def test_what_is_wrong_is_found_from_the_top_and_nothing_is_lost(page, console, form, axe):
    page.goto(form)
    told(page)
    page.get_by_label("Amount sought", exact=True).fill("1500000,50")
    page.get_by_role("button", name="Ask", exact=True).last.click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("decimal point")
    summary.get_by_role("link").click()
    amount = page.get_by_label("Amount sought", exact=True)
    expect(amount).to_be_focused()
    expect(amount).to_have_value("1500000,50")
    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Title")).to_have_value("Arctic")
    axe(page)
    console.clear()  # the browser itself reports that the form was refused
    amount.fill("1 500 000.50")
    page.get_by_role("button", name="Ask", exact=True).last.click()
    expect(page).to_have_url(ANSWERS)


def test_a_session_gone_in_the_middle_loses_nothing(page, console, form, axe):
    page.goto(form)
    told(page)
    page.context.clear_cookies()
    page.get_by_role("button", name="Ask", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing is lost: please send again")
    axe(page)
    console.clear()  # the browser itself reports that the form was refused
    page.get_by_role("button", name="Send again").click()
    expect(page).to_have_url(ANSWERS)


def test_the_back_button_leads_to_a_form_that_still_holds_all(page, form):
    page.goto(form)
    told(page)
    page.get_by_role("button", name="Ask", exact=True).last.click()
    expect(page).to_have_url(ANSWERS)
    page.go_back()
    expect(page.get_by_label("Title")).to_have_value("Arctic")


def test_as_of_another_day_and_back_again(page, form):
    page.goto(form)
    told(page)
    page.get_by_role("button", name="Ask", exact=True).last.click()
    page.get_by_label("Another day").fill("2022-03-01")
    page.get_by_role("button", name="Ask as of that day").click()
    expect(page.get_by_text("First asked as of 2 March 2022")).to_be_visible()
    page.get_by_role("link", name="Nynorsk").click()
    expect(page).to_have_url(re.compile(r"/nn/answers/.*\?on=2022-03-01"))


def test_the_list_follows_as_one_types(page, live_server):
    page.goto(f"{live_server.url}/en/calls/")
    page.get_by_label("Search").press_sequentially("intpart 2022")
    expect(page.get_by_role("status")).to_contain_text("1 call")
    expect(page).to_have_url(re.compile("q=intpart"))
    expect(page.get_by_label("Search")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Calls")
