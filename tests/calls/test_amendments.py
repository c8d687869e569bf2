"""A call as it stood on a day: dated changes, silent changes, and whom they reach."""

from datetime import date

import pytest

from tests.make import call, proposal
from utsyn.calls.amendments import days_of_change, version_on, versions
from utsyn.calls.difference import difference
from utsyn.calls.eligibility import conditions, eligibility
from utsyn.calls.kinds import Stage
from utsyn.problems import Problems
from utsyn.reasons import Verdict

DATED = """
window: {opens: 2022-02-02, closes: 2022-03-16T13:00 Europe/Oslo}
parameters: {countries: [BR, RU]}
rules:
  - {key: partner, rule: partner_in, given: {countries: $countries}, cite: {source: page}}
amendments:
  - {on: 2022-02-11, kind: widens, what: {en: Korea is in}, change: {parameters: {countries: {add: [KR]}}}}
  - {on: 2022-03-02, kind: narrows, what: {en: Russia is out}, change: {parameters: {countries: {remove: [RU]}}},
     cite: {source: page, place: news of 2 March}}
"""
SILENT = """
window: {opens: 2022-02-02, closes: 2022-12-16}
parameters: {latest: 2022-12-01}
rules:
  - {key: start, rule: starts_between, given: {latest: $latest}, cite: {source: page}}
amendments:
  - between: {after: 2022-02-01, before: 2022-06-23}
    kind: corrects
    what: {en: An earlier latest start}
    change: {parameters: {latest: {set: 2022-10-31}}}
"""
RUNNING = """
window: {opens: 2022-01-01, closes: 2022-12-31}
rules:
  - {key: partner, rule: partner_in, given: {countries: [BR]}, cite: {source: page}}
amendments:
  - on: 2022-03-02
    kind: narrows
    what: {en: No money to Russia}
    applies_to: [running]
    change:
      rules:
        add: [{key: transfer, rule: no_transfer_to, given: {countries: [RU]}, stages: [running], cite: {source: page}}]
"""


def verdict(yaml: str, on: date, **told: object) -> Verdict:
    return eligibility(call(yaml), proposal(**told), on=on).verdict


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2022, 2, 10), Verdict.NO),
        (date(2022, 2, 11), Verdict.YES),  # an amendment holds from its own day
        (date(2022, 3, 16), Verdict.YES),
    ],
)
def test_a_widening_holds_from_its_day(on: date, expected: Verdict) -> None:
    assert verdict(DATED, on, partners=[{"country": "KR"}]) is expected


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2022, 3, 1), Verdict.YES), (date(2022, 3, 2), Verdict.NO)]
)
def test_a_narrowing_holds_from_its_day(on: date, expected: Verdict) -> None:
    assert verdict(DATED, on, partners=[{"country": "RU"}]) is expected


def test_a_reason_that_an_amendment_made_cites_it_and_tells_since_when() -> None:
    answer = eligibility(call(DATED), proposal(partners=[{"country": "RU"}]), on=date(2022, 3, 2))
    (leaf,) = answer.finding.decisive()
    assert leaf.since == date(2022, 3, 2)
    assert "news of 2 March" in [source.place for source in leaf.sources]


def test_a_silent_change_leaves_open_what_it_may_have_turned() -> None:
    november = date(2022, 11, 15)
    assert verdict(SILENT, date(2022, 2, 10), starts=november) is Verdict.UNKNOWN
    assert verdict(SILENT, date(2022, 6, 23), starts=november) is Verdict.NO


def test_a_silent_change_leaves_alone_what_it_cannot_have_turned() -> None:
    assert verdict(SILENT, date(2022, 2, 10), starts=date(2022, 9, 1)) is Verdict.YES
    assert verdict(SILENT, date(2022, 2, 10), starts=date(2023, 1, 1)) is Verdict.NO


def test_an_amendment_reaches_only_those_it_applies_to() -> None:
    money = [{"cost": "transfer_to_partner", "country": "RU"}]
    after = date(2022, 3, 2)
    assert verdict(RUNNING, after, stage="running", budget=money) is Verdict.NO
    assert verdict(RUNNING, after, stage="new", budget=money, partners=[{"country": "BR"}]) is Verdict.YES


