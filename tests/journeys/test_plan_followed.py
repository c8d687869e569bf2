"""A plan as people follow it: adopted, sent to a faculty, declined with a reason, reported on, frozen, and compared."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.web.banked import signed_in
from tests.web.people import person, university
from tests.web.test_plan_actions import PLAN

KEY = "invented-2026"


@pytest.fixture
def enter(open_page, live_server, axe, transactional_db) -> Callable[..., Callable[[str], Page]]:
    """A browser in which somebody has signed in; every page that she opens is looked at with axe."""
    units = university()
    people = {
        "office": person("office", units["uib"]),
        "rector": person("leadership", units["uib"]),
        "dean": person("coordinator", units["fac-hum"]),
    }
    from utsyn.web.plans import actions

    actions.take_up(PLAN, unit=units["uib"], by=people["office"], at=timezone.now())

    def entered(who: str) -> Callable[[str], Page]:
        page = open_page(locale="nb-NO")
        value = signed_in(Client(), people[who]).cookies["utsyn_session"].value
        page.context.add_cookies([{"name": "utsyn_session", "value": value, "url": live_server.url}])

        def at(address: str) -> Page:
            assert page.goto(f"{live_server.url}/nb{address}").ok, address
            axe(page)
            return page

        return at

    return entered


@pytest.mark.once
def test_a_plan_is_adopted_sent_declined_reported_frozen_and_compared(enter, axe) -> None:
    office, rector, dean = enter("office"), enter("rector"), enter("dean")

    page = rector(f"/plans/{KEY}/adopt/")
    page.locator("[name=because]").fill("Styret, sak 12/26")
    page.get_by_role("button", name="Vedta utgave 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan")

    page = office(f"/plans/{KEY}/goals/language/send/")
    page.get_by_label("Det humanistiske fakultet").check()
    page.locator("[name=asked]").fill("Hvem underviser på engelsk?")
    page.locator("main form button").last.click()

    page = dean("/work/")
    page.get_by_role("link", name="Språk").first.click()
    page.locator("[name=answer][value=declined]").check()
    page.locator("[name=because]").first.fill("Vi underviser på norsk")
    page.locator("[name=do][value=reply], button[value=reply]").first.click()
    expect(page.get_by_text("Vi underviser på norsk").first).to_be_visible()
    axe(page)
    expect(
        office(f"/plans/{KEY}/goals/language/").get_by_text("Vi underviser på norsk").first
    ).to_be_visible()

    frozen = [_reported(office, dean, dean), _again(office, rector)]
    page = office(f"/reports/compare/?first={frozen[0]}&second={frozen[1]}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("Dette er rapporter fra to enheter")
    expect(page.get_by_text("Bare i den første:")).to_be_visible()


def _reported(office: Any, writer: Any, head: Any) -> int:
    """Open a round in the browser, write the faculty's report, hand it in and freeze it; return what was frozen."""
    today = timezone.localdate()
    page = office(f"/plans/{KEY}/reporting/new/")
    for name, value in (
        ("key", "rapport-2026"), ("title", "Rapport 2026"), ("since", today.replace(month=1, day=1).isoformat()),
        ("until", today.isoformat()), ("opens", today.isoformat()), ("due", (today + timedelta(days=14)).isoformat()),
    ):  # fmt: skip
        page.locator(f"[name={name}]").fill(value)
    for box in page.locator("[name=units]").all():
        box.set_checked(box.get_attribute("value") in ("uib", "fac-hum"))
    page.locator("[name=fields][value=assessment]").check()
    page.locator("[name=fields][value=overall]").check()
    page.locator("main form button").last.click()
    expect(page.get_by_text("Rapport 2026").first).to_be_visible()
    row = _report("fac-hum")
    page = writer(f"/reports/{row.pk}/edit/")
    page.locator("main textarea").first.fill("Et godt år.")
    page.locator("main form button").last.click()
    return _frozen(writer, head, row)


def _again(office: Any, rector: Any) -> int:
    """The whole institution's report: handed in by the office, approved by the leadership."""
    return _frozen(office, rector, _report("uib"))


def _frozen(writer: Any, head: Any, row: Any) -> int:
    writer(f"/reports/{row.pk}/").locator("form[action*='hand-in'] button").first.click()
    page = head(f"/reports/{row.pk}/")
    page.locator("form[action*='approve'] button").first.click()
    expect(page.locator("main")).to_contain_text("Frosset")
    return int(row.frozen.get().pk)


def _report(unit: str) -> Any:
    from utsyn.web.models import Report

    return Report.objects.get(unit__key=unit)
