"""What units do about goals, in a real browser: a report with every unit's answer, the paged cascade, several targets, lists by hand."""

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

LARGE = {"width": 1280, "height": 900}
KIND = "strategic-infrastructure"


@pytest.fixture
def world(live_server, tmp_path, monkeypatch) -> dict[str, Any]:
    from utsyn.web.reports.actions import approve

    plan_worlds.written(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    units = university()
    office, rector = person("office", units["uib"]), person("leadership", units["uib"])
    plan = report_worlds.followed(units)
    for year, n in ((2021, 20), (2024, 60)):
        plan_worlds.figure("abroad", units["fac-hum"], year, (n, 100))
    reporting = report_worlds.opened(plan, units, by=office)
    row = report_worlds.handed_in(reporting, units["uib"], by=office)
    return {"plan": plan, "office": office, "frozen": approve(row, by=rector, at=report_worlds.AT)}


@pytest.fixture
def enter(open_page, live_server) -> Callable[..., Page]:
    """Open a browser in which somebody has signed in."""

    def entered(user: Any, **options: Any) -> Page:
        page = open_page(**options)
        value = signed_in(Client(), user).cookies["utsyn_session"].value
        page.context.add_cookies([{"name": "utsyn_session", "value": value, "url": live_server.url}])
        return page

    return entered


def test_what_units_do_is_for_everyone_on_a_small_telephone_in_the_dark(world, enter, live_server, axe):
    frozen, key = world["frozen"], world["plan"].key
    addresses = (
        f"/reports/{frozen.report_id}/frozen/1/", f"/plans/{key}/cascade/", f"/plans/{key}/cascade/?state=declined&unit=fac-law",
        "/plans/new/?way=form", f"/indicators/members/{KIND}/", f"/indicators/members/{KIND}/new/",
        f"/reports/compare/?first={frozen.pk}&second={frozen.pk}&all=1",
    )  # fmt: skip
    small = enter(world["office"], viewport=SMALL, color_scheme="dark")
    large = enter(world["office"], viewport=LARGE)
    for address in addresses:
        for page, code in ((small, "nb"), (large, "nn")):
            assert page.goto(f"{live_server.url}/{code}{address}").ok, address
            unfold(page)
            assert_fits(page)
            axe(page)


def test_a_goal_gets_a_second_target_and_a_list_is_entered_without_javascript(
    world, enter, live_server, axe, console
):
    page = enter(world["office"], locale="en-GB", viewport=SMALL, java_script_enabled=False)
    page.goto(f"{live_server.url}/en/plans/new/?way=form")
    page.get_by_role("button", name="Add a target").click()
    expect(page.get_by_role("group", name="Target 2")).to_be_visible()
    page.get_by_role("group", name="Target 2").get_by_role("combobox").select_option("judged")
    page.get_by_role("button", name="Show what it asks for (Goal 1, Target 2)").click()
    expect(page.get_by_role("group", name="Who judges")).to_be_visible()
    page.get_by_role("button", name="Remove Target 1").click()
    expect(page.get_by_role("group", name="Who judges")).to_be_visible()
    page.goto(f"{live_server.url}/en/indicators/members/{KIND}/")
    page.get_by_role("link", name="Enter the list").click()
    page.get_by_label("The members, one on each line").fill("nmr-lab; The NMR laboratory\nship; The ship")
    page.get_by_role("button", name="Save the list").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Where it is written").fill("The board, case 3/25")
    page.get_by_label("How it was decided").fill("All that the board calls strategic")
    page.get_by_role("button", name="Save the list").click()
    expect(page.get_by_text("The list is saved.")).to_be_visible()
    expect(page.get_by_text("The NMR laboratory")).to_be_visible()
    looking = enter(world["office"], locale="en-GB", viewport=SMALL, color_scheme="dark")
    looking.goto(page.url)
    unfold(looking)
    assert_fits(looking)
    axe(looking)
    console.clear()  # the browser itself reports that the form was refused once
