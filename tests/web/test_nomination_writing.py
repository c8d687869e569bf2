"""Writing a nomination: saved at any time, nothing required, people apart from the facts, every text kept."""

import re
from html import unescape

import pytest
from django.utils.translation import override

from tests.web.nominated import form, said, save, typed, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(db):
    return world()


def people(there) -> list[tuple[str, str]]:
    return list(there.row.mentioned.order_by("pk").values_list("part", "name"))


# ---- saving ----------------------------------------------------------------------------------------------------


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


# ---- history ---------------------------------------------------------------------------------------------------


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
