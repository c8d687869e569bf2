"""A real browser for the journeys: found, or installed, or named as what was skipped."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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


def assert_accessible(page: Page) -> None:
    """Assert that axe-core finds no violation of WCAG 2.2 A and AA on the page as it stands."""
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    said = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n    {node['html'][:200]}\n    {node['failureSummary']}"
        for fault in found
        for node in fault["nodes"]
    ]
    assert not said, f"{page.url}\n" + "\n".join(said)
