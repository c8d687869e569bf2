"""Reports in a real browser: written, handed in, approved and frozen; and every page on a small telephone in the dark."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser import assert_fits, unfold
from tests.journeys.test_every_page import SMALL
from tests.web import plan_worlds, report_worlds
from tests.web.banked import signed_in
from tests.web.people import person, university

QUESTIONS = ({"words": "What surprised you?", "because": "No register knows"},)


@pytest.fixture
def world(live_server, tmp_path, monkeypatch) -> dict[str, Any]:
    plan_worlds.written(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    units = university()
    office, plan = person("office", units["uib"]), report_worlds.followed(units)
    told = report_worlds.asked(questions=QUESTIONS)
    reporting = report_worlds.opened(plan, units, by=office, told=told)
    return {"units": units, "plan": plan, "office": office, "reporting": reporting,
            "dean": report_worlds.coordinator(units["fac-hum"])}  # fmt: skip


@pytest.fixture
def enter(open_page, live_server) -> Callable[..., Page]:
    """Open a browser in which somebody has signed in."""

    def entered(user: Any, **options: Any) -> Page:
        page = open_page(**options)
        value = signed_in(Client(), user).cookies["utsyn_session"].value
        page.context.add_cookies([{"name": "utsyn_session", "value": value, "url": live_server.url}])
        return page

    return entered


def test_a_dean_writes_hands_in_and_freezes_her_report_without_javascript(world, enter, live_server, axe):
    row = report_worlds.report(world["reporting"], world["units"]["fac-hum"])
    page = enter(world["dean"], locale="en-GB", java_script_enabled=False)
    page.goto(f"{live_server.url}/en/plans/{world['plan'].key}/reporting/")
    page.get_by_role("link", name="Faculty of Humanities").click()
    page.get_by_role("link", name="Write").click()
    page.get_by_label("The year as a whole").fill("A good year.")
    page.get_by_label("How the unit judges its progress").fill("Slow, but the right way.")
    page.get_by_label("What surprised you?").fill("Iceland.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("button", name="Approve and freeze").click()
    expect(page.get_by_text("Frozen and unchanged")).to_be_visible()
    expect(page.get_by_text("Slow, but the right way.")).to_be_visible()
    page.get_by_role("link", name="Compute again").click()
    expect(page.get_by_text("The same.")).to_be_visible()
    looking = enter(world["dean"], locale="nb-NO")
    for address in (f"/nb/reports/{row.pk}/frozen/1/", f"/nn/reports/{row.pk}/frozen/1/again/"):
        looking.goto(f"{live_server.url}{address}")
        axe(looking)


def test_every_page_fits_a_small_telephone_in_the_dark_and_is_for_everyone(world, enter, live_server, axe):
    from utsyn.web.reports.actions import approve

    reporting, units = world["reporting"], world["units"]
    made = approve(
        report_worlds.handed_in(reporting, units["fac-hum"], by=world["dean"]),
        by=world["dean"],
        at=report_worlds.AT,
    )
    whole = report_worlds.handed_in(reporting, units["uib"], by=world["office"])
    page = enter(world["office"], viewport=SMALL, color_scheme="dark")
    for address in (
        f"/plans/{world['plan'].key}/reporting/", f"/plans/{world['plan'].key}/reporting/new/", f"/reporting/{reporting.key}/",
        f"/reports/{whole.pk}/", f"/reports/{report_worlds.report(reporting, units['fac-med']).pk}/edit/",
        f"/reports/{made.report_id}/", f"/reports/{made.report_id}/frozen/1/?public=1",
        f"/reports/compare/?first={made.pk}&second={made.pk}&all=1",
    ):  # fmt: skip
        assert page.goto(f"{live_server.url}/nb{address}").ok, address
        unfold(page)
        assert_fits(page)
        axe(page)
