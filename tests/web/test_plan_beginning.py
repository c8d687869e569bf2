"""Beginning plans on the web: in a form that grows, from one that is at hand, after the one before."""

import re

import pytest

from tests.web.plan_desk import AT_HAND, desk, enter, folder, followed, home, html, last
from tests.web.plan_worlds import PLAN
from utsyn.plans.document import Change, GoalKind
from utsyn.plans.library import from_text
from utsyn.plans.written import written as document_written

__all__ = ["desk", "enter", "folder", "followed", "home"]
pytestmark = pytest.mark.django_db

FORM = {
    "way": "form", "form": "one", "do": "save", "unit": "uib", "key": "ours-2027",
    "title.en": "International plan: NO to borders", "institution.nb": "Vårt universitet", "about.en": "Test",
    "since": "2027-01-01", "until": "2030-12-31",
    "chapters[0].title.en": "Students", "chapters[4].title.nb": "Øvrige ansatte",
    "goals[0].title.en": "Go abroad", "goals[0].kind": "strategic", "goals[0].chapter": "0", "goals[0].targets[0].measure": "at_least",
    "goals[0].targets[0].indicator": "abroad", "goals[0].targets[0].given.value": "0,5",
    "goals[3].title.nb": "Flere prosjekter", "goals[3].kind": "development", "goals[3].chapter": "4", "goals[3].under": "0",
    "goals[3].targets[0].measure": "increase", "goals[3].targets[0].indicator": "grants", "goals[3].targets[0].given.base.since": "2021-01-01",
    "goals[3].targets[0].given.base.until": "2026-12-31", "goals[3].targets[0].given.by": "",
    "goals[7].title.en": "Be glad", "goals[7].kind": "development", "goals[7].chapter": "0", "goals[7].targets[0].measure": "",
    "goals[7].because.en": "Nobody asks", "goals[7].needs.en": "A question",
}  # fmt: skip


def test_a_plan_written_in_the_form_becomes_a_draft(desk, units) -> None:
    response = desk.post("/en/plans/new/", FORM)
    assert (response.status_code, response.url) == (303, "/en/plans/ours-2027/draft/")
    plan = from_text(last("ours-2027").text).text
    assert plan.title.en == "International plan: NO to borders"
    assert [(goal.key, goal.kind, goal.chapter, goal.under) for goal in plan.goals] == [
        ("go-abroad", GoalKind.STRATEGIC, "students", ()),
        ("flere-prosjekter", GoalKind.DEVELOPMENT, "ovrige-ansatte", ("go-abroad",)),
        ("be-glad", GoalKind.DEVELOPMENT, "students", ()),
    ]
    assert str(plan.goals[0].targets[0].given["value"]) == "0.5"
    assert plan.languages == ("en",)
    assert plan.goals[1].targets[0].given == {"base": {"since": "2021-01-01", "until": "2026-12-31"}}
    assert plan.goals[2].unmeasured.needs.en == "A question"
    page = html(desk.get(response.url))
    # a goal whose words are not in the language of the plan is an error, what lacks another language is not
    assert "3 errors must be mended" in page
    assert desk.post("/en/plans/new/", FORM).status_code == 303  # a second click does nothing twice
    assert last("ours-2027").number == 1


def test_the_form_grows_and_keeps_what_was_typed(desk, units) -> None:
    first = html(desk.get("/en/plans/new/?way=form"))
    assert 'name="goals[0].title.nb"' in first
    more = html(desk.post("/en/plans/new/", FORM | {"do": "add:goals"}))
    assert 'name="goals[8].title.nb"' in more
    assert 'value="Flere prosjekter"' in more
    less = html(desk.post("/en/plans/new/", FORM | {"do": "remove:goals[3]"}))
    assert "Flere prosjekter" not in less
    assert 'value="Go abroad"' in less
    asked = html(desk.post("/en/plans/new/", FORM | {"do": "show", "goals[7].targets[0].measure": "judged"}))
    assert 'name="goals[7].targets[0].given.judge.en"' in asked
    assert 'name="goals[7].targets[0].given.rubric.reached.en"' in asked
    assert 'name="goals[7].because.en"' not in asked


