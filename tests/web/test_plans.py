"""The pages of plans: the list, a plan at a glance, a goal with its reasons, two plans side by side; as of any day."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.banked import signed_in
from tests.web.people import person
from tests.web.plan_worlds import (
    BEFORE,
    KEY,
    ON,
    PLAN,
    STATES,
    answered,
    figure,
    followed,
    measure,
    reply,
    written,
)  # fmt: skip
from tests.web.plan_worlds import (
    plan as adopted,
)

pytestmark = pytest.mark.django_db
AS_OF = f"?on={ON}"
HOME = f"/en/plans/{KEY}/"


@pytest.fixture
def plan(units, tmp_path, monkeypatch):
    """The invented plan with figures and answers; its indicators lie in the institution's own folder."""
    written(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    row = followed(units)
    answered(row, units)
    return row


@pytest.fixture
def inside(client, office):
    """The client, signed in as the office."""
    return signed_in(client, office)


def seen(client: Client, address: str) -> str:
    found = client.get(address)
    assert found.status_code == 200, address
    return found.content.decode()


def glance(user, **sought):
    from utsyn.web.plans import overview, queries

    on = sought.pop("on", ON)
    return overview.overview(user, queries.held(user, KEY, on=on), overview.Sought(**sought))


def goals(made) -> dict[str, str]:
    return {line.goal.key: line.progress.state.value for part in made.parts for line in part.lines}


def test_each_goal_stands_where_its_figures_put_it(plan, office):
    made = glance(office)
    assert goals(made) == STATES
    assert {one.state.value: one.n for one in made.counts} == {
        "missed": 1, "behind": 1, "unknown": 3, "judgement": 1, "on course": 1, "reached": 1,
    }  # fmt: skip


def test_the_goals_are_narrowed_by_state_chapter_kind_and_unit(plan, office, units):
    assert set(goals(glance(office, state="unknown"))) == {"summer-schools", "guests", "at-home"}
    assert set(goals(glance(office, chapter="students", kind="strategic"))) == {"abroad"}
    assert set(goals(glance(office, unit=units["fac-med"].pk))) == {"abroad", "summer-schools"}
    assert set(goals(glance(office, unit=units["fac-law"].pk))) == {"abroad"}
    assert glance(office, state="behind").total == 8


def test_the_front_page_says_at_once_where_the_plan_stands(plan, client):
    page = seen(client, "/en/")
    assert page.index("International plan 2022-2025") < page.index("May this proposal go to this call?")
    assert f'href="{HOME}?state=reached#goals"' in page


def test_what_changed_is_told_since_a_day_that_is_named(plan, office):
    made = glance(office)
    assert (made.last.on, made.last.frozen) == (date(2024, 3, 1), False)
    turned = {one.goal.key: (one.before, one.now) for one in made.changed}
    assert turned == {"grants": ("on course", "reached"), "guests": ("reached", "unknown")}
    words = made.also.in_("en")
    assert "5 new figures" in words
    assert "1 revised" in words


def numbers(page: str) -> set[str]:
    """The numbers that a reader sees on a page; what stands in addresses, such as keys of rows, is none of them."""
    return set(
        re.findall(r"\d[\d,.]*", re.sub(r"<[^>]*>", " ", page.partition("<main")[2].partition("</main")[0]))
    )


def test_a_figure_that_came_later_was_not_known_before(plan, office, inside):
    first = goals(glance(office, on=date(2025, 1, 31)))
    assert first["grants"] == "on course"
    assert "45" in numbers(seen(inside, f"{HOME}goals/guests/{AS_OF}"))
    assert "45" not in numbers(seen(inside, f"{HOME}goals/guests/?on=2025-01-31"))


def test_the_day_is_said_where_it_is_not_today_and_one_to_come_is_refused(plan, inside):
    assert "This is how it stood on 1 March 2025" in seen(inside, f"{HOME}{AS_OF}")
    assert "This is how it stood" not in seen(inside, HOME)
    refused = inside.get(f"{HOME}?on=2099-01-01")
    assert refused.status_code == 400
    assert "has not come yet" in refused.content.decode()
    assert inside.get(f"{HOME}?on=2021-01-01").status_code == 404


def test_the_public_sees_states_and_measures_and_nothing_that_is_inside(plan, client, office):
    page = seen(client, f"{HOME}goals/abroad/{AS_OF}")
    assert "A term abroad in every programme" in page
    for hidden in (
        "250,000",
        "Only if the dean agrees",
        "own money",
        "Law students must sit",
        "Declined",
        "Send the goal",
    ):
        assert hidden not in page, hidden
    page = seen(signed_in(Client(), office), f"{HOME}goals/abroad/{AS_OF}")
    for shown in (
        "NOK 250,000",
        "Only if the dean agrees",
        "Law students must sit",
        "Send the goal",
        "More places",
    ):
        assert shown in page, shown


def test_a_plan_that_is_not_public_is_nowhere_for_the_public(units, client, office, tmp_path, monkeypatch):
    written(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    followed(units, public=False)
    assert client.get(HOME).status_code == client.get(f"{HOME}goals/abroad/").status_code == 404
    assert KEY not in seen(client, "/en/plans/")
    assert KEY in seen(signed_in(client, office), "/en/plans/")


def test_the_page_of_a_goal_shows_what_it_rests_on(plan, inside):
    page = seen(inside, f"{HOME}goals/joint-papers/{AS_OF}")
    for words in (
        "a higher share of papers with partners abroad", "en høyere andel artikler med partnere i utlandet",
        "Half of all papers is what is meant", "470", "1,000", "The register", "known since", "Figures are missing here",
        "Twice as many grants", "The axis begins at zero",
    ):  # fmt: skip
        assert words in page, words
    assert 'lang="nb"' in page


def test_sources_that_disagree_stand_beside_each_other(plan, inside):
    page = seen(inside, f"{HOME}goals/guests/{AS_OF}")
    assert "The survey" in page
    assert "No mean is made of them" in page
    assert "revised" in page
    assert "28.5" not in page  # the mean of 45 and 12


def test_a_goal_that_nothing_measures_says_what_it_would_take(plan, inside):
    page = seen(inside, f"{HOME}goals/at-home/{AS_OF}")
    assert "Nobody asks students this" in page
    assert "A question in the yearly survey" in page


def test_the_history_tells_each_year_by_what_was_known_then(plan, office):
    from utsyn.web.plans import goal, queries

    page = goal.page(office, queries.held(office, KEY, on=ON), "grants")
    assert [(year.on.year, year.state.value) for year in page.years] == [
        (2022, "unknown"), (2023, "on course"), (2024, "on course"), (2025, "reached"),
    ]  # fmt: skip


def test_what_a_unit_said_later_is_not_known_on_an_earlier_day(plan, office, units):
    from utsyn.web.measures.models import Assignment, Measure, Reply
    from utsyn.web.plans import goal, queries

    row, later = Assignment.objects.get(unit=units["fac-art"]), "2025-06-01T12:00Z"
    Reply.objects.create(assignment=row, answer="declined", because="No", role="coordinator", at=later)
    told = Measure.objects.get(number=1)
    told.versions.create(number=2, told={**told.told, "title": "Something else"}, at=later)
    for on, answer, answered_, title in (
        (ON, None, 3, "A term abroad in every programme"),
        (date(2025, 7, 1), "declined", 4, "Something else"),
    ):
        page = goal.page(office, queries.held(office, KEY, on=on), "abroad")
        units_ = {one.unit.key: one for one in page.units}
        assert units_["fac-art"].conversation.answer == answer
        assert units_["fac-hum"].measures[0].told.title == title
        lines = {line.goal.key: line for part in glance(office, on=on).parts for line in part.lines}
        assert lines["abroad"].answers.answered == answered_


def test_a_figure_is_marked_as_revised_once_it_was(plan, office):
    from utsyn.web.plans import goal, queries

    def marks(on: date) -> list[str]:
        page = goal.page(office, queries.held(office, KEY, on=on), "guests")
        return [mark.value for mark in page.targets[0].shown.entries[0].marks]

    assert marks(date(2024, 3, 1)) == ["known"]
    assert marks(date(2024, 7, 1)) == ["revised"]


def test_two_plans_stand_side_by_side_goal_by_goal(plan, inside, units):
    page = seen(inside, f"{HOME}compare/{BEFORE}/{AS_OF}")
    for words in (
        "sharpened",
        "From a third to a half",
        "dropped",
        "Fairs went out of use",
        "does not tell",
        "Comparable:",
    ):
        assert words in page, words
    assert inside.get(f"/en/plans/{BEFORE}/compare/{KEY}/").status_code == 404


def test_what_happened_to_a_unit_is_told_where_its_figures_are_compared(plan, inside, units):
    from utsyn.web.people.models import Unit, UnitVersion

    top, gone = units["fac-hum"], units["fac-art"]
    UnitVersion.objects.create(
        unit=top, since="2020-01-01", nb="Nytt", en="Humanities and Arts", parent=units["uib"]
    )
    Unit.objects.filter(pk=gone.pk).update(ended="2020-06-30", successor=top)
    page = seen(inside, f"{HOME}compare/{BEFORE}/{AS_OF}&unit={top.pk}")
    assert "was renamed Humanities and Arts" in page
    assert "Faculty of Art and Music was merged into it" in page
    assert "are not added to it" in page


def test_a_rehearsal_says_on_every_page_that_its_figures_are_invented(units, inside, tmp_path, monkeypatch):
    written(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    adopted(PLAN, units["uib"], rehearsal=True)
    figure("grants", units["uib"], 2024, 8_765_432)  # a real one
    for address in (HOME, f"{HOME}goals/grants/"):
        page = seen(inside, address)
        assert "Invented figures" in page
        assert "765,432" not in page
    assert "invented figures" in seen(inside, "/en/plans/")


def test_a_page_asks_as_often_for_many_measures_as_for_few(plan, inside, units, rector):
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            seen(inside, address)
        return len(queries)

    addresses = (f"{HOME}{AS_OF}", f"{HOME}goals/abroad/{AS_OF}", "/en/plans/")
    seen(inside, HOME)  # whoever comes for the first time is looked at more closely
    few = [asked(address) for address in addresses]
    for number in range(3, 40):
        measure(plan, units["fac-nat"], number, "abroad")
    for key in ("fac-nat", "fac-psy", "fac-soc"):
        reply(plan, "abroad", units[key], "declined", because="No")
    assert [asked(address) for address in addresses] == few
    assert few[0] <= 12


def test_programs_are_told_the_same_as_people(plan, client):
    made = client.get(f"/api/v1/plans/{KEY}?on={ON}").json()
    assert {goal["goal"]: goal["state"] for goal in made["goals"]} == STATES
    told = client.get(f"/api/v1/plans/{KEY}/goals/joint-papers?on={ON}&lang=nb").json()
    target = told["targets"][0]
    assert (told["title"], target["level"], target["goal"]) == ("Artikler med partnere ute", "0.47", "0.5")
    assert [figure["parts"]["numerator"] for figure in target["figures"]] == ["300", "320", "380", "470"]
    assert {one["plan"] for one in client.get("/api/v1/plans").json()["plans"]} == {KEY, BEFORE}
    assert client.get(f"/api/v1/plans/{KEY}?on=2099-01-01").status_code == 422


def test_every_page_leads_to_its_twin(plan, inside):
    for address in ("/en/plans/", f"{HOME}{AS_OF}", f"{HOME}goals/abroad/"):
        twin = inside.get(address, headers={"accept": "application/json"})
        assert twin.status_code == 302
        assert inside.get(twin.url).status_code == 200


def test_a_stranger_without_a_role_sees_what_the_public_sees(plan, client):
    page = seen(signed_in(client, person()), f"{HOME}goals/abroad/{AS_OF}")
    assert "Law students must sit" not in page
