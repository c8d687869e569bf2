"""Figures of several results: of one university and the same years, the newest of each, and never of made up and real together."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.evidence.grant_worlds import ABOUT, made, vintage
from tests.evidence.stored import stored
from tests.evidence.test_funded import PROJECTS, TOGETHER
from tests.evidence.test_lags import NOW, OLD
from tests.evidence.worlds import HOME, SWEDISH, work, world
from utsyn.cli import main
from utsyn.evidence.joined import joined
from utsyn.evidence.snapshots import Store

PARTNERS = [made("partners", TOGETHER), made("home-output", []), made("partner-breadth", []), made("partner-projects", PROJECTS)]  # fmt: skip


def test_what_follows_from_several_results_is_told_with_the_newest_of_them() -> None:
    told = list(joined([NOW, *OLD, *PARTNERS]))
    assert [(of.recipe.key, one.indicator) for of, one in told] == [
        *[("publications", "publications-expected")] * 3,
        ("partner-projects", "projects-and-publications"),
    ]
    assert {of.vintages[0].day for of, _ in told} == {date(2026, 6, 1)}
    again = made("partner-projects", PROJECTS[:1], of=vintage(day=date(2026, 9, 1)))
    (*_, (of, one)) = joined([*PARTNERS, again])
    assert (of, one.figure.parts["denominator"]) == (again, 1)


def test_other_years_another_university_and_what_was_made_up_stand_apart() -> None:
    elsewhere = [one._replace(about=ABOUT._replace(since=2011)) for one in OLD]
    invented = [
        made("publications", list(one.result.rows), of=vintage(day=one.vintages[0].day, synthetic=True))
        for one in OLD
    ]
    assert list(joined([NOW, *elsewhere])) == []
    assert list(joined([NOW, *invented])) == []
    assert list(joined(PARTNERS[:3])) == []


def test_the_command_lists_impact_with_the_interval_that_was_drawn(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    ours = [work(n, [[(HOME, "NO")]], cited=n, year=2020) for n in range(1, 41)]
    others = [work(n, [[(SWEDISH, "SE")]], cited=n % 30, year=2020) for n in range(100, 160)]
    stored(Store(tmp_path), world(*ours, *others), key="one", day=date(2025, 10, 1))
    to = ["--store", str(tmp_path), "--lang", "en"]
    asked = ["citation-impact", "top-cited", "citation-spread", "publications"]
    assert main(["compute", *asked, *to]) == 0
    capsys.readouterr()
    assert main(["figures", "citation-impact", "--json", *to]) == 0
    (impact, *_) = json.loads(capsys.readouterr().out)["figures"]
    assert impact["interval"]["how"] == "bootstrap"
    assert float(impact["interval"]["low"]) < float(impact["value"]) < float(impact["interval"]["high"])
    assert main(["figures", "citation-impact", *to]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.strip().startswith("2020"))
    assert "%" not in line, "a mean is no percentage"
    assert f"{float(impact['interval']['low']):.4f}" in line
