"""Changing plans on the web: drafted with the check beside, compared, adopted."""

import re

import pytest
from django.test import Client

from tests.web.people import person
from tests.web.plan_desk import desk, enter, folder, followed, home, html, last
from tests.web.plan_worlds import PLAN

__all__ = ["desk", "enter", "folder", "followed", "home"]
pytestmark = pytest.mark.django_db


def test_a_draft_is_checked_and_saved_as_a_new_edition(desk, followed) -> None:
    page = html(desk.get("/en/plans/invented-2022/draft/"))
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    spoilt = PLAN.replace("given: {value: 0.5}", "given: {value: 50}", 1)
    told = {"text": spoilt.replace("\n", "\r\n"), "seen": seen, "form": "one", "because": "Sharper"}
    checked = html(desk.post("/en/plans/invented-2022/draft/", told | {"do": "check"}))
    line = spoilt.splitlines().index(next(one for one in spoilt.splitlines() if "value: 50" in one)) + 1
    assert f"Line {line}</strong> <code>share-above-one</code>" in checked
    assert "1 error must be mended" in checked
    assert last("invented-2022").number == 1
    response = desk.post("/en/plans/invented-2022/draft/", told | {"do": "save"})
    assert (response.status_code, response.url) == (303, "/en/plans/invented-2022/editions/")
    assert (last("invented-2022").text, last("invented-2022").because) == (spoilt, "Sharper")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("goals: [", "bracket"),
        (PLAN.replace("key: invented-2022", "key: another"), "The document is of the plan “another”"),
        (PLAN.replace("kind: strategic", "kind: stategic", 1), "strategic"),
    ],
)
def test_what_cannot_be_saved_is_kept_on_the_page(desk, followed, text, says) -> None:
    response = desk.post(
        "/en/plans/invented-2022/draft/", {"text": text, "seen": "1", "do": "save", "form": "one"}
    )
    assert response.status_code == 422
    assert says in html(response)
    assert text.splitlines()[0] in html(response)
    assert last("invented-2022").number == 1


def test_two_who_change_the_plan_at_once_overwrite_nothing(desk, followed) -> None:
    told = {"seen": "1", "do": "save"}
    assert (
        desk.post(
            "/en/plans/invented-2022/draft/", told | {"text": PLAN + "# one\n", "form": "one"}
        ).status_code
        == 303
    )
    late = desk.post("/en/plans/invented-2022/draft/", told | {"text": PLAN + "# two\n", "form": "two"})
    assert late.status_code == 422
    assert "Somebody else has changed this" in html(late)
    assert "# two" in html(late)
    # she is told of the newer edition, and may then save hers as the one after it
    assert "There is a newer one, number 2." in html(late)
    seen = re.search(r'name="seen" value="(\d+)"', html(late))[1]
    again = {"text": PLAN + "# two\n", "seen": seen, "do": "save", "form": "three"}
    assert desk.post("/en/plans/invented-2022/draft/", again).status_code == 303
    assert last("invented-2022").number == 3


def test_editions_are_compared_line_by_line(desk, followed) -> None:
    changed = PLAN.replace("given: {value: 10}", "given: {value: 12}")
    desk.post("/en/plans/invented-2022/draft/", {"text": changed, "seen": "1", "do": "save", "form": "one"})
    page = html(desk.get("/en/plans/invented-2022/editions/?first=1&second=2"))
    assert re.search(r"<del>.*value: 10.*</del>", page)
    assert re.search(r"<ins>.*value: 12.*</ins>", page)
    assert "by person #" in page
    assert "value: 12" in html(desk.get("/en/plans/invented-2022/editions/?text=2"))
    assert "Nothing differs" in html(desk.get("/en/plans/invented-2022/editions/?first=1&second=1"))
    assert desk.get("/en/plans/invented-2022/editions/?text=9").status_code == 404


