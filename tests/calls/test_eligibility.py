"""The whole answer: how lines are put together, what would turn a no, what is refused before anyone relies on it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import call, proposal, proposals
from utsyn.calls.answers import as_shape
from utsyn.calls.binding import problems
from utsyn.calls.eligibility import conditions, eligibility, verdicts
from utsyn.calls.library import find
from utsyn.reasons import Verdict, all_of, any_of
from utsyn.text import LANGUAGES, say

DAY = date(2022, 3, 1)
WINDOW = "window: {opens: 2022-02-02, closes: 2022-03-16}\n"
MONEY = """
rules:
  - {key: most, rule: amount_at_most, given: {amount: 10000000}, cite: {source: page}}
  - {key: own, rule: own_share_at_least, given: {share: 0.20}, cite: {source: page}}
"""
LOTS = """
lots:
  - key: eight
    title: {en: Eight countries}
    rules: [{key: partner, rule: partner_in, given: {countries: $countries}, cite: {source: page}}]
    parameters: {countries: [BR]}
  - key: pilot
    title: {en: Pilot}
    rules: [{key: partner, rule: partners_only_in, given: {countries: $countries}, cite: {source: page}}]
    parameters: {countries: [DE, FR]}
"""
UNLESS = """
rules:
  - key: charter
    rule: applicant_is
    given: {eche: true}
    unless: {key: norwegian, rule: applicant_is, given: {countries: [NO]}}
    cite: {source: page, place: Charter}
"""
JUDGED = """
rules:
  - key: relevance
    rule: judged
    given: {criterion: {en: It is relevant}, decided_by: funder, evidence: {en: A description}}
    cite: {source: page}
"""
CAP = """
rules:
  - {key: cap, rule: at_most_per_institution, given: {at_most: 20}, cite: {source: page}}
