"""The INTPART calls as documents: they can be put to proposals, their cases hold, and they say what the sources say."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.house.tree import ROOT
from tests.make import proposal
from utsyn.calls.binding import problems
from utsyn.calls.cases import Ran, beside, run
from utsyn.calls.eligibility import Call, conditions, eligibility
from utsyn.calls.kinds import Stage
from utsyn.calls.library import Status, load, status
from utsyn.calls.replay import replay
from utsyn.calls.told import proposals as read_proposals
from utsyn.documents import read
from utsyn.home import SHIPPED
from utsyn.reasons import Verdict
from utsyn.text import Text

FOLDER = SHIPPED / "calls" / "intpart"
YEARS = ("2015", "2016", "2017", "2018", "2019", "2020", "2022", "2025")
FACTS = ROOT.parent / "shared" / "facts" / "calls.yaml"
DEMO = SHIPPED / "demo" / "intpart-2022"
FOUR_DAYS = (date(2022, 2, 10), date(2022, 2, 11), date(2022, 3, 1), date(2022, 3, 2))
# What a person who has read the call answers on the four days: y(es), n(o), u(nknown), j(udgement).
EXPECTED = {
    "01-sepsis-three-cities": "nyyn",
    "02-walking-again": "nyyy",
    "03-tuberculosis-in-the-north": "nyyn",
    "04-antibiotics-used-well": "nyyy",
    "05-children-after-cancer": "nyyn",
    "06-seeing-the-heart": "njjn",
    "07-pain-at-night": "njjj",
    "08-catalysts-from-waste": "uuuu",
    "09-ice-that-talks": "uuun",
    "10-medicines-by-mail": "nuuu",
    "11-nursing-across-languages": "nnnn",
    "12-a-postdoc-of-our-own": "nnnn",
    "13-neighbours": "nnnn",
    "14-a-grant-that-ran-out": "nnnn",
    "15-all-at-once": "nnnn",
    "16-only-one-of-two": "njjj",
    "17-a-first-sketch": "uuuu",
}


@pytest.fixture(scope="module")
def intpart() -> dict[str, Call]:
    """All the calls, by year."""
    return {year: load(FOLDER / f"{year}.yaml") for year in YEARS}


def ran(call: Call) -> list[Ran]:
    return list(run(call, beside(Path(call.file.file))))


@pytest.mark.parametrize("year", YEARS)
def test_a_call_can_be_put_to_proposals_in_every_version(intpart: dict[str, Call], year: str) -> None:
    assert intpart[year].key == f"intpart-{year}"
    assert problems(intpart[year].text) == []


@pytest.mark.parametrize("year", YEARS)
def test_the_cases_of_a_call_hold(intpart: dict[str, Call], year: str) -> None:
    cases = ran(intpart[year])
    assert [case.problem.in_("en") for case in cases if case.problem] == []
    assert len(cases) >= (15 if year == "2022" else 5)


def test_each_rule_of_2022_fails_in_a_case(intpart: dict[str, Call]) -> None:
    call, failed = intpart["2022"], set[str]()
    for case in ran(call):
        assert case.proposal is not None
        parts = eligibility(call, case.proposal, on=case.case.on).finding.because
        failed |= {part.key for part in parts if part.verdict is Verdict.NO}
    lines = call.lines(on=date(2022, 3, 2), stage=Stage.NEW)
    assert failed == {line.key for line in lines if not line.over_set}


def test_a_call_with_unseen_conditions_never_says_yes(intpart: dict[str, Call]) -> None:
    said = {year: {case.case.expect for case in ran(call)} for year, call in intpart.items()}
    assert [year for year in YEARS if "yes" in said[year]] == ["2022"]


@pytest.mark.parametrize(("sent", "verdict"), [(20, Verdict.YES), (21, Verdict.NO)])
def test_bergen_may_send_twenty(intpart: dict[str, Call], sent: int, verdict: Verdict) -> None:
    (cap,) = conditions(intpart["2022"], on=date(2022, 3, 16))
    from_bergen = [proposal(applicant={"ror": "03zga2b32", "country": "NO"})] * sent
    assert cap.put(from_bergen, date(2022, 3, 16)).verdict is verdict


def test_the_month_of_the_result_is_known_from_the_notice_on(intpart: dict[str, Call]) -> None:
    before, after = (intpart["2022"].reading(on=day).facts["result_expected"].value
                     for day in (date(2022, 6, 22), date(2022, 6, 23)))  # fmt: skip
    assert before is None
    assert isinstance(after, Text)
    assert after.in_("nn") == "oktober 2022"


@pytest.mark.parametrize(
    ("year", "day", "stands"),
    [
        ("2015", date(2015, 5, 31), Status.UNKNOWN),  # only the month of the deadline is known
        ("2015", date(2015, 6, 1), Status.CLOSED),
        ("2019", date(2020, 7, 31), Status.UNKNOWN),
        ("2019", date(2020, 8, 1), Status.CLOSED),
    ],
)
def test_a_call_without_a_known_deadline_is_closed_when_it_must_be(
    intpart: dict[str, Call], year: str, day: date, stands: Status
) -> None:
    assert status(intpart[year], on=day) is stands


def test_a_list_that_is_not_shown_says_what_is_surely_not_in_it(intpart: dict[str, Call]) -> None:
    claims = {
        day: line.put(proposal(), day).claim.in_("en")
        for day in FOUR_DAYS[:2]
        for line in intpart["2022"].lines(on=day, stage=Stage.NEW)
        if line.key == "qualifying-grant"
    }
    assert "but not FKB" in claims[FOUR_DAYS[0]]
    assert "from FKB or others" in claims[FOUR_DAYS[1]]


# --- the demo proposals ------------------------------------------------------------------------------------


def test_the_demo_proposals_get_the_answers_of_the_four_days(intpart: dict[str, Call]) -> None:
    answers = {
        told.name: "".join(
            eligibility(intpart["2022"], told.proposal, on=day).verdict.value[0] for day in FOUR_DAYS
        )
        for told in read_proposals(DEMO)
        if told.proposal
    }
    assert answers == EXPECTED


def test_the_amendments_turn_demo_proposals_in_both_directions(intpart: dict[str, Call]) -> None:
    told = [(t.name, t.proposal) for t in read_proposals(DEMO) if t.proposal]
    ways = {day.on: day.ways() for day in replay(intpart["2022"], told)}
    assert ways[date(2022, 2, 11)][Verdict.NO, Verdict.YES] == 5
    assert ways[date(2022, 3, 2)][Verdict.YES, Verdict.NO] == 3
    assert ways[date(2022, 6, 24)] == {(Verdict.UNKNOWN, Verdict.NO): 1}


def test_the_first_demo_proposal_falls_with_one_reason_on_2_march(intpart: dict[str, Call]) -> None:
    (star,) = (t.proposal for t in read_proposals(DEMO) if t.name.startswith("01-") and t.proposal)
    (reason,) = eligibility(intpart["2022"], star, on=date(2022, 3, 2)).finding.decisive()
    assert (reason.key, reason.since) == ("no-partner-in-russia", date(2022, 3, 2))


# --- against the collected facts ---------------------------------------------------------------------------

SAME_NAME = ("budget", "applications", "funded", "success_rate", "amount_awarded", "mean_award", "total_sought",
             "announced", "result_published", "webinar", "funded_hint")  # fmt: skip


@pytest.fixture(scope="module")
def collected() -> Any:
    """The collected facts, where they are at hand."""
    if not FACTS.is_file():
        pytest.skip(
            "the collected facts (../shared/facts/calls.yaml) are not here: figures cannot be compared"
        )
    return read(FACTS).data


def about(collected: Any, year: str) -> dict[str, Any]:
    (found,) = (entry for entry in collected["calls"] if entry["id"] == f"INTPART-{year}")
    return dict(found)


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("year", YEARS)
def test_a_call_says_what_was_collected(intpart: dict[str, Call], collected: Any, year: str) -> None:
    told, text = about(collected, year), intpart[year].text
    for name in SAME_NAME:
        if name in told:
            known = told[name]["v"] if told[name] else None
            assert plain(text.facts[name].value) == known, name
    closes = text.window.closes
    assert (str(closes.day) if closes else None) == (told["deadline_date"] or {}).get("v")
    assert (f"{closes.time:%H:%M}" if closes and closes.time else None) == (
        told.get("deadline_time") or {}
    ).get("v")
    assert plain(text.window.opens) == (told.get("opened") or {}).get("v")


@pytest.mark.parametrize("year", [year for year in YEARS if year not in ("2017", "2019")])
def test_a_call_has_the_partner_countries_that_were_collected(
    intpart: dict[str, Call], collected: Any, year: str
) -> None:
    known = set(about(collected, year)["partner_countries"]["v"])
    last = intpart[year].reading(on=date(2030, 1, 1)).parameters["countries"]
    listed = set(last["known"] if isinstance(last, dict) else last)
    assert listed - {"africa@2025-01-01"} == known


def given(call: Call) -> Iterator[tuple[str, Any]]:
    for line in call.text.rules:
        yield from ((f"{line.key}.{name}", value) for name, value in line.given.items())


@pytest.mark.parametrize(
    ("year", "fact", "parameter"),
    [
        ("2022", "grant_max", "amount.amount"),
        ("2022", "grant_per_year", "amount-per-year.amount"),
        ("2022", "duration_months", "length.at_most"),
        ("2022", "cap_per_institution", "cap.at_most"),
        ("2022", "earliest_start", "earliest-start.earliest"),
        ("2015", "duration_months", "length.at_most"),
        ("2025", "grant_max", "amount.amount"),
        ("2025", "duration_months_min", "length.at_least"),
        ("2025", "duration_months_max", "length.at_most"),
        ("2025", "latest_end", "latest-end.latest"),
        ("2016", "qualifying_as_of", "qualifying-grant.active_on"),
        ("2020", "qualifying_as_of", "qualifying-grant.active_on"),
    ],
)
def test_a_rule_has_the_value_that_was_collected(
    intpart: dict[str, Call], collected: Any, year: str, fact: str, parameter: str
) -> None:
    assert dict(given(intpart[year]))[parameter] == about(collected, year)[fact]["v"]


def test_the_own_share_of_2022_is_the_percentage_that_was_collected(
    intpart: dict[str, Call], collected: Any
) -> None:
    share = dict(given(intpart["2022"]))["own-share.share"]
    assert share * 100 == about(collected, "2022")["own_contribution_min_pct"]["v"] == Decimal(20)


@pytest.mark.parametrize("year", YEARS)
def test_a_source_has_the_name_and_address_under_which_it_was_collected(
    intpart: dict[str, Call], collected: Any, year: str
) -> None:
    for key, entry in intpart[year].text.sources.items():
        known = collected["sources"][key]
        assert (entry.url, entry.partial) == (known["url"], known["partial"]), key
        assert entry.text == Path(known.get("local", "")).name
