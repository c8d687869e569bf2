"""Making and changing plans on the web: begun in three ways, drafted with the check beside, compared, adopted."""

import re

import pytest
from django.test import Client

from tests.web.people import person
from tests.web.plan_worlds import PLAN, written
from utsyn.plans.document import Change, GoalKind
from utsyn.plans.library import from_text

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The institution's own folder, the same for all tests: the library is read once."""
    made = tmp_path_factory.mktemp("home")
    written(made)
    (made / "plans").mkdir()
    (made / "plans" / "invented-2022.yaml").write_text(PLAN, encoding="utf-8")
    return made


@pytest.fixture(autouse=True)
def home(folder, monkeypatch):
    monkeypatch.setenv("UTSYN_HOME", str(folder))


@pytest.fixture
def enter():
    """Sign somebody in, and return her browser."""

    def entered(user) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return entered


@pytest.fixture
def desk(enter, office) -> Client:
    return enter(office)


def html(response) -> str:
    return response.content.decode()


def last(key: str):
    from utsyn.web.plans.models import Edition

    return Edition.objects.filter(plan__key=key).order_by("number").last()


FORM = {
    "way": "form", "form": "one", "do": "save", "unit": "uib", "key": "ours-2027",
    "title.en": "International plan: NO to borders", "institution.nb": "Vårt universitet", "about.en": "Test",
    "since": "2027-01-01", "until": "2030-12-31",
    "chapters[0].title.en": "Students", "chapters[4].title.nb": "Øvrige ansatte",
    "goals[0].title.en": "Go abroad", "goals[0].kind": "strategic", "goals[0].chapter": "0", "goals[0].measure": "at_least",
    "goals[0].indicator": "abroad", "goals[0].given.value": "0,5",
    "goals[3].title.nb": "Flere prosjekter", "goals[3].kind": "development", "goals[3].chapter": "4", "goals[3].under": "0",
    "goals[3].measure": "increase", "goals[3].indicator": "grants", "goals[3].given.base.since": "2021-01-01",
    "goals[3].given.base.until": "2026-12-31", "goals[3].given.by": "",
    "goals[7].title.en": "Be glad", "goals[7].kind": "development", "goals[7].chapter": "0", "goals[7].measure": "",
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
    asked = html(desk.post("/en/plans/new/", FORM | {"do": "show", "goals[7].measure": "judged"}))
    assert 'name="goals[7].given.judge.en"' in asked
    assert 'name="goals[7].given.rubric.reached.en"' in asked
    assert 'name="goals[7].because.en"' not in asked


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"key": "Our Plan"}, "key", "small letters"),
        ({"until": "2026-01-01"}, "until", "last day after the first"),
        ({"title.en": ""}, "title-en", "at least one of nb, nn and en"),
        ({"unit": "nowhere"}, "unit", "Choose the unit"),
        ({"goals[0].indicator": ""}, "goals-0-indicator", "Choose the one whose figures count"),
        ({"goals[0].given.value": "half"}, "goals-0-given-value", "number in digits"),
        ({"goals[3].given.base.since": "", "goals[3].given.base.until": ""}, "goals-3-given-base-since", "year-month-day"),
        ({"goals[3].title.nb": ""}, "goals-3-title-en", "at least one of nb, nn and en"),
        ({"goals[7].needs.en": ""}, "goals-7-needs-en", "at least one of nb, nn and en"),
        ({"goals[0].measure": "at_most"}, "goals-0-measure", "at_least"),
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
    assert 'value="take:invented-2022"' in page
    response = desk.post(
        "/en/plans/new/", {"do": "take:invented-2022", "unit": "uib", "rehearsal": "yes", "form": "one"}
    )
    assert (response.status_code, response.url) == (303, "/en/plans/invented-2022/editions/")
    edition = last("invented-2022")
    assert (edition.text, edition.plan.rehearsal, edition.adopted_on) == (PLAN, True, None)
    assert 'value="take:invented-2022"' not in html(desk.get("/en/plans/new/"))
    again = desk.post("/en/plans/new/", {"do": "take:invented-2022", "unit": "uib", "form": "two"})
    assert (again.status_code, "There is a plan “invented-2022” already" in html(again)) == (422, True)
    assert desk.post("/en/plans/new/", {"do": "take:invented-2222", "unit": "uib"}).status_code == 422


@pytest.fixture
def followed(units):
    from tests.web.plan_worlds import plan

    return plan(PLAN, units["uib"])


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


def test_what_is_not_adopted_is_not_for_everybody(enter, desk, followed) -> None:
    changed = PLAN.replace("given: {value: 10}", "given: {value: 12}")
    desk.post("/en/plans/invented-2022/draft/", {"text": changed, "seen": "1", "do": "save", "form": "one"})
    page = html(Client().get("/en/plans/invented-2022/editions/"))
    assert "Edition 1" in page
    assert "Edition 2" not in page
    assert "person #" not in page
    assert Client().get("/en/plans/invented-2022/editions/?text=2").status_code == 404