def test_versions_are_numbered_from_the_first_text() -> None:
    text = call(DATED).text
    assert [(version.number, version.since) for version in versions(text)] == [
        (1, date(2022, 2, 2)),
        (2, date(2022, 2, 11)),
        (3, date(2022, 3, 2)),
    ]
    assert version_on(text, date(2022, 3, 1)).number == 2


def test_days_of_change_hold_both_ends_of_a_silent_change() -> None:
    assert days_of_change(call(SILENT).text) == (date(2022, 2, 2), date(2022, 6, 23))


def test_a_day_before_the_call_existed_is_refused_with_the_first_day_one_may_ask_about() -> None:
    with pytest.raises(Problems, match="first known on 2 February 2022"):
        verdict(DATED, date(2022, 2, 1))


def test_the_difference_between_two_days_names_what_went_what_came_and_why() -> None:
    (line,) = difference(call(DATED), date(2022, 2, 10), date(2022, 3, 2)).lines
    assert line.gone is not None
    assert line.come is not None
    assert (line.key, line.gone.in_("en"), line.come.in_("en")) == ("partner", "Russia", "South Korea")
    assert [amendment.on for amendment in line.amendments] == [date(2022, 2, 11), date(2022, 3, 2)]


def test_nothing_differs_between_two_days_of_one_version() -> None:
    assert difference(call(DATED), date(2022, 2, 11), date(2022, 3, 1)).lines == ()


def test_a_line_that_came_has_no_words_before() -> None:
    added = DATED.replace(
        "change: {parameters: {countries: {add: [KR]}}}",
        "change: {rules: {add: [{key: named, rule: administrator_named, cite: {source: page}}]}}",
    )
    (line,) = difference(call(added), date(2022, 2, 10), date(2022, 2, 11)).lines
    assert (line.key, line.before) == ("named", None)
    assert len(line.amendments) == 1


def test_nothing_is_added_to_what_is_no_list() -> None:
    wrong = DATED.replace("parameters: {countries: [BR, RU]}", "parameters: {countries: 7}")
    with pytest.raises(Problems, match="no list"):
        verdict(wrong, date(2022, 2, 11), partners=[{"country": "BR"}])


def test_more_silent_changes_at_once_than_can_be_asked_are_refused() -> None:
    one = SILENT.split("amendments:\n")[1]
    with pytest.raises(Problems, match="9 changes of unlogged day"):
        verdict(SILENT + one * 8, date(2022, 2, 10), starts=date(2022, 9, 1))


def test_a_line_without_a_key_is_not_taken_for_another() -> None:
    added = """
amendments:
  - on: 2022-02-11
    kind: narrows
    what: {en: An administrator}
    change: {rules: {add: [{rule: administrator_named, cite: {source: page}}]}}
    cite: {source: page, place: Added}
"""
    held = call(
        "window: {opens: 2022-02-02}\nrules: [{rule: amount_at_most, given: {amount: 1}, cite: {source: page}}]"
        + added
    )
    lines = {line.key: line for line in held.lines(on=date(2022, 2, 11), stage=Stage.NEW)}
    assert (lines["amount_at_most"].reached, lines["administrator_named"].reached) == ((), (0,))


def test_a_silent_change_of_a_cap_leaves_it_a_condition() -> None:
    cap = """
window: {opens: 2022-01-01, closes: 2022-12-31}
parameters: {most: 20}
rules:
  - {key: named, rule: administrator_named, cite: {source: page}}
  - {key: cap, rule: at_most_per_institution, given: {at_most: $most}, cite: {source: page}}
amendments:
  - between: {after: 2022-02-01, before: 2022-06-23}
    kind: narrows
    what: {en: A lower cap}
    change: {parameters: {most: {set: 10}}}
"""
    held, day = call(cap), date(2022, 3, 1)
    (line,) = conditions(held, on=day)
    assert eligibility(held, proposal(administrator_named=True), on=day).verdict is Verdict.YES
    fifteen = [proposal(applicant={"name": "Bergen"})] * 15
    assert line.put(fifteen[:10], day).verdict is Verdict.YES
    assert line.put(fifteen, day).verdict is Verdict.UNKNOWN
