"""A form is made from a shape: every fact has a field, what was typed comes back, and blanks are untold."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from utsyn.calls.proposal import Proposal
from utsyn.text import LANGUAGES
from utsyn.web.calls.facts import shelf
from utsyn.web.calls.forms import read, reshaped, wanted
from utsyn.web.forms import Field, Maker, Wanted
from utsyn.web.labels import fact_name
from utsyn.web.typed import Sort, number, place_of, sort_of, told, typed

OSLO = ZoneInfo("Europe/Oslo")
WHOLE = Sort("group", Proposal)
EVERYTHING = {
    "title": "A & B <i>", "stage": "new", "sent_at": "2022-03-16T12:59+01:00", "lot": "eight",
    "applicant": {"country": "NO", "kind": "university", "accredited": True, "research_staff": 1500},
    "leader": {"key": "P1", "leave": [{"kind": "illness", "months": "3"}], "stays": [{"country": "NO", "since": "2020-01-01"}]},
    "key_people": ["P1", "P2"],
    "partners": [{"country": "JP", "role": "partner", "standing": "new"}, {"country": "US", "independent": False}],
    "grants": [{"scheme": "SFF", "role": "host_institution", "peer_reviewed": True, "key_people": ["P1"]}],
    "currency": "NOK", "amount": "1500000", "amounts_by_year": {"2022": "500000", "2023": "1000000"},
    "own_contribution": "375000.50", "budget": [{"cost": "mobility", "amount": "1", "paid_by": "grant"}],
    "starts": "2022-08-01", "ends": "2026-07-31", "activities": ["mobility", "events"],
    "papers": [{"kind": "cv", "pages": 4}], "statements": {"research-part": True, "x.y": False},
    "judgements": {"relevance": {"verdict": "yes", "by": "dean", "on": "2022-03-01", "because": "Close to it."}},
}  # fmt: skip


def fields(made: list[Field]):
    """Every field, and those within."""
    for field in made:
        yield field
        yield from fields([*field.parts, *field.more])


def posted(made: list[Field]) -> QueryDict:
    """What a browser would send of these fields."""
    import re

    post = QueryDict(mutable=True)
    for field in fields(made):
        if field.sort == "set":
            post.setlist(field.name, re.findall(r'value="([^"]*)" checked', field.options))
        elif field.sort in ("choice", "country"):
            post[field.name] = next(iter(re.findall(r'value="([^"]*)" selected', field.options)), "")
        elif field.sort not in ("group", "rows", "years"):
            post[field.name] = field.value
        if field.none:
            post[field.name + "!none"] = "1"
    return post


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_proposal_comes_back_from_its_form_as_it_was(language):
    whole = Proposal.model_validate(EVERYTHING)
    made = Maker(Wanted(), {}, language).fields(Proposal, whole.model_dump(mode="json", exclude_none=True))
    assert read(posted(made)).proposal == whole


countries = st.sampled_from(["NO", "JP", "US", "BR"])
partner = st.fixed_dictionaries(
    {}, optional={"country": countries, "independent": st.booleans(), "name": st.just("A b")}
)
proposals = st.fixed_dictionaries(
    {},
    optional={
        "partners": st.lists(partner.filter(bool), max_size=4),
        "amount": st.decimals(0, 10**9, places=2),
        "starts": st.dates(date(1990, 1, 1), date(2099, 1, 1)),
        "administrator_named": st.booleans(),
        "activities": st.frozensets(st.sampled_from(["mobility", "events"])),
        "key_people": st.lists(st.sampled_from(["P1", "P2"]), min_size=1, max_size=3),
    },
)


@given(proposals)
def test_whatever_is_told_survives_the_form(proposal):
    whole = Proposal.model_validate(proposal)
    made = Maker(Wanted(), {}, "nb").fields(Proposal, whole.model_dump(mode="json", exclude_none=True))
    assert read(posted(made)).proposal == whole


def test_an_empty_form_tells_nothing():
    made = Maker(Wanted(), {}, "en").fields(Proposal, {})
    assert read(posted(made)).proposal == Proposal()


def test_every_fact_of_a_proposal_has_a_field_with_a_label():
    made = list(fields(Maker(Wanted(), {}, "en").fields(Proposal, EVERYTHING | {"numbers": {"n": "1"}})))
    assert set(Proposal.model_fields) <= {field.name.partition("[")[0].partition(".")[0] for field in made}
    assert [field.name for field in made if not field.label] == []


def test_ids_are_unique_and_fit_in_an_address():
    ids = [field.id for field in fields(Maker(Wanted(), {}, "en").fields(Proposal, EVERYTHING))]
    assert len(ids) == len(set(ids))
    assert not any(set(id_) & set(" []%#") for id_ in ids)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("1 500 000", "1500000"),
        ("1\u00a0500\u202f000", "1500000"),
        (" 1500000 ", "1500000"),
        ("1 500 000.50", "1500000.50"),
        ("1 500 000,50", "1500000,50"),
        ("15 000 00", "15 000 00"),
        ("12 apples", "12 apples"),
    ],
)
def test_spaces_in_numbers_are_no_matter_and_nothing_else_is_guessed(written, read_as):
    assert number(written) == read_as


def test_a_moment_gets_the_zone_of_the_office():
    assert told("2022-03-16T12:59", Sort("moment"), zone=OSLO) == "2022-03-16T12:59:00+01:00"
    assert told("2022-03-16T12:59+00:00", Sort("moment"), zone=OSLO) == "2022-03-16T12:59:00+00:00"
    assert told("teatime", Sort("moment"), zone=OSLO) == "teatime"


def test_none_told_differs_from_nothing_told():
    assert read(QueryDict("partners!none=1")).proposal.partners == ()
    assert read(QueryDict("")).proposal.partners is None
    assert read(QueryDict("partners[0].country=&partners!none=1")).proposal.partners == ()
    assert read(QueryDict("activities!none=1")).proposal.activities == frozenset()


@pytest.mark.parametrize(
    "query", ["partners[0].country=JP&partners!none=1", "activities=events&activities!none=1"]
)
def test_none_and_some_at_once_is_a_contradiction(query):
    wrong = read(QueryDict(query))
    assert wrong.proposal is None
    assert [place_of(problem.path, Proposal) for problem in wrong.problems] == [
        query.partition("!")[0].rpartition("&")[2]
    ]


def test_rows_are_added_and_removed_and_the_rest_is_kept():
    post = QueryDict("title=T&partners[0].country=JP&partners[1].country=US&leader.leave[0].months=3")
    assert [row.get("country") for row in reshaped(post, "add:partners")["partners"]] == ["JP", "US", None]
    assert [row["country"] for row in reshaped(post, "remove:partners[0]")["partners"]] == ["US"]
    assert len(reshaped(post, "add:leader.leave")["leader"]["leave"]) == 2
    assert reshaped(post, "add:leader.stays")["leader"]["stays"] == [{}]
    assert reshaped(post, "add:amounts_by_year")["amounts_by_year"] == [{"year": "", "value": ""}]
    assert reshaped(post, "remove:leader.leave[0]")["title"] == "T"


@pytest.mark.parametrize("do", ["", "add:", "remove:", "add:title", "add:nothing", "remove:partners[99]", "add:partners[x].y",
                                "remove:title", "add:partners[0]", "explode:partners", "add:[[[", "remove:partners[-1]"])  # fmt: skip
def test_a_button_that_we_did_not_make_changes_nothing(do):
    post = QueryDict("title=T&partners[0].country=JP")
    assert reshaped(post, do) == typed(post, Proposal)


def test_what_cannot_be_used_is_named_at_its_field():
    wrong = read(QueryDict("partners[0].country=JP&partners[2].country=Norge&amount=1,5&starts=2022-02-30"))
    assert wrong.proposal is None
    assert {place_of(problem.path, Proposal) for problem in wrong.problems} == {
        "partners[1].country",
        "amount",
        "starts",
    }
    assert wrong.raw["partners"][1]["country"] == "Norge"


def test_a_value_that_is_no_choice_stays_in_the_field():
    made = Maker(Wanted(), {}, "en").fields(
        Proposal, {"applicant": {"country": "Norge"}, "starts": "2022-02-30"}
    )
    by_name = {field.name: field for field in fields(made)}
    assert '<option value="Norge" selected>Norge</option>' in by_name["applicant.country"].options
    assert by_name["starts"].input == "text", "a date field would hide it"


def test_what_the_call_asks_for_comes_from_its_rules():
    asked = wanted(shelf().entries["intpart-2022"].call, on=date(2022, 3, 2))
    assert asked.within("partners")
    assert asked.within("partners.country")
    assert asked.within("grants.scheme")
    assert not asked.within("leader.doctorate_on")
    assert "FKB" in asked.suggestions["grants.scheme"]
    assert asked.choices["papers.kind"]
    lots = wanted(shelf().entries["intpart-2017"].call, on=date(2017, 5, 1))
    assert len(lots.choices["lot"]) == 2


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("partners[0].country", "Partner 1: Country"),
        ("own_contribution", "Own contribution"),
        ("leader.leave[1].months", "Project leader: Leave 2: Months"),
        ("statements.research-part", ""),
        ("nothing", ""),
    ],
)
def test_a_fact_is_named_as_in_the_form(path, name):
    with override("en"):
        assert fact_name(path, Proposal, "en") == name


def test_a_type_that_no_form_can_hold_is_named():
    with pytest.raises(TypeError, match="bytes"):
        sort_of(bytes)
    assert sort_of(Decimal | None).name == "number"
