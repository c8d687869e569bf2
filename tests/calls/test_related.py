"""The related schemes as documents: they can be put to proposals, their cases hold, and they say what was collected."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.house.tree import ROOT
from tests.make import call as made
from tests.make import proposal
from utsyn.calls.binding import BoundLine, problems
from utsyn.calls.cases import beside, run
from utsyn.calls.document import Line
from utsyn.calls.eligibility import Call, conditions
from utsyn.calls.kinds import Stage
from utsyn.calls.library import Status, library, status
from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import kinds
from utsyn.cited import Citation
from utsyn.documents import read
from utsyn.problems import Problems
from utsyn.reasons import Verdict

FACTS = ROOT.parent / "shared" / "facts" / "calls.yaml"
# A scheme as it was collected, and the documents that tell of it.
SCHEMES = {
    "NORPART": tuple(f"norpart-{year}" for year in ("2016", "2016-establishment", 2018, 2021, 2023, 2024)),
    "UTFORSK": ("utforsk-2021", "utforsk-2022", "utforsk-2025"),
    "ERASMUS-KA220-HED": ("erasmus-ka220-hed-2025",),
    "ERASMUS-KA171": ("erasmus-ka171-2025",),
    "ERASMUS-KA131-BIP": ("erasmus-bip-2025",),
    "ERC-2025": ("erc-2025-stg", "erc-2025-cog", "erc-2025-adg"),
    "MSCA-DN": ("msca-dn-2024",),
    "MSCA-PF-2025": ("msca-pf-2025",),
    "EIC-PATHFINDER-OPEN": ("eic-pathfinder-open-2026",),
    "GLOBALINK": ("globalink-2025", "globalink-siu-mitacs"),
    "SFU": ("sfu-2016",),
    "SFF-V": ("sff-v",),
    "FRIPRO": ("fripro-2025",),
    "RCN-INFRASTRUCTURE": ("rcn-infrastructure-2020",),
}
ROUNDS = ("rcn-mobility-2022", "fellesloft-iv", "uib-north2north-2023")
KEYS = (*(key for keys in SCHEMES.values() for key in keys), *ROUNDS)
# Something that every proposal needs is known of these calls only to exist: no answer of theirs can be yes.
NEVER_YES = {
    "norpart-2016", "norpart-2016-establishment", "norpart-2021", "norpart-2023", "norpart-2024", "utforsk-2021", "utforsk-2025",
    "globalink-siu-mitacs", "rcn-mobility-2022", "uib-north2north-2023",
}  # fmt: skip


@pytest.fixture(scope="module")
def held() -> dict[str, Call]:
    """All the calls at hand, by key."""
    return dict(library().calls)


@pytest.mark.parametrize("key", KEYS)
def test_a_call_can_be_put_to_proposals_in_every_version(held: dict[str, Call], key: str) -> None:
    assert problems(held[key].text) == []


@pytest.mark.parametrize("key", KEYS)
def test_the_cases_of_a_call_hold_and_show_what_it_can_answer(held: dict[str, Call], key: str) -> None:
    cases = list(run(held[key], beside(Path(held[key].file.file))))
    assert [case.problem.in_("en") for case in cases if case.problem] == []
    said = {case.case.expect for case in cases}
    assert len(cases) >= 4
    assert {"no", "unknown"} <= said
    assert ("yes" in said) is (key not in NEVER_YES)


def resting(line: Line, outer: tuple[Citation, ...] = ()) -> Iterator[tuple[Citation, ...]]:
    """Walk the citations of a line's parts; a part without one rests on that of the line around it."""
    cite = line.cite or outer
    parts = (*line.all_of, *line.any_of)
    for part in parts:
        yield from resting(part, cite)
    if not parts:
        yield cite


@pytest.mark.parametrize("key", KEYS)
def test_every_line_and_every_known_fact_rests_on_a_source(held: dict[str, Call], key: str) -> None:
    text = held[key].text
    facts = [text.facts, *(lot.facts for lot in text.lots)]
    cited = [cite for line in lines_of(held[key]) for cite in resting(line)]
    cited += [amendment.cite for amendment in text.amendments]
    cited += [fact.cite for group in facts for fact in group.values() if fact.value is not None]
    assert cited and all(cited)  # noqa: PT018  one that is empty has neither
    assert {c.source for cite in cited for c in cite} <= set(text.sources)
    assert all(source.url for source in text.sources.values())


