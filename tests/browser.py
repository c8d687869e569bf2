"""A real browser for the journeys: found, or installed, or named as what was skipped; its windows, and what axe says."""

import os
import shutil
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.debian import install, required

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
# libatomic1 is for Playwright's own Node; the fonts, for æøå and for names in other alphabets
PACKAGES = ("chromium", "libatomic1", "fonts-dejavu-core", "fonts-noto-core")
FLAGS = [
    "--no-sandbox",  # the suite may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def find() -> str:
    """The path of a browser: UTSYN_BROWSER, else PATH, else Debian's; else skip (or fail if required)."""
    if (chosen := os.environ.get("UTSYN_BROWSER")) and (path := shutil.which(chosen)):
        return path
    for _attempt in range(2):
        if path := next(filter(None, map(shutil.which, NAMES)), None):
            return path
        if not install(*PACKAGES):
            break
    reason = "no browser here: install chromium, or name one in UTSYN_BROWSER"
    if required("browser"):
        pytest.fail(reason)
    pytest.skip(reason)


# How many times slower the browser is than it could be, which shows the tests that look too early.
SLOWED = float(os.environ.get("UTSYN_SLOWED", "1"))
# Windows of a kind that wait; some tests have more open at once. One that is slowed keeps a core busy as it waits.
KEPT = 0 if SLOWED > 1 else 2
# Nothing that a test left is found by the next: what was kept, and all on the page that could still ask for something.
LEAVE = "() => { window.stop(); localStorage.clear(); sessionStorage.clear(); document.body.remove(); }"
USUAL = {"width": 1280, "height": 720}  # Playwright's own
# All that the contrast of words comes of: the elements around them with what style sheets look at, and not the words.
UNSEEN = (
    "action", "alt", "aria-describedby", "aria-label", "aria-labelledby", "content", "datetime", "for", "href", "hreflang", "id",
    "data-head", "hx-get", "hx-post", "lang", "name", "placeholder", "src", "title", "value",
)  # fmt: skip
LOOKS = """unseen => {
    const told = a => ` ${a.name}` + (unseen.includes(a.name) ? a.value && "+" : `=${a.value}`);
    const one = element => element.localName + [...element.attributes].map(told).join("") + nth(element);
    const nth = element => element.previousElementSibling ? (element.nextElementSibling ? "" : "$") : "^";
    const path = element => element ? `${path(element.parentElement)}/${one(element)}` : "";
    const holds = element => element.matches("input, select, textarea") || [...element.childNodes].some(one => one.nodeType === 3 && one.data.trim());
    const around = [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches, location.hash, ...[...document.styleSheets].map(sheet => sheet.href)];
    return [...new Set([...document.body.querySelectorAll("*")].filter(holds).map(path))].map(path => `${around} ${path}`);
}"""
MEASURED: set[str] = set()


class Window(NamedTuple):
    """What a page was opened with, and the list into which it complains."""

    options: Mapping[str, Any]
    complaints: list[list[str]]


class Windows:
    """Pages that were used, each in a browser context of its own, as good as new, by the options they were opened with."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Page]] = defaultdict(list)
        self._taken: dict[Page, Window] = {}

    def take(self, browser: Browser, options: Mapping[str, Any], console: list[str]) -> Page:
        """Take one that waits, or open one; what it complains of goes to `console`."""
        waiting = self._waiting[_kind(options)]
        page = waiting.pop() if waiting else self._opened(browser, options)
        self._taken[page].complaints[:] = [console]
        return page

    def give_back(self, page: Page) -> None:
        """Make a page as new for the next, or close it where enough wait or more than it is open; twice is once."""
        options = self._taken[page].options
        waiting = self._waiting[_kind(options)]
        if page in waiting:
            return
        if page.is_closed() or len(page.context.pages) > 1 or len(waiting) >= KEPT:
            page.context.close()
            return
        self._taken[page].complaints[:] = [[]]  # of what is broken off here
        page.evaluate(LEAVE)
        page.goto("about:blank")
        page.context.clear_cookies()
        page.emulate_media(media="null")
        page.set_viewport_size(options.get("viewport", USUAL))
        waiting.append(page)

    def _opened(self, browser: Browser, options: Mapping[str, Any]) -> Page:
        page = browser.new_context(**options).new_page()
        if SLOWED > 1:
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        made = self._taken[page] = Window(options, [])
        page.on(
            "console", lambda said: made.complaints[0].append(said.text) if said.type == "error" else None
        )
        page.on("pageerror", lambda error: made.complaints[0].append(str(error)))
        return page


def _kind(options: Mapping[str, Any]) -> str:
    return repr(sorted(options.items()))


def unfold(page: Page, within: str = "body") -> None:
    """Open all that is folded away, once the whole page has come: who pressed a button has waited for its beginning alone."""
    page.wait_for_load_state()
    page.evaluate(
        "within => document.querySelectorAll(`${within} details`).forEach(one => one.open = true)", within
    )


def assert_fits(page: Page) -> None:
    """Assert that nobody needs to scroll sideways to read the page."""
    page.wait_for_load_state()
    widths = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    needed, shown = page.evaluate(widths)
    assert needed <= shown, f"{page.url}: {needed} px wide where {shown} are to be seen"


def assert_accessible(page: Page) -> None:
    """Assert that axe-core finds no violation of WCAG 2.2 A and AA on the page as it stands.

    Contrast, which takes longer than all other rules together, is measured on each page that shows words in elements, or at
    a width or in colours, in which it was not measured before: words in another language have the contrast of these.
    """
    page.wait_for_load_state()
    looks = set(page.evaluate(LOOKS, UNSEEN))
    options: dict[str, Any] = {"runOnly": RULES, "resultTypes": ["violations"]}
    if looks <= MEASURED:
        options["rules"] = {"color-contrast": {"enabled": False}}
    found = Axe().run(page, options=options).response["violations"]
    said = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n    {node['html'][:200]}\n    {node['failureSummary']}"
        for fault in found
        for node in fault["nodes"]
    ]
    assert not said, f"{page.url}\n" + "\n".join(said)
    MEASURED.update(looks)
