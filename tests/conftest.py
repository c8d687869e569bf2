"""What all tests share: marks, Hypothesis profiles, and a browser that tolerates no error in its console."""

import os
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import browser as browsers

# Playwright's sync API runs inside an event loop, in which Django would refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# The same examples for everyone, each time; UTSYN_EXPLORE=1 looks for new ones. No clock decides either way.
SLOW = [hypothesis.HealthCheck.too_slow]
hypothesis.settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=SLOW)
hypothesis.settings.register_profile("explore", deadline=None, suppress_health_check=SLOW)
hypothesis.settings.load_profile("explore" if os.environ.get("UTSYN_EXPLORE") else "same")

DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
BROWSER = {"browser", "open_page", "page"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark each test by what it uses; leave those on Spark to who asks for them."""
    if "spark" not in config.option.markexpr:
        asked = [item for item in items if not item.get_closest_marker("spark")]
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("spark")])
        items[:] = asked
    for item in items:
        uses = set(getattr(item, "fixturenames", ()))
        if uses & BROWSER:
            item.add_marker(pytest.mark.browser)
        if uses & DATABASE or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the records of tests on SQLite in a file, as an installation does.

    In memory, every thread of the live server would share one connection, so that one page's transaction held what
    another wrote, and a thread that outlived the server would close a connection that was no longer its own.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = tmp_path_factory.mktemp("records") / "utsyn.sqlite3"


@pytest.fixture(scope="session", autouse=True)
def _swept_between_tests() -> None:
    """Let the test runner empty the tables that the database guards: it does so between tests, as nobody else may."""
    from django.db.backends.sqlite3.base import DatabaseOperations

    sweep = DatabaseOperations.sql_flush

    def unguarded(self, *args: object, **kwargs: object) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            guards = cursor.fetchall()
        dropped = [f"DROP TRIGGER {name}" for name, _ in guards]
        return [*dropped, *sweep(self, *args, **kwargs), *(made for _, made in guards)]

    DatabaseOperations.sql_flush = unguarded


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Debian's Chromium, or another, one for the whole run; what it writes goes with the run."""
    path = browsers.find()
    home = {"HOME": str(tmp_path_factory.mktemp("browser"))}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=browsers.FLAGS, env={**os.environ, **home}
        )
        yield chromium
        chromium.close()


@pytest.fixture
def console() -> Iterator[list[str]]:
    """What the pages of this test complained of; whatever the test leaves here makes it fail."""
    errors: list[str] = []
    yield errors
    assert not errors, "the browser's console holds errors:\n" + "\n".join(errors)


@pytest.fixture(scope="session")
def windows() -> browsers.Windows:
    """The windows that wait for the next test: starting one costs more than all that most tests do in it."""
    return browsers.Windows()


@pytest.fixture
def open_page(
    browser: Browser, windows: browsers.Windows, console: list[str]
) -> Iterator[Callable[..., Page]]:
    """Open pages, each in a browser of its own, with options such as locale="nn-NO", color_scheme="dark"."""
    opened = []

    def open_(**options: object) -> Page:
        opened.append(windows.take(browser, {"locale": "nb-NO", **options}, console))
        return opened[-1]

    yield open_
    for page in opened:
        windows.give_back(page)


@pytest.fixture
def leave(windows: browsers.Windows) -> Callable[[Page], None]:
    """Leave a page before the test ends: the next that is opened is as new, and need not be started."""
    return windows.give_back


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page in Bokmål at the usual size."""
    return open_page()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Call it with a page to assert that it has no violation of WCAG 2.2 A and AA."""
    return browsers.assert_accessible
