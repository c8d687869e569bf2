"""Mistakes in plans and indicators: each is found where it is, as what it is, with the mend; and nothing else is."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.plans.drafted import ABOUT, INDICATOR, PLAN, indicator, laid
from utsyn.plans.check import Code, Found, Severity, check, check_text
from utsyn.plans.check.found import KINDS, NEVER_ACKNOWLEDGED

PAGE = (ROOT / "docs" / "reference" / "findings-of-plans.md").read_text(encoding="utf-8")
ROWS = re.findall(r"(?m)^\| `([a-z-]+)` \| (\w+) \| ([^|]+) \| ([^|]+) \|$", PAGE)
BASE = "base: {since: 2014-01-01, until: 2020-12-31}"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid(tmp_path_factory.mktemp("drafted"))


def found(path: Path, text: str) -> list[Found]:
    path.write_text(text, encoding="utf-8")
    return check(path)


# What is right, what somebody writes instead, and the finding; it stands on the first line that differs, unless said.
IN_A_PLAN = {
    "a target without base": (f"          {BASE}\n          by", "          by", Code.NO_BASE, "compared with"),
    "a base without figure where nobody provides one": (
        "indicator: projects", "indicator: by-hand", Code.BASE_WITHOUT_FIGURE, "nobody provides one"),
    "a base that begins after the target is due": (
        "since: 2014-01-01, until: 2020-12-31", "since: 2026-01-01, until: 2026-12-31", Code.BASE_PERIOD, "is due, on 31 December 2025"),
    "a base that ends before it begins": ("until: 2020-12-31", "until: 2013-12-31", Code.PARAMETER, "last day after the first"),
    "the value of a base without its source": (
        "until: 2020-12-31}", "until: 2020-12-31, value: 140}", Code.PARAMETER, "under cite"),
    "a percentage of zero": (
        "until: 2020-12-31}", "until: 2020-12-31, value: 0, cite: {source: plan}}", Code.SHARE_OF_ZERO, "percentage of zero"),
    "a place among nobody": (
        "          among: {nb: Alle, nn: Alle, en: All}\n", "", Code.NO_POPULATION, "not among whom"),
    "50 per cent written as 50": ("value: 0.50", "value: 50", Code.SHARE_ABOVE_ONE, "Write 0.5 for 50 per cent"),
    "20 per cent more written as 20": ("by: 0.20", "by: 20", Code.SHARE_ABOVE_ONE, "Write 0.2 for 20 per cent"),
    "a difference of 10 per cent written as 10": (
        "kind: rank_within\n        indicator: place\n        given:\n          place: 20\n          among: {nb: Alle, nn: Alle, en: All}",
        "kind: balance\n        indicator: flows\n        given: {tolerance: 10}", Code.SHARE_ABOVE_ONE, "Write 0.1 for 10 per cent"),
    "a milestone of 30 per cent written as 30": ("value: 0.30", "value: 30", Code.SHARE_ABOVE_ONE, "0.3"),
    "a goal without one of the plan's languages": (
        "{nb: Halvparten, nn: Halvparten, en: Half}", "{nb: Halvparten, nn: Halvparten}", Code.MISSING_LANGUAGE, "“en”"),
    "a kind of target that is none": ("kind: at_least", "kind: at_most", Code.UNKNOWN_KIND, "Did you mean “at_least”?"),
    "a parameter that the kind has not": ("value: 0.50", "value: 0.50\n          per: 4", Code.PARAMETER, "“per” is not a known name"),
    "a comma for a point": ("value: 0.50", "value: 0,50", Code.PARAMETER, "Write it with a decimal point"),
    "a comma for a point in braces": (
        "given:\n          value: 0.50", "given: {value: 0,50}", Code.PARAMETER, "Write numbers with a decimal point"),
    "an indicator of a wrong sort": ("indicator: place", "indicator: flows", Code.WRONG_SORT, "takes no flows"),
    "an indicator that is not there": ("indicator: share", "indicator: shares", Code.UNKNOWN_INDICATOR, "“share”"),
    "two goals with one key": ("key: best", "key: half", Code.DOUBLE_KEY, "already that of line 36"),
    "a chapter that is not there": ("chapter: part\n    under", "chapter: parts\n    under", Code.UNKNOWN_NAME, "“part”"),
    "an aim that is not there": ("aims: [aim]\n    title", "aims: [aims]\n    title", Code.UNKNOWN_NAME, "“aim”"),
    "a goal above that is not there": ("under: [strategic]", "under: [strategy]", Code.UNKNOWN_NAME, "“strategic”"),
    "a goal under a development goal": (
        "depends_on: [more]", "under: [more]", Code.UNKNOWN_NAME, "no goal can lie under it"),
    "a goal that waits for one that is not there": ("depends_on: [more]", "depends_on: [mores]", Code.UNKNOWN_NAME, "“more”"),
    "goals that wait for each other": (
        "under: [strategic]", "depends_on: [half]", Code.RING, "more → half → more"),
    "a chapter within itself": ("title: {nb: Prøve, nn: Prøve, en: Test}, within: all", f"title: {ABOUT}, within: part", Code.RING, "part → part"),
    "a milestone before the plan": ("on: 2022-12-31", "on: 2021-12-31", Code.MILESTONE_OUTSIDE, "outside the time from 1 January 2022"),
    "a milestone the wrong way": ("value: 0.40", "value: 0.20", Code.MILESTONE_WAY, "further from the target"),
    "a milestone beyond the target": ("value: 0.40", "value: 0.60", Code.MILESTONE_WAY, "beyond the target itself"),
    "a milestone that is a worse place": (
        "        kind: rank_within", "        trajectory: {shape: milestones, milestones: [{on: 2022-12-31, value: 25}, {on: 2023-12-31, value: 30}]}\n        kind: rank_within",
        Code.MILESTONE_WAY, "further from the target"),
    "a target due before the plan begins": ("kind: rank_within", "kind: rank_within\n        due: 2021-06-30", Code.DUE_OUTSIDE, "before the plan begins"),
    "a plan before that is not there": ("plan: before-2018", "plan: before-2081", Code.UNKNOWN_NAME, "“before-2018”"),
    "a mapping from a goal that is not there": ("before: [older]", "before: [old]", Code.MAPPING_UNKNOWN, "has no goal “old”"),
    "a mapping to a goal that is not there": ("after: [more, half, best]", "after: [more, half, best, rest]", Code.MAPPING_UNKNOWN, "“best”"),
    "a goal that the mapping leaves out": ("after: [more, half, best]", "after: [more, half]", Code.MAPPING_LEFT_OUT, "where the goal “best” comes from"),
    "a goal that is new and is not": ("after: [more, half, best]", "after: [strategic, more, half, best]", Code.MAPPING_TWICE, "A goal is new"),
    "a quote that is not in the source": ("shall be active", "shall be passive", Code.QUOTE_NOT_IN_SOURCE, "nearest is: “shall be active”"),
    "a goal without citation": ("    cite: {source: plan}\n    targets:\n      - key: place", "    targets:\n      - key: place", Code.NO_CITATION, "“best” has no citation"),
    "a source that is not there": ("cite: {source: plan}\n    targets:\n      - key: place", "cite: {source: plain}\n    targets:\n      - key: place", Code.UNKNOWN_SOURCE, "“plan”"),
    "a source on which nothing rests": ("text: plan.txt}}", "text: plan.txt}, other: {title: Other}}", Code.SOURCE_UNUSED, "“other”"),
    "a goal that nothing measures, without what it would take": (
        f"      needs: {ABOUT}\n", "", Code.SHAPE, "“needs” is missing"),
    "an address that a browser would run": ("text: plan.txt}}", "text: plan.txt, url: 'javascript:alert(1)'}}", Code.SHAPE, "with https://"),
    "a language called NO": ("languages: [nb, en]", "languages: [NO, en]", Code.SHAPE, "“NO” cannot be used"),
    "a day that does not exist": ("adopted: 2021-12-01", "adopted: 2021-02-30", Code.SHAPE, "date that exists"),
    "a key that is not that of the file": ("key: ours-2022", "key: ours-2023", Code.KEY_NOT_FILE, "ours-2023.yaml"),
    "dots for words": ("{nb: Best, nn: Best, en: Best}", "{nb: …, nn: Best, en: Best}", Code.UNWRITTEN, "Write the words"),
    "a doubt about nothing": ("follows:", f"doubts: [{{finding: ring, because: {ABOUT}}}]\nfollows:", Code.DOUBT_IDLE, "“ring”"),
    "what is no YAML": ("value: 0.50", 'value: "0.50', Code.UNREADABLE, "quotation mark"),
}  # fmt: skip
# Findings that stand elsewhere than on the first line that differs: at the goal, the target, the source, the name.
ELSEWHERE = {
    "a difference of 10 per cent written as 10",
    "a base without figure where nobody provides one", "a comma for a point in braces", "a source on which nothing rests",
    "a goal without citation", "a goal that nothing measures, without what it would take", "a target without base",
    "a goal that the mapping leaves out", "goals that wait for each other", "a goal that is new and is not", "a place among nobody",
    "a mapping to a goal that is not there", "a target due before the plan begins", "a parameter that the kind has not", "what is no YAML",
}  # fmt: skip
FOLLOWS_FROM = {  # one mistake that is seen from two sides
    "two goals with one key": {Code.MAPPING_UNKNOWN},
    "a mapping from a goal that is not there": {Code.MAPPING_LEFT_OUT},
}
IN_AN_INDICATOR = {
    "a definition without weaknesses": (f"    weaknesses: [{ABOUT}]\n", "", Code.NO_WEAKNESSES, "names no weaknesses"),
    "two providers that lead": (f"{{key: other, title: {ABOUT}}}", f"{{key: other, title: {ABOUT}, leads: true}}", Code.SHAPE, "at most one provider lead"),
    "two providers with one key": ("key: other", "key: register", Code.DOUBLE_KEY, "already that of line 13"),
    "nobody provides it and nothing says why": (INDICATOR[INDICATOR.index("providers:") :], "", Code.NO_NEEDS, "would be needed"),
    "a share of nothing": ("sort: count", "sort: share", Code.NO_PARTS, "numerator and denominator"),
    "money in no currency": ("sort: count", "sort: amount", Code.NO_PARTS, "currency"),
    "a version compared with one that is not there": (
        "version: 1", "version: 2\n    comparable_with: [1]", Code.UNKNOWN_NAME, "no earlier version 1"),
    "a version compared with itself": ("version: 1", "version: 1\n    comparable_with: [1]", Code.SHAPE, "only earlier versions"),
}  # fmt: skip


def test_nothing_is_wrong_with_a_plan_in_which_nothing_is_wrong(plan: Path) -> None:
    assert found(plan, PLAN) == []
    around = check(
        plan.parent.parent
    )  # its indicators and the plan before, which nobody adopted and which cites nothing
    assert [(item.code, item.severity) for item in around] == [(Code.NO_CITATION, Severity.NOTE)]


@pytest.mark.parametrize("name", IN_A_PLAN)
def test_a_mistake_in_a_plan_is_found_and_nothing_else(plan: Path, name: str) -> None:
    right, wrong, code, says = IN_A_PLAN[name]
    assert PLAN.count(right) == 1
    spoilt = PLAN.replace(right, wrong)
    met = found(plan, spoilt)
    assert {item.code for item in met} == {code} | FOLLOWS_FROM.get(name, set())
    assert any(says in item.in_("en") for item in met), [item.in_("en") for item in met]
    if name not in ELSEWHERE:
        differs = [old == new for old, new in zip(PLAN.splitlines(), spoilt.splitlines(), strict=False)]
        assert [item.line for item in met if item.code is code] == [differs.index(False) + 1]


@pytest.mark.parametrize("name", IN_AN_INDICATOR)
def test_a_mistake_in_an_indicator_is_found_and_nothing_else(tmp_path: Path, name: str) -> None:
    right, wrong, code, says = IN_AN_INDICATOR[name]
    assert INDICATOR.count(right) == 1
    path = tmp_path / "indicators" / "projects.yaml"
    path.parent.mkdir()
    met = found(path, INDICATOR.replace(right, wrong))
    assert {item.code for item in met} == {code}
    assert any(says in item.in_("en") for item in met)


@pytest.mark.parametrize(
    ("comparable", "codes"), [("", [Code.TWO_DEFINITIONS]), ("comparable_with: [1]", [])]
)
def test_two_definitions_of_one_indicator_in_one_series(
    tmp_path: Path, comparable: str, codes: list[str]
) -> None:
    path = laid(tmp_path)
    second = f"  - version: 2\n    since: 2023-01-01\n    says: {ABOUT}\n    weaknesses: [{ABOUT}]\n    {comparable}\nproviders:"
    text = indicator("projects", "count").replace("providers:", second)
    (tmp_path / "indicators" / "projects.yaml").write_text(text, encoding="utf-8")
    assert [item.code for item in check(path)] == codes
    # one that comes after the target is due is no matter
    (tmp_path / "indicators" / "projects.yaml").write_text(text.replace("2023-01-01", "2026-06-01"))
    assert check(path) == []
    # without a base, figures of two definitions stand side by side, but nothing is compared
    (tmp_path / "indicators" / "place.yaml").write_text(
        text.replace("projects", "place").replace("count", "rank")
    )
    (tmp_path / "indicators" / "projects.yaml").write_text(indicator("projects", "count"))
    severities = [item.severity for item in check(path)]
    assert severities == [Severity.WARNING] * len(codes)


def test_a_goal_of_the_plan_before_that_is_left_out_is_named(tmp_path: Path) -> None:
    path = laid(tmp_path)
    (goal,) = [
        line for line in (tmp_path / "plans" / "before-2018.yaml").read_text().splitlines() if "older" in line
    ]
    before = tmp_path / "plans" / "before-2018.yaml"
    before.write_text(before.read_text() + goal.replace("older", "forgotten") + "\n")
    (item,) = check(path)
    assert item.code == Code.MAPPING_LEFT_OUT
    assert "“forgotten”" in item.in_("en")


def test_of_a_plan_that_is_drafted_here_a_goal_without_citation_is_noted_and_no_more(plan: Path) -> None:
    drafted = PLAN.replace("adopted: 2021-12-01\n", "").replace(
        "    cite: {source: plan}\n    targets:\n      - key: place", "    targets:\n      - key: place"
    )
    (item,) = found(plan, drafted)
    assert (item.code, item.severity) == (Code.NO_CITATION, Severity.NOTE)


def test_a_language_in_which_the_plan_is_not_written_is_missed_and_no_more(plan: Path) -> None:
    (item,) = found(plan, PLAN.replace("nn: Halvparten, ", ""))
    assert (item.code, item.severity) == (Code.MISSING_LANGUAGE, Severity.WARNING)


def test_a_finding_that_the_author_knows_of_stands_with_the_reason(plan: Path) -> None:
    doubt = "doubts: [{finding: share-above-one, at: goals.more, because: {nb: Så, nn: Så, en: It is so}}]\n"
    never = doubt.replace("share-above-one", "unknown-kind").replace("goals.more", "goals.half")
    (item,) = found(plan, PLAN.replace("by: 0.20", "by: 6") + doubt)
    assert (item.code, item.fails) == (Code.SHARE_ABOVE_ONE, False)
    assert "known [share-above-one]" in item.in_("en")
    assert "It is so" in item.in_("en")
    idle = found(plan, PLAN.replace("kind: at_least", "kind: at_most") + never)
    assert {item.code for item in idle if item.fails} == {Code.UNKNOWN_KIND}


@pytest.mark.parametrize(
    ("folder", "mend"), [("plans", "Write a plan"), ("indicators", "Write an indicator")]
)
def test_what_says_nothing_of_itself_is_what_its_folder_is_for(
    tmp_path: Path, folder: str, mend: str
) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "empty.yaml").write_text("# nothing yet\n")
    for what in (tmp_path, tmp_path / folder, tmp_path / folder / "empty.yaml"):
        (item,) = check(what)
        assert (item.code, mend in item.in_("en")) == (Code.UNREADABLE, True)


def test_text_that_is_being_written_is_checked_as_if_it_lay_in_its_place() -> None:
    met = check_text(PLAN, key="ours-2022")
    assert {item.code for item in met} >= {Code.UNKNOWN_INDICATOR, Code.UNKNOWN_NAME}
    assert Code.KEY_NOT_FILE not in {item.code for item in met}
    assert {item.file for item in met} == {"ours-2022.yaml"}
    assert [item.code for item in check_text("goals: [", key="ours-2022")] == [Code.UNREADABLE]
    assert [item.code for item in check_text("", key="ours-2022")] == [Code.UNREADABLE]


def test_every_kind_of_finding_has_its_mistake() -> None:
    made = {code for _, _, code, _ in [*IN_A_PLAN.values(), *IN_AN_INDICATOR.values()]}
    assert set(Code) - made == {
        Code.TWO_DEFINITIONS,
        Code.QUOTE_UNCHECKED,
    }  # above; every shipped plan has the other


def test_the_reference_page_is_in_step() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(Code)
    for code, severity, meaning, mend in ROWS:
        assert KINDS.severity_of(code) == Severity(severity)
        assert meaning.strip().endswith(".")
        assert mend.strip().endswith(".")
    (sentence,) = re.findall(r"Findings of the kinds (.+?) cannot be acknowledged", PAGE, re.DOTALL)
    assert set(re.findall(r"`([a-z-]+)`", sentence)) == NEVER_ACKNOWLEDGED
