"""What is said of bad input: the place, the fault and the mend, and never a word of the machinery."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from utsyn.calls.cases import Case
from utsyn.calls.document import CallDocument
from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import kinds
from utsyn.documents import parse
from utsyn.problems import MENDS, OTHERWISE, Problem, Problems, dotted, problems_of, sentence, unknown_name
from utsyn.text import LANGUAGES, say

JARGON = re.compile(
    r"pydantic|Input should|Decimal input|\bvalid\b|validat|parse|\btype\b|\bdict|tuple|enum|\bint\b|\bstr\b|None|Error|\bdoes not fit\b"
    r"|\^|\\d|regex|pattern|object at|Extra inputs|field"
)
CALL = "key: a-2022\nprogramme: a\ntitle: {en: A}\nabout: {en: A}\nsources: {page: {title: Page}}\n"


def said(written: str, shape: Any = Proposal) -> list[str]:
    """What is said of a document in a shape, one line for each misfit."""
    with pytest.raises(Problems) as raised:
        parse(written.encode(), file="p.yaml").shaped(shape)
    return [problem.in_("en") for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("amuont: 1", "p.yaml:1 amuont: “amuont” is not a known name. Did you mean “amount”?"),
        ("partners:\n  - contry: NO", "p.yaml:2 partners[0].contry: “contry” is not a known name. Did you mean “country”?"),
        ("leader: {leave: [{zzz: 1}]}", "p.yaml:1 leader.leave[0].zzz: “zzz” is not a known name. Known names: kind, months, children, documented."),
        ("amount: 1500000,50", "p.yaml:1 amount: “1500000,50” cannot be used. Write it with a decimal point and without thousands separators: 1500000.50."),
        ("amount: 1.500.000", "p.yaml:1 amount: “1.500.000” cannot be used. Write a number in digits, such as 1500000 or 0.20."),
        ("amount: much", "p.yaml:1 amount: “much” cannot be used. Write a number in digits, such as 1500000 or 0.20."),
        ("amount: true", "p.yaml:1 amount: “true” cannot be used. Write a number in digits, such as 1500000 or 0.20."),
        ("amount: [1]", "p.yaml:1 amount: A list cannot be used here. Write a number in digits, such as 1500000 or 0.20."),
        ("amount: -1", "p.yaml:1 amount: “-1” cannot be used. Write a number that is at least 0."),
        ("amount: 0.001", "p.yaml:1 amount: “0.001” cannot be used. Write at most 2 digits after the decimal point."),
        ("amount: 9999999999999999", "p.yaml:1 amount: “9999999999999999” cannot be used. Write a number with fewer digits."),
        ("units: 2.5", "p.yaml:1 units: “2.5” cannot be used. Write a whole number in digits, such as 3."),
        ("starts: 2022-02-30", "p.yaml:1 starts: “2022-02-30” cannot be used. Write a date that exists as year-month-day: 2022-03-16."),
        ("starts: 20220801", "p.yaml:1 starts: “20220801” cannot be used. Write a date that exists as year-month-day: 2022-03-16."),
        ("starts: 1.8.2022", "p.yaml:1 starts: “1.8.2022” cannot be used. Write a date that exists as year-month-day: 2022-03-16."),
        ("starts: 0022-08-01", "p.yaml:1 starts: “0022-08-01” cannot be used. Write a year from 1900 to 2200."),
        ("sent_at: noon", "p.yaml:1 sent_at: “noon” cannot be used. Write day, time and zone as 2022-03-16T13:00+01:00."),
        ("applicant: {country: No}", "p.yaml:1 applicant.country: “No” cannot be used. Write the country's two-letter code: NO."),
        ("applicant: {country: Norge}", "p.yaml:1 applicant.country: “Norge” cannot be used. Write the country's two-letter code: NO."),
        ("applicant: {country: norway}", "p.yaml:1 applicant.country: “norway” cannot be used. Write the country's two-letter code: NO."),
        ("applicant: {country: Germny}", "p.yaml:1 applicant.country: “Germny” cannot be used. Did you mean Germany? Its code is DE."),
        ("applicant: {country: XX}", "p.yaml:1 applicant.country: “XX” cannot be used. Write the country's two-letter ISO code in capitals, such as NO or BR."),
        ("applicant: {eche: yes}", "p.yaml:1 applicant.eche: “yes” cannot be used. Write true or false without quotation marks, or null when nobody knows."),
        ("applicant: {eche: 1}", "p.yaml:1 applicant.eche: “1” cannot be used. Write true or false without quotation marks, or null when nobody knows."),
        ("applicant: {kind: universty}", "p.yaml:1 applicant.kind: “universty” cannot be used. Did you mean “university”?"),
        ("currency: NKR", "p.yaml:1 currency: “NKR” cannot be used. Did you mean “NOK”?"),
        ("currency: bitcoin", "p.yaml:1 currency: “bitcoin” cannot be used. Choose one of: NOK, EUR, CAD, USD, GBP, SEK, DKK."),
        ("applicant: {ror: abc}", "p.yaml:1 applicant.ror: “abc” cannot be used. Write the nine characters of a ROR id, such as 03zga2b32."),
        ("leader: {key: Ola Nordmann}", "p.yaml:1 leader.key: “Ola Nordmann” cannot be used. Write letters, digits and . : / @ - _ without spaces."),
        ("title: 12", "p.yaml:1 title: “12” cannot be used. Write text, in quotation marks if it looks like a number."),
        ("title: " + "x" * 301, "p.yaml:1 title: “" + "x" * 80 + "” cannot be used. Write at most 300 characters."),
        ("partners: NO", "p.yaml:1 partners: “NO” cannot be used. Write a list, one item on each line after a dash."),
        ("partners: {country: NO}", "p.yaml:1 partners: Names with values under them cannot be used here. Write a list, one item on each line after a dash."),
        ("applicant: [NO]", "p.yaml:1 applicant: A list cannot be used here. Write names with values under them."),
        ("partners: [NO]", "p.yaml:1 partners[0]: “NO” cannot be used. Write names with values under them."),
        ("judgements: {x: {by: dean}}", "p.yaml:1 judgements.x.verdict: “verdict” is missing. Add it."),
        ("amounts_by_year: {soon: 1}", "p.yaml:1 amounts_by_year.soon: “soon” cannot be used. Write a whole number in digits, such as 3."),
        ("amounts_by_year: {1022: 1}", "p.yaml:1 amounts_by_year.1022: “1022” cannot be used. Write a number that is at least 1,990."),
        ("[]", "p.yaml:1: A list cannot be used here. Write names with values under them."),
        ("", "p.yaml: Nothing is written here. Write names with values under them."),
    ],
)  # fmt: skip
def test_what_is_said_of_a_proposal(written, expected):
    assert said(written) == [expected]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("windo: {}", "p.yaml:6 windo: “windo” is not a known name. Did you mean “window”?"),
        ("window: {closes: soon}", "p.yaml:6 window.closes: “soon” cannot be used. Write a deadline as 2022-03-16T13:00 Europe/Oslo, time and zone only where they are known."),
        ("window: {closes: 2022-02-30T13:00 Europe/Oslo}", "p.yaml:6 window.closes: “2022-02-30” cannot be used. Write a date that exists as year-month-day: 2022-03-16."),
        ("window: {closes: 2022-03-16T25:00 Europe/Oslo}", "p.yaml:6 window.closes: “25:00” cannot be used. Write a time of day that exists, such as 13:00."),
        ("rules: [{rule: a, any_of: [{rule: b}]}]", "p.yaml:6 rules[0]: Names with values under them cannot be used here. Give exactly one of rule, all_of, any_of."),
        ("funder: {}", "p.yaml:6 funder: Names with values under them cannot be used here. Write words in at least one of nb, nn and en."),
        ("binding_language: no", "p.yaml:6 binding_language: “no” cannot be used. Choose one of: nb, nn, en."),
    ],
)  # fmt: skip
def test_what_is_said_of_a_call(written, expected):
    assert said(CALL + written, CallDocument) == [expected]


def test_what_is_missing_and_what_is_wrong_are_said_together():
    lines = said("key: Ugly Key\ntitle: {de: x}\n", CallDocument)
    assert any("hyphens" in line for line in lines)
    assert any("“sources” is missing" in line for line in lines)
    assert any("title.de" in line for line in lines)


def test_a_thousand_partners_are_too_many():
    (line,) = said("partners:\n" + "  - {country: NO}\n" * 1000)
    assert line == "p.yaml:1 partners: There are 1,000 of them. Give at most 200."


def test_where_one_form_of_several_was_meant_the_others_are_not_named():
    """`decided_by` is a word or words in languages: of the latter, only the wrong one is named."""
    judged = kinds()["judged"]
    given = {"criterion": {"en": "x"}, "decided_by": {"en": 1}}
    with pytest.raises(Problems) as raised:
        judged.checked(given, context={})
    assert [dotted(problem.path) for problem in raised.value.problems] == ["decided_by.en"]


def shapes() -> Iterator[tuple[str, Any]]:
    """All shapes that people write into."""
    yield from (("proposal", Proposal), ("call", CallDocument), ("cases", list[Case]))
    yield from ((kind.name, kind.shape) for kind in kinds().values())


def error_kinds(schema: Any) -> Iterator[tuple[str, str]]:
    """The kinds of schema that a shape is made of, with the patterns of text."""
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield schema["type"], str(schema.get("pattern") or "")
        for value in schema.values():
            yield from error_kinds(value)
    elif isinstance(schema, list | tuple):
        for value in schema:
            yield from error_kinds(value)


@pytest.mark.parametrize(
    ("name", "shape"), list(shapes()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_pattern_has_words(name, shape):
    patterns = {pattern for _, pattern in error_kinds(TypeAdapter(shape).core_schema) if pattern}
    assert patterns <= set(MENDS), f"{name} asks for a form that problems.py has no words for"


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.sampled_from(["", "NO", "1,5", "2022-02-30", "x" * 500, "1e999", "NaN"]),
    lambda parts: (
        st.lists(parts, max_size=3)
        | st.dictionaries(st.sampled_from(["nb", "country", "x", "rule"]), parts, max_size=3)
    ),
    max_leaves=6,
)


def misfits(shape: type[BaseModel], given_: Any) -> list[Problem]:
    try:
        shape.model_validate(given_)
    except ValidationError as error:
        return problems_of(error, shape, given=given_)
    return []


@given(st.data())
@settings(max_examples=150)
def test_no_word_of_the_machinery_reaches_anybody(data):
    shape = data.draw(
        st.sampled_from(
            [shape for _, shape in shapes() if isinstance(shape, type) and issubclass(shape, BaseModel)]
        )
    )
    names = list(shape.model_fields)
    told = data.draw(st.dictionaries(st.sampled_from([*names, "unknwon"]), JUNK, max_size=3))
    for problem in misfits(shape, told):
        assert problem.mend is not OTHERWISE
        for language in LANGUAGES:
            words = re.sub(
                r"“[^”]*”|Known names:.*|Choose one of:.*|Did you mean.*", "", problem.said(language)
            )
            assert not JARGON.search(words), problem.in_("en")


def test_a_sentence_ends_once():
    assert [sentence(words) for words in ("Add it", "Add it.", "Did you mean “x”?")] == [
        "Add it.",
        "Add it.",
        "Did you mean “x”?",
    ]


def test_a_problem_names_its_place_as_editors_do():
    problem = Problem(say("It is wrong"), say("Mend it"), ("partners", 0, "country"), "p.yaml", 3)
    assert problem.place == "p.yaml:3 partners[0].country"
    assert problem.in_("en") == "p.yaml:3 partners[0].country: It is wrong. Mend it."
    assert problem._replace(line=None).place == "p.yaml partners[0].country"
    assert Problem(say("It is wrong"), say("Mend it")).in_("en") == "It is wrong. Mend it."


def test_an_unknown_name_among_none_is_left_out():
    assert unknown_name("x", []).in_("en") == "“x” is not a known name. Leave it out."