def lines_of(call: Call) -> list[Line]:
    """List the lines of a call, those of its parts and of its amendments too."""
    added = [line for amendment in call.text.amendments for line in amendment.change.rules.add]
    return [*call.text.rules, *(line for lot in call.text.lots for line in lot.rules), *added]


def used(line: Line) -> Iterator[str]:
    """Walk the kinds of rule that a line is made of."""
    if line.rule:
        yield line.rule
    parts = (*line.all_of, *line.any_of, *((line.unless,) if line.unless else ()))
    for part in parts:
        yield from used(part)


def test_every_rule_kind_is_used_by_at_least_one_document(held: dict[str, Call]) -> None:
    asked = {name for c in held.values() for line in lines_of(c) for name in used(line)} | {
        "open_for_proposals"
    }  # every call has a window
    assert set(kinds()) - asked == set()


# --- counted over a set ------------------------------------------------------------------------------------


def condition(held: dict[str, Call], key: str, line: str, on: date) -> BoundLine:
    (found,) = (c for c in conditions(held[key], on=on) if c.key == line)
    return found


def of(ror: str, leader: str | None = None) -> Proposal:
    return proposal(applicant={"ror": ror}, leader={"key": leader} if leader else None)


BERGEN, OSLO = "03zga2b32", "01xtthb56"


@pytest.mark.parametrize(
    ("key", "line", "proposals", "verdict"),
    [
        ("sfu-2016", "cap", [of(BERGEN)] * 5, Verdict.YES),
        ("sfu-2016", "cap", [of(BERGEN)] * 6, Verdict.NO),
        ("sfu-2016", "cap", [of(BERGEN)] * 5 + [of(OSLO)] * 5, Verdict.YES),
        ("sfu-2016", "no-ranking", [of(BERGEN)] * 2, Verdict.YES),
        ("rcn-mobility-2022", "one-per-manager", [of(BERGEN, "a"), of(OSLO, "b")], Verdict.YES),
        ("rcn-mobility-2022", "one-per-manager", [of(BERGEN, "a"), of(OSLO, "a")], Verdict.NO),
        ("rcn-mobility-2022", "one-per-manager", [of(BERGEN, "a"), of(OSLO)], Verdict.UNKNOWN),
        ("fellesloft-iv", "own-ranking", [of(BERGEN), of(BERGEN)], Verdict.JUDGEMENT),
        ("uib-north2north-2023", "one-application", [of(BERGEN)], Verdict.YES),
        ("uib-north2north-2023", "one-application", [of(BERGEN), of(BERGEN)], Verdict.NO),
    ],
)
def test_what_is_counted_over_a_set(
    held: dict[str, Call], key: str, line: str, proposals: list[Proposal], verdict: Verdict
) -> None:
    closes = held[key].text.window.closes
    assert closes is not None
    assert condition(held, key, line, closes.day).put(proposals, closes.day).verdict is verdict


# --- witnesses ---------------------------------------------------------------------------------------------


def test_utforsk_asks_running_projects_other_things_than_new_ones(held: dict[str, Call]) -> None:
    keys = {
        stage: {
            ln.key
            for ln in held["utforsk-2022"].lines(on=date(2022, 5, 2), stage=stage)
            if stage in ln.stages
        }
        for stage in (Stage.NEW, Stage.RUNNING)
    }
    assert "no-russian-partner" in keys[Stage.NEW]
    assert keys[Stage.RUNNING] == {
        "no-transfer", "leadership-decides", "changes-approved", "stays-in-norway", "student-exchange",
    }  # fmt: skip


def test_the_frame_of_sff_v_is_cut_and_that_of_the_infrastructure_extended(held: dict[str, Call]) -> None:
    sff, infrastructure = held["sff-v"], held["rcn-infrastructure-2020"]
    cut = [
        sff.reading(on=day, stage=Stage.UNDECIDED).facts["budget"].value
        for day in (date(2022, 6, 7), date(2022, 6, 8))
    ]
    grown = [
        infrastructure.reading(on=day).facts["budget"].value
        for day in (date(2020, 10, 28), date(2020, 10, 29))
    ]
    assert (cut, grown) == ([1_750_000_000, 1_400_000_000], [None, 1_400_000_000])


