"""Signing in with a real browser: through another instance as identity provider, and with a password and codes."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from socket import socket
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible
from tests.provider.__main__ import CLIENT, EMAIL, GROUPS, PASSWORD, SECRET
from tests.web.people import person, university

ROOT = Path(__file__).resolve().parents[2]
OWN_PASSWORD = "regnfrakk på kroken"  # noqa: S105  of somebody invented
CLOSED = {
    "en": "Too many wrong passwords: signing in is closed for a while",
    "nb": "For mange feil passord: innloggingen er stengt en stund",
}


def free_port() -> int:
    with closing(socket()) as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


@pytest.fixture(autouse=True)
def nothing_counted(transactional_db) -> None:
    """Tries that are counted lie in a table of their own, which is not emptied between tests."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def provider(live_server, settings, tmp_path) -> Iterator[str]:
    """Another instance of the house as identity provider, which this one trusts; its address."""
    from utsyn.web.people.signin.providers import providers

    issuer = (
        f"http://localhost:{free_port()}"  # not 127.0.0.1: a browser gives all ports of a host one cookie jar
    )
    told = {
        "ISSUER": issuer,
        "CLIENT": CLIENT,
        "SECRET": SECRET,
        "NAME": "Feide",
        "SCOPES": "openid profile email groups",
    }
    settings.PROVIDERS = apps = providers({f"UTSYN_OIDC_{name}": value for name, value in told.items()})
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = (
        60  # its first answer loads the house, on a machine with much else to do
    )
    redirect = f"{live_server.url}/oidc/{apps[0]['provider_id']}/callback/"
    known = {name: value for name, value in os.environ.items() if not name.startswith(("UTSYN_", "DJANGO_"))}
    where = {**known, "UTSYN_VAR": str(tmp_path / "provider")}
    Path(where["UTSYN_VAR"]).mkdir()
    command = [sys.executable, "-m", "tests.provider", issuer.rpartition(":")[2], redirect]
    with subprocess.Popen(command, cwd=ROOT, env=where, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline().strip() == "ready"
            yield issuer
        finally:
            process.terminate()


@pytest.fixture
def groups(tmp_path, monkeypatch) -> Path:
    """An institution's own folder whose groups.yaml knows one of the person's three groups."""
    home = tmp_path / "home"
    home.mkdir()
    rows = f"groups:\n  - {{group: '{GROUPS[0]}', unit: fac-nat, role: coordinator}}\n"
    (home / "groups.yaml").write_text(rows, "utf-8")
    monkeypatch.setenv("UTSYN_HOME", str(home))
    return home / "groups.yaml"


@pytest.fixture
def colleague(transactional_db):
    """Somebody with a password, a coordinator at a faculty."""
    units = university()
    made = person("coordinator", units["fac-nat"], invented=False, username="ola")  # ola@example.org
    made.set_password(OWN_PASSWORD)
    made.save()
    return made


def through_provider(page: Page, site: str, *, first: bool = True) -> None:
    page.goto(f"{site}/en/sign-in/")
    page.get_by_role("button", name="Sign in with Feide").click()
    if first:  # later the provider knows who it is
        page.wait_for_url(re.compile("localhost.*/sign-in/"))
        fill(page, EMAIL, PASSWORD)
    page.wait_for_url(re.compile(f"{re.escape(site)}/en/(?!sign-in/through/)|callback"))


def fill(page: Page, email: str, password: str) -> None:
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("main form[action$='/sign-in/'] button").click()


def by_password(page: Page, site: str, password: str = OWN_PASSWORD, *, language: str = "en") -> None:
    page.goto(f"{site}/{language}/sign-in/")
    fill(page, "ola@example.org", password)


def code_of(secret: str, *, later: int = 0) -> str:
    """The code that a telephone shows for a key; `later` steps of half a minute from now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2] + later))


def test_through_the_provider_with_a_role_from_a_group(open_page, live_server, provider, groups, axe):
    from utsyn.web.people.models import Held, User

    university()
    page = open_page(locale="en-GB")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    through_provider(page, live_server.url)
    header = page.locator("header")
    expect(header.get_by_role("link", name="Kari Oppdiktet")).to_be_visible()
    sent = parse_qs(urlsplit(next(url for url in asked if "/authorize?" in url)).query)
    assert sent["code_challenge_method"] == ["S256"], "PKCE"
    kari = User.objects.get(first_name="Kari", last_name="Oppdiktet")
    assert not kari.has_usable_password()
    assert [(h.role, h.unit.key, h.origin) for h in Held.objects.filter(user=kari)] == [
        ("coordinator", "fac-nat", "groups")
    ]

    header.get_by_role("link", name="Kari Oppdiktet").click()
    expect(
        page.get_by_text("faculty coordinator, Faculty of Mathematics and Natural Sciences")
    ).to_be_visible()
    axe(page)
    header.get_by_role("button", name="Sign out").click()
    expect(header.get_by_role("link", name="Sign in")).to_be_visible()

    groups.write_text("groups: []\n", "utf-8")
    through_provider(page, live_server.url, first=False)
    expect(header.get_by_role("link", name="Kari Oppdiktet")).to_be_visible()
    assert User.objects.filter(first_name="Kari").count() == 1, "the same person, known by her number"
    assert not Held.objects.filter(user=kari).exists(), "the role went with the group"


def test_an_address_alone_does_not_open_somebody_elses_account(
    open_page, console, live_server, provider, colleague
):
    from allauth.socialaccount.models import SocialAccount

    page = open_page(locale="en-GB")
    colleague.email = EMAIL
    colleague.save()
    through_provider(page, live_server.url)
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "an address alone does not show that it is you"
    )
    expect(page.locator("header").get_by_role("link", name="Sign in")).to_be_visible()
    assert not SocialAccount.objects.exists()
    assert [line for line in console if "409" not in line] == []
    console.clear()


def test_a_provider_that_is_down_is_a_page_that_says_so(page, console, live_server, settings, db):
    from utsyn.web.people.signin.providers import providers

    told = {
        "UTSYN_OIDC_ISSUER": f"http://localhost:{free_port()}",
        "UTSYN_OIDC_CLIENT": "x",
        "UTSYN_OIDC_NAME": "Feide",
    }
    settings.PROVIDERS = apps = providers(told)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
    page.goto(f"{live_server.url}/en/sign-in/")
    page.get_by_role("button", name="Sign in with Feide").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Feide does not answer as it should")
    assert [line for line in console if "502" not in line] == []
    console.clear()


def test_a_password_asks_a_coordinator_for_a_second_factor(
    open_page: Callable[..., Page], live_server, colleague, axe
):
    page = open_page(viewport={"width": 320, "height": 720})
    by_password(page, live_server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    axe(page)
    page.get_by_role("textbox", name="Password").fill(OWN_PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")
    axe(page)
    page.goto(f"{live_server.url}/en/calls/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")

    secret = page.locator("#key").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your spare codes")
    axe(page)
    spare = page.locator("main li code").first.inner_text()
    page.goto(f"{live_server.url}/en/calls/")
    expect(page).to_have_url(re.compile("/en/calls/$"))

    page.locator("header").get_by_role("button", name="Sign out").click()
    by_password(page, live_server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
    axe(page)
    page.get_by_label("Code").fill(code_of(secret))
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.locator("header").get_by_role("button", name="Sign out")).to_be_visible()

    page.locator("header").get_by_role("button", name="Sign out").click()
    by_password(page, live_server.url)
    page.get_by_label("Code").fill(code_of(secret))
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("This code is not right")).to_be_visible()
    page.get_by_label("Code").fill(spare)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.locator("header").get_by_role("button", name="Sign out")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "nb"])
def test_five_wrong_passwords_close_the_door_for_a_while(page, console, live_server, colleague, language):
    for _ in range(5):
        by_password(page, live_server.url, "feil", language=language)
    expect(page.get_by_role("heading", level=1)).to_have_text(CLOSED[language])
    assert_accessible(page)
    by_password(page, live_server.url, language=language)
    expect(page.get_by_role("heading", level=1)).to_have_text(CLOSED[language])
    assert [line for line in console if "429" not in line] == []
    console.clear()


def test_the_pages_of_signing_in_work_without_javascript(open_page, live_server, provider, groups):
    university()
    page = open_page(locale="en-GB", java_script_enabled=False)
    through_provider(page, live_server.url)
    expect(page.locator("header").get_by_role("link", name="Kari Oppdiktet")).to_be_visible()
