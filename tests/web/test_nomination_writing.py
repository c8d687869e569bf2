"""Writing a nomination: saved at any time, nothing required, nothing lost when two write at once or a session ends."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils.translation import override

from tests.web.nominated import BACKEND, typed, world
from tests.web.people import also

pytestmark = pytest.mark.django_db

INTERNAL = "2022-03-09T23:00"  # a minute after the internal deadline, in UTC


@pytest.fixture
def there(db):
    return world()


def said(response, status: int = 200) -> str:
    html = response.content.decode()
    assert response.status_code == status, re.sub(r"<[^>]+>", " ", html)[:2000]
    return html


def form(there, who: str = "writer", language: str = "en") -> dict[str, str]:
    return typed(said(there.signed_in(who).get(there.url("edit/", language))))


def save(there, told: dict[str, str], who: str = "writer", **changed: str):
    return there.signed_in(who).post(there.url("edit/"), told | changed)


def people(there) -> list[tuple[str, str]]:
    return list(there.row.mentioned.order_by("pk").values_list("part", "name"))


# ---- saving -------------------------------------------------------------------------------------------------


def test_a_form_that_is_saved_untouched_changes_nothing_that_is_told(there):
    before = there.fresh()
    assert save(there, form(there)).status_code == 303
    after = there.fresh()
    assert (after.told, after.title, after.version) == (before.told, before.title, before.version + 1)
    assert people(there) == [("applicant", "Ola Oppdiktet")]


def test_everything_that_can_be_told_comes_back_from_the_form(there):
    from tests.web.test_forms import EVERYTHING
    from utsyn.calls.rounds.nomination import Nomination as Told
    from utsyn.web.rounds import facts
    from utsyn.web.rounds.actions import writing

    whole = EVERYTHING | {
        "theme": "One\n\nTwo", "export_control": False, "overhead": "1000", "conflicts": "none",
        "activities": ["events", "mobility"],
    }  # fmt: skip
    row = there.fresh()
    shape = Told.model_validate(whole)
    writing.save(row, told=shape, by=there.writer, at=row.began_at, seen=row.version)
    assert save(there, form(there)).status_code == 303
    assert Told.model_validate(there.fresh().told) == shape
    assert facts.written(shape)["activities"] == ["events", "mobility"]


def test_an_empty_form_is_saved_too_and_the_title_stays(there):
    assert save(there, {"seen": str(there.row.version), "form": "f"}).status_code == 303
    assert there.fresh().title == "Breath and cold"
    assert people(there) == []


def test_what_the_institution_asks_comes_first_and_what_the_call_asks_after_it(there):
    html = said(there.signed_in("writer").get(there.url("edit/")))
    places = [
        html.index(f'id="{name}"')
        for name in ("title", "theme", "link_to_grant", "partners", "people", "amount", "starts")
    ]
    assert places == sorted(places)
    assert '<textarea id="theme"' in html, "prose gets room"
    assert html.index('id="starts"') < html.index("More facts, which the rules of this call do not ask for")


def test_where_she_goes_after_saving_is_hers_to_choose(there):
    assert save(there, form(there), then="stay").headers["Location"] == there.url("edit/") + "?did=saved"
    assert save(there, form(there)).headers["Location"] == there.url() + "?did=saved"


def test_a_double_click_saves_once(there):
    from utsyn.web.models import Version

    told = form(there)
    both = [save(there, told, theme="Twice") for _ in range(2)]
    assert [one.status_code for one in both] == [303, 303], "the second leads where the first did"
    assert Version.objects.filter(nomination=there.row).count() == there.row.version
    assert there.fresh().told["theme"] == "Twice"


@pytest.mark.parametrize(
    ("field", "written", "says"),
    [
        ("amount", "1500000,50", "decimal point"),
        ("starts", "2022-02-30", "a date that exists"),
        ("theme", "x" * 4001, "at most 4,000 characters"),
        ("people[0].email", "ola at home", "Write an e-mail address"),
        ("people[0].name", "", "A person has no name"),
        ("people[0].part", "", "not told what part she has"),
        ("people[0].part", "king", "Choose one of"),
        ("people[0].key", "Ola Nordmann", "without spaces"),
        ("partners!none", "1", "both that there are none"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_what_was_typed_is_kept(there, field, written, says):
    html = said(save(there, form(there), own_contribution="2 000 000", **{field: written}), 422)
    summary = re.search(r'role="alert".*?</div>', html, re.DOTALL)[0]
    assert says in unescape(summary)
    for target in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{target}"' in html, "the summary leads to the field"
    assert 'value="2 000 000"' in html
    assert written in html
    assert there.fresh().version == there.row.version


def test_people_are_added_and_taken_away_without_javascript(there):
    html = said(save(there, form(there), do="add:people"))
    assert 'name="people[1].name"' in html
    assert 'value="Ola Oppdiktet"' in html
    told = typed(html)
    second = {"people[1].name": "Kari Oppdiktet", "people[1].part": "key person"}
    html = said(save(there, told | second, do="remove:people[0]"))
    assert 'value="Kari Oppdiktet"' in html
    assert 'value="Ola Oppdiktet"' not in html
    told = typed(html)
    assert save(there, told).status_code == 303
    assert people(there) == [("key person", "Kari Oppdiktet")]


def test_a_local_leader_is_put_at_one_of_the_partners(there):
    html = said(there.signed_in("writer").get(there.url("edit/")))
    listed = re.search(r'<datalist id="people-0-organisation-list">.*?</datalist>', html)[0]
    assert "University of São Paulo" in listed


def test_too_many_people_are_refused_and_kept(there):
    many = {f"people[{n}].name": f"Person {n}" for n in range(201)} | {
        f"people[{n}].part": "key person" for n in range(201)
    }
    html = said(save(there, form(there) | many), 422)
    assert "Give at most" in html
    assert 'value="Person 200"' in html


def test_no_name_of_a_person_is_among_the_facts_or_in_the_history(there):
    from utsyn.web.models import Version

    save(there, form(there))
    kept = [there.fresh().told, *Version.objects.values_list("told", flat=True)]
    assert "Oppdiktet" not in str(kept)


# ---- two people at once -------------------------------------------------------------------------------------


@pytest.fixture
def both(there):
    """A writer's and a coordinator's form, both opened on the same version."""
    return there, form(there), form(there, "coordinator")


def test_a_stale_form_overwrites_nothing_and_shows_both_texts(both):
    there, mine, theirs = both
    save(there, theirs, "coordinator", theme="As the coordinator wrote it")
    html = said(save(there, mine, theme="As the writer wrote it", risk="Storms"), 409)
    assert there.fresh().told["theme"] == "As the coordinator wrote it"
    table = re.search(r"<table.*?</table>", html, re.DOTALL)[0]
    for text in ("How it is taught", "As the coordinator wrote it", "As the writer wrote it", "Both wrote"):
        assert text in table
    assert there.people["coordinator"].called in html
    assert "Storms" in html, "what only she wrote still stands in her form"
    assert "As the writer wrote it" in typed(html)["theme"]


def test_saving_over_it_is_her_decision_and_the_other_text_is_kept(both):
    from utsyn.web.models import Version

    there, mine, theirs = both
    save(there, theirs, "coordinator", theme="Theirs")
    html = said(save(there, mine, theme="Mine"), 409)
    told = typed(html)
    assert save(there, told).status_code == 303
    assert there.fresh().told["theme"] == "Mine"
    assert "Theirs" in str(list(Version.objects.values_list("told", flat=True)))


def test_a_third_who_saves_in_between_is_not_overwritten_either(both):
    there, mine, theirs = both
    save(there, theirs, "coordinator", theme="Theirs")
    told = typed(said(save(there, mine, theme="Mine"), 409))
    save(there, form(there, "coordinator"), "coordinator", theme="A third")
    assert "A third" in said(save(there, told), 409)
    assert there.fresh().told["theme"] == "A third"


def test_taking_theirs_drops_mine_in_words(both):
    there, mine, theirs = both
    save(there, theirs, "coordinator", theme="Theirs")
    response = save(there, mine, theme="Mine", do="theirs")
    html = said(there.signed_in("writer").get(response.headers["Location"]))
    assert "What you had typed is dropped" in html
    assert typed(html)["theme"] == "Theirs"


def test_brought_together_each_has_what_only_she_wrote_and_nothing_is_saved_yet(both):
    there, mine, theirs = both
    extra = {"people[1].name": "Kari Oppdiktet", "people[1].part": "key person"}
    save(there, theirs | extra, "coordinator", theme="Theirs", conflicts="None known")
    stale = said(save(there, mine, theme="Mine", risk="Storms"), 409)
    told = typed(stale)
    html = said(save(there, told, do="both"))
    made = typed(html)
    assert (made["theme"], made["risk"], made["conflicts"]) == ("Mine", "Storms", "None known")
    assert {made["people[0].name"], made["people[1].name"]} == {"Ola Oppdiktet", "Kari Oppdiktet"}
    assert there.fresh().told["theme"] == "Theirs", "it is for her to save"
    assert save(there, made).status_code == 303
    assert there.fresh().told["risk"] == "Storms"


@pytest.mark.parametrize("seen", ["", "0", "x", "-1", "9" * 30])
def test_a_form_that_does_not_say_which_version_it_saw_is_stale(there, seen):
    said(save(there, form(there), seen=seen, theme="Blind"), 409)
    assert there.fresh().told["theme"] == "How it is taught"


# ---- what happens meanwhile ---------------------------------------------------------------------------------


def test_a_draft_is_still_saved_after_the_internal_deadline_and_the_page_says_what_that_means(there):
    told = form(there)
    there.at(INTERNAL)
    assert save(there, told, theme="Late, but kept").status_code == 303
    assert there.fresh().told["theme"] == "Late, but kept"
    html = said(there.signed_in("writer").get(there.url("edit/")))
    assert "The internal deadline has passed:" in html
    assert "What you save is still kept. But it can be nominated only if the leadership lets it in" in html
    page = said(there.signed_in("writer").get(there.url()))
    assert "only the leadership can let it in, with a reason. What you save is kept." in page


def test_what_is_typed_while_the_faculty_nominates_is_kept_on_the_page(there):
    told = form(there)
    there.signed_in("coordinator").post(there.url("deeds/nominate/"), {"form": "n"})
    html = said(save(there, told, theme="A moment too late"), 422)
    assert "What was nominated or withdrawn is not written any more" in html
    assert "A moment too late" in typed(html)["theme"]
    assert "All that you typed still stands in the form below." in html


def test_who_was_signed_out_gets_all_she_typed_back_and_sends_it_once_she_is_in_again(there):
    told = form(there)
    strict = Client(enforce_csrf_checks=True)
    strict.get("/en/sign-in/")
    out = said(
        strict.post(
            there.url("edit/"),
            told | {"theme": 'A "new" theme', "csrfmiddlewaretoken": strict.cookies["utsyn_form"].value},
        ),
        403,
    )
    assert "You are signed out" in out
    assert "Nothing is lost" in out
    again = {
        n: unescape(v) for n, v in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', out)
    }
    assert again["theme"] == 'A "new" theme'
    assert len(again) > 40, "the whole of the large form"
    strict.force_login(there.writer, backend=BACKEND)
    strict.get(there.url("edit/"))
    sent = strict.post(there.url("edit/"), again | {"csrfmiddlewaretoken": strict.cookies["utsyn_form"].value}, headers={"referer": "http://testserver/"})  # fmt: skip
    assert sent.status_code == 303
    assert there.fresh().told["theme"] == 'A "new" theme'


def test_a_cookie_gone_in_the_middle_keeps_the_whole_form(there):
    told = form(there)
    strict = there.signed_in("writer", enforce_csrf_checks=True)
    html = said(
        strict.post(there.url("edit/"), told | {"theme": "Kept", "csrfmiddlewaretoken": "stale"}), 403
    )
    assert 'name="theme" value="Kept"' in html
    assert "You are signed out" not in html


def test_who_may_read_but_not_write_is_told_whose_it_is(there):
    for who in ("office", "department", "auditor"):
        assert there.signed_in(who).get(there.url("edit/")).status_code == 403
        assert save(there, {"seen": "2", "theme": "Not mine"}, who).status_code == 403
    assert there.fresh().told["theme"] == "How it is taught"
    both = also(there.people["office"], "coordinator", there.units["fac-med"])
    assert both.pk == there.people["office"].pk
    assert there.signed_in("office").get(there.url("edit/")).status_code == 200


# ---- history ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_text_is_kept_with_who_wrote_it_and_what_differs(there, language):
    save(there, form(there), "coordinator", theme="Rewritten")
    client = there.signed_in("writer")
    html = said(client.get(there.url("history/", language)))
    assert there.people["coordinator"].called in html
    assert "?first=2&amp;second=3" in html
    compared = said(client.get(there.url("compare/?first=2&second=3", language)))
    assert "How it is taught" in compared
    assert "Rewritten" in compared
    assert "São Paulo" not in compared, "only what differs"


@pytest.mark.parametrize("query", ["first=0", "second=99", "first=99999999999999999999"])
def test_a_version_that_is_none_is_said_or_passed_over(there, query):
    response = there.signed_in("writer").get(there.url(f"compare/?{query}"))
    assert response.status_code in (200, 404)
    if "99999" in query:
        return
    assert "There is no version" in said(response, 404)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_facts_are_read_aloud_in_the_language_of_the_page(there, language):
    from tests.web.test_forms import EVERYTHING
    from utsyn.web.nominations.reading import Reader

    with override(language):
        facts = {fact.name: fact for fact in Reader(language, currency="NOK").facts(EVERYTHING)}
    assert len(facts) >= len(EVERYTHING)
    assert facts["amount"].text.replace("\xa0", " ") == (
        "NOK 1,500,000" if language == "en" else "NOK 1 500 000"
    )
    assert {"nb": "Japan", "nn": "Japan", "en": "Japan"}[language] in "".join(facts["partners"].lines())
    assert "{" not in str([fact.lines() for fact in facts.values()])