"""


def verdict(rules: str, **told: object) -> Verdict:
    return eligibility(call(WINDOW + rules), proposal(**told), on=DAY).verdict


def test_changes_name_single_facts_that_turn_a_no_and_were_tried() -> None:
    told = proposal(currency="NOK", amount=10_000_001, own_contribution=9_000_000)
    answer = eligibility(call(WINDOW + MONEY), told, on=DAY)
    assert [(mend.path, mend.value) for mend in answer.changes()] == [("amount", 10_000_000)]


def test_no_change_is_named_where_two_facts_are_wrong() -> None:
    told = proposal(currency="NOK", amount=10_000_001, own_contribution=0)
    answer = eligibility(call(WINDOW + MONEY), told, on=DAY)
    assert answer.verdict is Verdict.NO
    assert list(answer.changes()) == []


@given(proposals())
def test_every_change_named_turns_the_no(told: object) -> None:
    from utsyn.calls.eligibility import told_otherwise
    from utsyn.calls.proposal import Proposal

    assert isinstance(told, Proposal)
    held = find("intpart-2022")
    answer = eligibility(held, told, on=DAY)
    for mend in answer.changes():
        other = told_otherwise(told, mend)
        assert other is not None
        assert eligibility(held, other, on=DAY).verdict is not Verdict.NO


def test_a_proposal_goes_to_any_lot_it_fits_or_to_the_one_it_names() -> None:
    german = [{"country": "DE"}]
    assert verdict(LOTS, partners=german) is Verdict.YES
    assert verdict(LOTS, partners=german, lot="pilot") is Verdict.YES
    assert verdict(LOTS, partners=german, lot="eight") is Verdict.NO
    assert verdict(LOTS, partners=german, lot="ninth") is Verdict.NO
    assert verdict(LOTS, partners=[{"country": "SE"}]) is Verdict.NO
    assert verdict(LOTS) is Verdict.UNKNOWN


def test_an_exception_saves_a_rule_that_fails() -> None:
    assert verdict(UNLESS, applicant={"eche": True}) is Verdict.YES
    assert verdict(UNLESS, applicant={"eche": False, "country": "NO"}) is Verdict.YES
    assert verdict(UNLESS, applicant={"eche": False, "country": "SE"}) is Verdict.NO
    assert verdict(UNLESS, applicant={"eche": False}) is Verdict.UNKNOWN


def test_parts_of_a_composed_line_rest_on_its_citation() -> None:
    answer = eligibility(call(WINDOW + UNLESS), proposal(applicant={"eche": False, "country": "SE"}), on=DAY)
    assert {source.place for leaf in answer.finding.decisive() for source in leaf.sources} == {"Charter"}


def test_a_judgement_waits_for_the_role_that_decides() -> None:
    assert verdict(JUDGED) is Verdict.JUDGEMENT
    assert verdict(JUDGED, judgements={"relevance": {"verdict": "yes", "by": "funder"}}) is Verdict.YES
    assert verdict(JUDGED, judgements={"relevance": {"verdict": "no", "by": "funder"}}) is Verdict.NO


def test_what_is_counted_over_a_set_is_a_condition_and_no_reason() -> None:
    held = call(WINDOW + CAP)
    answer = eligibility(held, proposal(), on=DAY)
    assert answer.verdict is Verdict.YES
    assert [line.key for line in conditions(held, on=DAY)] == ["cap"]
    assert [condition.key for condition in as_shape(answer, "en").conditions] == ["cap"]


def test_an_answer_says_the_same_in_three_languages() -> None:
    answer = eligibility(find("intpart-2022"), proposal(partners=[{"country": "RU"}]), on=date(2022, 3, 2))
    shapes = [as_shape(answer, language) for language in LANGUAGES]
    assert {shape.verdict for shape in shapes} == {"no"}
    assert {tuple(reason.key for reason in shape.reasons) for shape in shapes} == {
        tuple(r.key for r in shapes[0].reasons)
    }
    assert {shape.binding_language for shape in shapes} == {"nb"}
    assert [(reason.version, reason.since) for reason in shapes[0].reasons][:1] != [(1, None)]


@given(proposals())
def test_every_no_rests_on_lines_that_fail_and_are_cited(told: object) -> None:
    from utsyn.calls.proposal import Proposal

    assert isinstance(told, Proposal)
    answer = eligibility(find("intpart-2022"), told, on=DAY)
    reasons = list(answer.finding.decisive())
    assert reasons
    assert all(leaf.verdict is answer.verdict for leaf in reasons)
    assert all(leaf.sources for leaf in reasons)


@given(st.lists(st.sampled_from(list(Verdict)), max_size=5), st.sampled_from(list(Verdict)))
def test_a_failing_part_more_never_turns_a_no_to_yes(verdicts: list[Verdict], more: Verdict) -> None:
    from utsyn.reasons import Finding

    parts = [Finding(each, say("part")) for each in verdicts]
    before, after = all_of(say("all"), parts), all_of(say("all"), [*parts, Finding(more, say("more"))])
    assert not (before.verdict is Verdict.NO and after.verdict is not Verdict.NO)
    before, after = any_of(say("any"), parts), any_of(say("any"), [*parts, Finding(Verdict.NO, say("more"))])
    assert before.verdict is after.verdict


@pytest.mark.parametrize(
    ("rules", "place", "mend"),
    [
        ("rules: [{rule: amount_at_msot, given: {amount: 1}}]", "rules[0].rule", "amount_at_most"),
        ("rules: [{rule: amount_at_most, given: {amonut: 1}}]", "rules[0].given.amonut", "amount"),
        ("rules: [{rule: amount_at_most}]", "rules[0].given.amount", "Add it"),
        ("rules: [{rule: amount_at_most, given: {amount: many}}]", "rules[0].given.amount", "number in digits"),
        ("rules: [{rule: partner_in, given: {countries: $contries}}]\nparameters: {countries: [BR]}",
         "rules[0].given.countries", "$countries"),
        ("rules: [{rule: partner_in, given: {countries: [Norge]}}]", "rules[0].given.countries", "NO"),
        ("rules: [{rule: partner_in, given: {countries: [panorma@2021-01-01]}}]", "rules[0].given.countries", "panorama"),
        ("rules: [{any_of: [{rule: ranking, given: {policy: forbidden}}]}]", "rules[0].any_of[0]", "line of its own"),
        ("lots: [{key: a, title: {en: A}, rules: [{rule: one_joint_application}]}]", "lots[0].rules[0]", "line of its own"),
        ("rules: [{all_of: [{rule: nope}]}]", "rules[0].all_of[0].rule", "Known names"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_asked_is_named_with_its_mend(rules: str, place: str, mend: str) -> None:
    found = problems(call(rules).text)
    assert place in " ".join(problem.place for problem in found)
    assert mend in " ".join(problem.in_("en") for problem in found)


def test_keeping_to_no_known_rule_is_no_yes() -> None:
    assert verdict("") is Verdict.UNKNOWN
    assert verdict(MONEY, stage="running") is Verdict.UNKNOWN


def test_a_cut_copy_and_a_silent_change_are_said_with_the_answer() -> None:
    held = call(
        WINDOW.replace("2022-02-02", "2022-01-02")
        + MONEY
        + """
amendments:
  - {between: {after: 2022-02-01, before: 2022-06-23}, kind: corrects, what: {en: Dates moved}}
"""
    )
    said = as_shape(eligibility(held, proposal(), on=DAY), "en").caveats
    assert len(said) == 1
    assert "Dates moved" in said[0]
    assert "cut" in as_shape(eligibility(find("intpart-2022"), proposal(), on=DAY), "en").caveats[0]


@given(proposals(), st.sampled_from(["intpart-2022", "intpart-2017", "utforsk-2022"]))
def test_the_quick_verdict_is_that_of_the_whole_answer(told: object, key: str) -> None:
    from utsyn.calls.eligibility import verdict as quick
    from utsyn.calls.kinds import Stage
    from utsyn.calls.proposal import Proposal

    assert isinstance(told, Proposal)
    held = find(key)
    lines = held.asked(on=DAY, stage=told.stage or Stage.NEW)
    assert quick(lines, told, on=DAY) is eligibility(held, told, on=DAY).verdict
    assert list(verdicts(held, [told], on=DAY)) == [eligibility(held, told, on=DAY).verdict]