def test_a_goal_may_have_several_targets_and_the_document_has_them_in_order(desk, units) -> None:
    more = html(desk.post("/en/plans/new/", FORM | {"do": "add:goals[0].targets"}))
    assert 'name="goals[0].targets[1].measure"' in more
    assert 'value="remove:goals[0].targets[0]"' in more
    assert 'value="remove:goals[3].targets[0]"' not in more  # a goal has one at least
    several = {
        "goals[0].targets[1].measure": "", "goals[0].targets[4].measure": "increase_share",
        "goals[0].targets[4].indicator": "abroad", "goals[0].targets[4].given.base.since": "2026-01-01",
        "goals[0].targets[4].given.base.until": "2026-12-31", "goals[0].targets[4].given.points": "0,05",
    }  # fmt: skip
    less = html(desk.post("/en/plans/new/", FORM | several | {"do": "remove:goals[0].targets[0]"}))
    assert 'name="goals[0].targets[0].measure"' not in less
    assert 'name="goals[0].targets[4].given.points"' in less
    wrong = desk.post("/en/plans/new/", FORM | several | {"goals[0].targets[4].given.points": "some"})
    assert wrong.status_code == 422
    assert '<li><a href="#goals-0-targets-4-given-points">' in html(wrong)
    assert desk.post("/en/plans/new/", FORM | several).status_code == 303
    text = last("ours-2027").text
    plan = from_text(text).text
    assert [(one.key, one.kind) for one in plan.goals[0].targets] == [
        ("target", "at_least"),
        ("target-2", "increase_share"),
    ]
    assert str(plan.goals[0].targets[1].given["points"]) == "0.05"
    assert plan.goals[0].unmeasured is None
    assert document_written(plan) == text


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"key": "Our Plan"}, "key", "small letters"),
        ({"until": "2026-01-01"}, "until", "last day after the first"),
        ({"title.en": ""}, "title-en", "at least one of nb, nn and en"),
        ({"unit": "nowhere"}, "unit", "Choose the unit"),
        ({"goals[0].targets[0].indicator": ""}, "goals-0-targets-0-indicator", "Choose the one whose figures count"),
        ({"goals[0].targets[0].given.value": "half"}, "goals-0-targets-0-given-value", "number in digits"),
        ({"goals[3].targets[0].given.base.since": "", "goals[3].targets[0].given.base.until": ""}, "goals-3-targets-0-given-base-since", "No day is given"),
        ({"goals[3].title.nb": ""}, "goals-3-title-en", "at least one of nb, nn and en"),
        ({"goals[7].needs.en": ""}, "goals-7-needs-en", "at least one of nb, nn and en"),
        ({"goals[0].targets[0].measure": "at_most"}, "goals-0-targets-0-measure", "at_least"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_form_stands_at_its_field_and_nothing_is_lost(
    desk, units, typed, field, says
) -> None:
    response = desk.post("/en/plans/new/", FORM | typed)
    page = html(response)
    assert response.status_code == 422
    assert re.search(rf'<li><a href="#{field}">[^<]*{says}', page), re.findall(r'<li><a href="#.*', page)
    assert f'id="{field}"' in page
    assert 'value="Flere prosjekter"' in page or "goals[3].title.nb" in typed
    assert last("ours-2027") is None


def test_a_document_at_hand_is_taken_up_as_it_is(desk, units) -> None:
    page = html(desk.get("/en/plans/new/"))
    assert 'value="take:at-hand-2022"' in page
    response = desk.post(
        "/en/plans/new/", {"do": "take:at-hand-2022", "unit": "uib", "rehearsal": "yes", "form": "one"}
    )
    assert (response.status_code, response.url) == (303, "/en/plans/at-hand-2022/editions/")
    edition = last("at-hand-2022")
    assert (edition.text, edition.plan.rehearsal, edition.adopted_on) == (AT_HAND, True, None)
    assert 'value="take:at-hand-2022"' not in html(desk.get("/en/plans/new/"))
    again = desk.post("/en/plans/new/", {"do": "take:at-hand-2022", "unit": "uib", "form": "two"})
    assert (again.status_code, "There is a plan “at-hand-2022” already" in html(again)) == (422, True)
    assert desk.post("/en/plans/new/", {"do": "take:invented-2222", "unit": "uib"}).status_code == 422


def test_the_next_plan_is_drafted_beside_the_one_before(desk, followed) -> None:
    page = html(desk.get("/en/plans/new/?after=invented-2022"))
    assert 'value="2026-01-01"' in page
    told = {"after": "invented-2022", "form": "one", "unit": "uib", "key": "next-2026", "title.en": "Next",
            "since": "2026-01-01", "until": "2029-12-31"}  # fmt: skip
    assert desk.post("/en/plans/new/", told | {"key": "", "form": "two"}).status_code == 422
    assert desk.post("/en/plans/new/", told).url == "/en/plans/next-2026/draft/"
    made, before = from_text(last("next-2026").text).text, from_text(PLAN).text
    assert [goal.key for goal in made.goals] == [goal.key for goal in before.goals]
    assert {step.change for step in made.follows.steps} == {Change.CONTINUED}
    assert made.follows.plan == "invented-2022"
    # the plan before lies in no folder, and is known to the check all the same
    assert "unknown-name" not in html(desk.get("/en/plans/next-2026/draft/"))
