"""What the journeys share: the pages as they are served, with proposals to look at."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from tests.web.conftest import ask, demos, few_recipes, pages

__all__ = ["ask", "demos", "few_recipes", "pages"]


@pytest.fixture
def site(live_server, pages) -> Callable[[str, str], str]:
    """The whole address of a page of a kind, in a language."""
    return lambda kind, language="en": f"{live_server.url}/{language}{pages[kind]}"


@pytest.fixture
def tab_to() -> Callable[[Page, Locator], None]:
    """Go to something with the Tab key alone, as one does who has no mouse."""

    def go(page: Page, target: Locator, *, most: int = 120) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{most} times Tab did not lead to {target}")

    return go
