"""Every page in every language in a real browser: no violation of WCAG 2.2 AA, nothing wider than a small telephone."""

import pytest

from tests.browser import assert_fits, unfold

LANGUAGES = ("nb", "nn", "en")
KINDS = (
    "front", "list", "timeline", "call", "choose", "ask", "answer", "compare", "amendment", "about", "reference",
)  # fmt: skip
SMALL = {"width": 320, "height": 640}
LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_for_everyone(open_page, site, axe, kind, language):
    page = open_page(locale=LOCALES[language])
    page.goto(site(kind, language))
    axe(page)
    page.set_viewport_size(SMALL)
    assert_fits(page)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_for_everyone_in_the_dark_on_a_small_telephone(open_page, site, axe, kind):
    page = open_page(color_scheme="dark", viewport=SMALL)
    page.goto(site(kind, "nb"))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 20)"
    axe(page)


@pytest.mark.parametrize("kind", ["ask", "answer", "call"])
def test_what_is_folded_away_is_for_everyone_too(open_page, site, axe, kind):
    page = open_page(viewport=SMALL)
    page.goto(site(kind, "nn"))
    unfold(page)
    axe(page)
    assert_fits(page)


@pytest.mark.parametrize("path", ["/calls/intpart-2021/", "/calls/?on=2022-02-30"])
def test_an_error_is_for_everyone(open_page, console, live_server, axe, path):
    page = open_page(viewport=SMALL)
    assert not page.goto(f"{live_server.url}/nn{path}").ok
    axe(page)
    assert_fits(page)
    console.clear()  # the browser itself reports the status


@pytest.mark.parametrize("kind", ["answer", "call"])
def test_on_paper_stand_the_words_and_where_they_came_from(page, site, kind):
    page.goto(site(kind, "nb"))
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").first.is_visible()
    assert not page.locator("form").first.is_visible()
    assert page.locator(".paper").inner_text().startswith(site(kind, "nb"))
    assert page.locator("h1").is_visible()


def test_the_focus_can_be_seen(page, site, tab_to):
    page.goto(site("list", "nb"))
    tab_to(page, page.get_by_label("Søk"))
    outline = page.get_by_label("Søk").evaluate("element => getComputedStyle(element).outline")
    assert "3px" in outline