def test_the_leadership_adopts_an_edition_with_day_and_reason(enter, desk, rector, followed) -> None:
    page = enter(rector)
    changed = PLAN.replace("given: {value: 10}", "given: {value: 12}")
    desk.post("/en/plans/invented-2022/draft/", {"text": changed, "seen": "1", "do": "save", "form": "one"})
    assert "Edition 1, adopted on 10 January 2022, holds for the days before" in html(
        page.get("/en/plans/invented-2022/adopt/")
    )
    for typed, says in (
        ({"on": "2022-02-30", "because": "Why"}, "is no day"),
        ({"on": "2023-01-01", "because": " "}, "No reason is given"),
        ({"on": "2221-01-01", "because": "Why"}, "has not come yet"),
    ):
        response = page.post("/en/plans/invented-2022/adopt/", typed | {"edition": "2", "form": "two"})
        assert (response.status_code, says in html(response)) == (422, True), says
    told = {"edition": "2", "on": "2023-01-01", "because": "The board, case 1/23", "form": "three"}
    assert page.post("/en/plans/invented-2022/adopt/", told).url == "/en/plans/invented-2022/"
    assert last("invented-2022").adopted_on.isoformat() == "2023-01-01"


def test_an_edition_with_an_error_cannot_be_adopted_until_somebody_stands_by_it(
    enter, desk, rector, followed
) -> None:
    page = enter(rector)
    spoilt = PLAN.replace(
        "given: {base: {since: 2021-01-01, until: 2021-12-31}, by: 1}",
        "given: {base: {since: 2021-01-01, until: 2021-12-31}, by: 9}",
    )
    assert spoilt != PLAN
    desk.post("/en/plans/invented-2022/draft/", {"text": spoilt, "seen": "1", "do": "save", "form": "one"})
    assert "It cannot be adopted as it is: the check finds 1 error." in html(
        page.get("/en/plans/invented-2022/adopt/")
    )
    told = {"edition": "2", "on": "2023-01-01", "because": "The board", "form": "two"}
    assert page.post("/en/plans/invented-2022/adopt/", told).status_code == 422
    assert last("invented-2022").adopted_on is None
    doubt = "doubts: [{finding: share-above-one, because: {nb: Så, nn: Så, en: Ten times as many is what we mean}}]\n"
    desk.post(
        "/en/plans/invented-2022/draft/", {"text": spoilt + doubt, "seen": "2", "do": "save", "form": "three"}
    )
    assert (
        page.post("/en/plans/invented-2022/adopt/", told | {"edition": "3", "form": "four"}).status_code
        == 303
    )


def test_the_pages_are_for_those_whose_they_are(enter, units, office, rector, followed) -> None:
    head, nobody = person("department", units["dep-bio"]), Client()
    ways = {
        "/en/plans/new/": "office",
        "/en/plans/invented-2022/draft/": "office",
        "/en/plans/invented-2022/adopt/": "rector",
    }
    people = {"office": enter(office), "rector": enter(rector), "head": enter(head)}
    for address, whose in ways.items():
        for name, client in people.items():
            assert client.get(address).status_code == (200 if name == whose else 403), (address, name)
            if name != whose:
                assert client.post(address, {"do": "save", "text": PLAN, "edition": "1"}).status_code == 403
        assert nobody.get(address).status_code == 302
    assert nobody.get("/en/plans/invented-2022/editions/").status_code == 200  # the plan is public
    assert "Change the plan" not in html(people["head"].get("/en/plans/invented-2022/editions/"))


def test_what_is_not_adopted_is_not_for_everybody_nor_who_did_it(enter, desk, rector, followed) -> None:
    changed = PLAN.replace("given: {value: 10}", "given: {value: 12}")
    desk.post("/en/plans/invented-2022/draft/", {"text": changed, "seen": "1", "do": "save", "form": "one"})
    page = html(Client().get("/en/plans/invented-2022/editions/"))
    assert "Edition 1" in page
    assert "Edition 2" not in page
    assert Client().get("/en/plans/invented-2022/editions/?text=2").status_code == 404
    told = {"edition": "2", "on": "2023-01-01", "because": "The board", "form": "two"}
    enter(rector).post("/en/plans/invented-2022/adopt/", told)
    page = html(Client().get("/en/plans/invented-2022/editions/"))
    assert "Edition 2" in page
    assert "person #" not in page