@pytest.mark.parametrize(
    ("window", "on", "stands"),
    [
        ("{opens: 2023-10-18, open_ended: true}", date(2023, 10, 17), Status.PLANNED),
        ("{opens: 2023-10-18, open_ended: true}", date(2033, 10, 17), Status.OPEN),
        ("{open_ended: true}", date(2023, 10, 18), Status.UNKNOWN),  # nobody says when it opened
    ],
)
def test_a_call_without_a_deadline_stays_open(window: str, on: date, stands: Status) -> None:
    assert status(made(f"window: {window}\n"), on=on) is stands


def test_a_call_has_a_deadline_or_none_but_not_both() -> None:
    with pytest.raises(Problems, match="not both"):
        made("window: {closes: 2023-10-18, open_ended: true}\n")


# --- against the collected facts ---------------------------------------------------------------------------


# UTFORSK: one source says over 100 million; the document has the ministry's 104.
LEFT_OUT = {"UTFORSK": {Decimal(100_000_000)}}


@pytest.fixture(scope="module")
def collected() -> dict[str, Any]:
    """The collected facts of each scheme, where they are at hand."""
    if not FACTS.is_file():
        pytest.skip("the collected facts (../shared/facts/calls.yaml) are not here: nothing can be compared")
    data = read(FACTS).data
    return {scheme["id"]: scheme for scheme in data["related_schemes"]} | {"sources": data["sources"]}


def leaves(value: Any) -> Iterator[Any]:
    """Walk the scalars of a document, wherever they stand."""
    if isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)
    else:
        yield value


def figures(value: Any) -> set[Decimal]:
    """Return the numbers and days (as numbers) that stand anywhere in a value, in text too."""
    text = " ".join(str(leaf) for leaf in leaves(value) if leaf is not None and not isinstance(leaf, bool))
    days = {Decimal(day.replace("-", "")) for day in re.findall(r"\d{4}-\d\d-\d\d", text)}
    return {Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", text)} | days


def stated(value: Any) -> Iterator[Any]:
    """Walk the values that sources state (`v`), without the remarks about them."""
    if isinstance(value, dict):
        if "v" in value:
            yield value["v"]
            return
        for part in value.values():
            yield from stated(part)
    elif isinstance(value, list):
        for part in value:
            yield from stated(part)


def said_as(number: Decimal) -> set[Decimal]:
    """Return a figure in the forms in which a document may say it: years as months, shares as per cent."""
    return {number, number * 12, number * 100}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_figure_that_was_collected_stands_in_a_document(
    held: dict[str, Call], collected: dict[str, Any], scheme: str
) -> None:
    known = figures([held[key].file.data for key in SCHEMES[scheme]])
    wanted = figures(list(stated(collected[scheme])))
    assert {number for number in wanted if not said_as(number) & known} == LEFT_OUT.get(scheme, set())


def sources_of(value: Any) -> Iterator[str]:
    """Walk the ids of the sources that collected facts rest on."""
    if isinstance(value, dict):
        source = value.get("s", [])
        yield from [source] if isinstance(source, str) else source
        for part in value.values():
            yield from sources_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from sources_of(part)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_source_of_a_collected_fact_is_cited_by_its_address(
    held: dict[str, Call], collected: dict[str, Any], scheme: str
) -> None:
    addresses = {source.url for key in SCHEMES[scheme] for source in held[key].text.sources.values()}
    wanted = {collected["sources"][name]["url"] for name in sources_of(collected[scheme])}
    assert wanted - addresses == set()


def test_the_countries_of_norpart_and_utforsk_are_those_collected(
    held: dict[str, Call], collected: dict[str, Any]
) -> None:
    def countries(key: str, on: date) -> set[str]:
        (line,) = (ln for ln in held[key].lines(on=on, stage=Stage.NEW) if ln.key == "partner-country")
        return set(line.given["countries"].codes)

    norpart, utforsk = collected["NORPART"], collected["UTFORSK"]
    assert countries("norpart-2021", date(2021, 5, 27)) == set(norpart["country_list_2021"]["v"])
    assert len(countries("norpart-2018", date(2018, 5, 31))) == norpart["country_list_size"]["v"]
    assert countries("utforsk-2022", date(2022, 4, 20)) == set(utforsk["partner_countries_2022"]["v"])
    assert countries("utforsk-2025", date(2025, 1, 1)) == set(utforsk["calls"][1]["countries"]["v"])
