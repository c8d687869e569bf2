"""Grants, ERC hosting and places in pillar 2, counted on fingers and twice; and the real rows of CORDIS that are at hand."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from tests.evidence.grant_worlds import ABOUT, OTHERS, Asked, grant, part, shared, world, worlds
from tests.evidence.worlds import UNIVERSITY, World
from tests.evidence.worlds import made as made_of
from tests.evidence.worlds import slowly as slowly_of
from utsyn.evidence.indicators.erc import kind, running
from utsyn.evidence.indicators.ranks import Place, places, unsigned
from utsyn.evidence.recipes import find
from utsyn.evidence.results import Result

OURS = ("eu-grants", "horizon-contribution", "msca-projects", "eic-pathfinder-projects", "erc-grants", "erc-running", "horizon-pillar2-rank",
        "exchange-flows", "exchange-countries", "exchange-priority-countries", "exchange-rules", "erasmus-mobilities", "graduates-abroad")  # fmt: skip
OTHER, THIRD, _ = OTHERS


def counted(key: str, rows: World) -> Result:
    """Count both ways, and hold one against the other."""
    found = made_of(find(key), rows, ABOUT)
    assert found == slowly_of(find(key), rows, ABOUT)
    return found


@pytest.fixture(scope="module")
def asked() -> Asked:
    return Asked(OURS)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=worlds())
def test_both_ways_to_count_come_to_the_same_hash_in_any_world(asked: Asked, rows: World) -> None:
    for one, found in asked.results(rows):
        assert found.sha256 == slowly_of(one, rows, ABOUT).sha256, one.key


def test_grants_stand_by_scheme_pillar_role_and_call_year_with_both_amounts_in_cents() -> None:
    rows = world(
        [grant("a"), grant("b"), grant("c", call_year=None)],
        [
            part("a", role="coordinator", contribution=500_00, net=300_00),
            part("a", role="thirdParty", contribution=0, net=200_00, pic="999000002"),
            part("b", contribution=None, net=50_01),
            part("c", net=None),
            part("b", OTHER, net=7_00),
        ],
    )
    told = {row[3:]: row[:3] for row in counted("eu-grants", rows).rows}
    same = ("HORIZON", "cluster", "HORIZON-RIA")
    assert told == {
        ("coordinator", 2022, 1, 500_00, 0, 300_00, 0): same,
        ("thirdParty", 2022, 1, 0, 0, 200_00, 0): same,
        ("participant", 2022, 1, 0, 1, 50_01, 0): same,  # what is not told is unknown, never zero in silence
        ("participant", None, 1, 100_00, 0, 0, 1): same,
    }


def test_two_participant_codes_of_the_university_in_one_project_are_one_project() -> None:
    rows = world([grant("a")], [part("a", net=100), part("a", pic="999000002", net=11)])
    assert counted("horizon-contribution", rows).rows == (("HORIZON", "cluster", 2022, 1, 200_00, 0, 111, 0),)


def test_a_participation_without_its_project_is_not_dropped() -> None:
    assert counted("eu-grants", world([], [part("gone")])).rows == (
        (None, None, None, "participant", None, 1, 100_00, 0, 100_00, 0),
    )


def test_the_seventh_framework_programme_is_in_no_figure_of_horizon() -> None:
    rows = world(
        [grant("a", programme="FP7", pillar="MSCA"), grant("b", pillar="MSCA")], [part("a"), part("b")]
    )
    assert [row[0] for row in counted("horizon-contribution", rows).rows] == ["HORIZON"]
    assert {row[0] for row in counted("msca-projects", rows).rows} == {"FP7", "HORIZON"}


def test_an_associated_partner_has_no_project_in_msca() -> None:
    rows = world(
        [grant("a", pillar="MSCA"), grant("b", pillar="MSCA")],
        [part("a", role="associatedPartner"), part("b")],
    )
    assert counted("msca-projects", rows).column("projects") == (1,)


def test_pathfinder_is_known_by_its_call_and_so_is_what_came_before_it() -> None:
    calls = {"a": "HORIZON-EIC-2022-PATHFINDERCHALLENGES-01", "b": "H2020-FETOPEN-2018-2020", "c": "H2020-EIC-FETPROACT-2019",
             "d": "HORIZON-EIC-2022-ACCELERATOR-01", "e": "H2020-FETFLAG-2020-01", "f": None}  # fmt: skip
    rows = world(
        [grant(key, call=call, pillar="EIC") for key, call in calls.items()], [part(key) for key in calls]
    )
    assert counted("eic-pathfinder-projects", rows).column("projects") == (3,)


def erc(project: str, scheme: str = "HORIZON-ERC", **told: object) -> dict[str, object]:
    return grant(project, pillar="ERC", scheme=scheme, **told)


def test_a_grant_that_moved_away_stays_signed_here_and_one_that_moved_here_was_signed_elsewhere() -> None:
    rows = world(
        [erc("stays"), erc("left"), erc("came"), erc("guest")],
        [
            part("stays", role="coordinator"),
            part("left", role="participant", ended=True),
            part("left", OTHER, role="coordinator"),
            part("came", role="coordinator"),
            part("came", OTHER, role="participant", ended=True),
            part("guest", role="participant"),  # a team member's institution, no host
            part("guest", OTHER, role="coordinator"),
        ],
    )
    assert counted("erc-grants", rows).rows == (("HORIZON", "main", 2022, 2, 1, 1),)
    assert running(counted("erc-running", rows), on=date(2024, 1, 1)) == (2, 0)  # stays and came


def test_a_partner_who_leaves_a_synergy_grant_moves_nothing() -> None:
    rows = world(
        [erc("a", "HORIZON-ERC-SYG")],
        [part("a"), part("a", OTHER, role="coordinator"), part("a", THIRD, ended=True)],
    )
    assert counted("erc-grants", rows).rows == (("HORIZON", "synergy", 2022, 1, 0, 0),)


def test_a_new_code_of_the_same_university_is_no_move() -> None:
    rows = world(
        [erc("a")],
        [part("a", role="participant", ended=True), part("a", role="coordinator", pic="999000002")],
    )
    assert counted("erc-grants", rows).rows == (("HORIZON", "main", 2022, 1, 0, 0),)


@pytest.mark.parametrize(
    ("scheme", "said"),
    [("ERC-STG", "main"), ("HORIZON-ERC", "main"), ("ERC-SyG", "synergy"), ("HORIZON-ERC-POC", "proof-of-concept"),
     ("CSA-SA(POC)", "proof-of-concept"), ("ERC-LVG", "other"), ("CSA", "other"), (None, "unknown")],
)  # fmt: skip
def test_proof_of_concept_and_support_actions_are_no_main_grants(scheme: str | None, said: str) -> None:
    assert kind(scheme) == said


@pytest.mark.parametrize(
    ("day", "n"),
    [(date(2022, 5, 31), 0), (date(2022, 6, 1), 1), (date(2026, 5, 31), 1), (date(2026, 6, 1), 0)],
)
def test_a_grant_runs_from_its_first_day_to_its_last_both_included(day: date, n: int) -> None:
    rows = world(
        [erc("a"), erc("b", ends=None)], [part("a", role="coordinator"), part("b", role="coordinator")]
    )
    assert running(counted("erc-running", rows), on=day) == (n, 1)


def test_universities_that_are_level_share_the_better_place_and_the_next_is_two_behind() -> None:
    rows = world(
        [grant("a"), grant("b", signed=date(2023, 1, 1)), grant("c", pillar="EIC"), grant("d", signed=None)],
        [
            part("a", net=40), part("b", net=60, pic="999000002"), part("a", OTHER, net=100, contribution=900),
            part("a", THIRD, net=99, country="FI"), part("a", None, net=500, pic="77", country="SE"),
            part("a", "ror000009", net=10**9, activity="REC"), part("c", net=10**9), part("d", net=3),
        ],
    )  # fmt: skip
    found = counted("horizon-pillar2-rank", rows)
    assert [(one.place, one.university) for one in places(found, until=2023)] == [
        (1, "pic-77"), (2, UNIVERSITY), (2, OTHER), (4, THIRD),
    ]  # fmt: skip
    assert places(found, until=2023, country="NO")[0] == Place(1, UNIVERSITY, "NO", 100, 200_00, 0)
    assert [one.net for one in places(found, until=2022) if one.university == UNIVERSITY] == [40]
    assert unsigned(found) == 1


def test_the_real_rows_of_cordis_give_their_cents() -> None:
    from utsyn.evidence.sources.cells import cents

    path = shared("cordis") / "organization_10_rows.csv"
    if not path.is_file():
        pytest.skip("the ten real rows of CORDIS do not lie beside this repository")
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        real = list(csv.DictReader(file, delimiter=";"))
    rors = {"999654356": UNIVERSITY, "999643007": OTHER}
    rows = world(
        [grant(one["projectID"], programme="FP7" if one["projectID"] == "314056" else "HORIZON") for one in real],
        [
            part(one["projectID"], rors.get(one["organisationID"]), one["role"], pic=one["organisationID"], activity=one["activityType"],
                 contribution=cents(one["ecContribution"]), net=cents(one["netEcContribution"]))
            for one in real
        ],
    )  # fmt: skip
    assert counted("eu-grants", rows).rows == (
        ("FP7", "cluster", "HORIZON-RIA", "participant", 2022, 1, 541_640_00, 0, 0, 1),
        ("HORIZON", "cluster", "HORIZON-RIA", "coordinator", 2022, 1, 520_625_00, 0, 520_625_00, 0),
    )
    athens = places(counted("horizon-pillar2-rank", rows), until=2022)[0]
    assert (athens.university, athens.net, athens.contribution) == (
        OTHER,
        528_340_97,
        0,
    )  # a linked third party


def test_the_answer_book_of_a_synthetic_world_is_come_to(tmp_path) -> None:
    import json

    from utsyn.evidence.compute import chosen, compute
    from utsyn.evidence.engine import duckdb
    from utsyn.evidence.recipes import About
    from utsyn.evidence.snapshots import Store
    from utsyn.evidence.world.truth import TRUTH
    from utsyn.evidence.world.whole import SOURCE, store

    place = Store(tmp_path)
    made = store(place, works=2_000, seed=5)
    truth = json.loads((tmp_path / SOURCE / made.key / TRUTH).read_text("utf-8"))
    about = About(truth["university"], 2007, 2026)
    wanted = [find(key) for key in ("eu-grants", "exchange-flows", "graduates-abroad")]
    grants, exchange, graduates = compute(duckdb(), place, wanted, about, vintages=chosen([made]))
    for programme, told in truth["grants"].items():
        rows = [
            dict(zip(grants.result.columns, row, strict=True))
            for row in grants.result.where(programme=programme)
        ]
        assert sum(row["projects"] for row in rows if row["role"] == "coordinator") == told["coordinated"]
        if programme != "FP7":
            assert sum(row["net"] for row in rows) == told["net"]
    for year, ways in truth["exchanges"].items():
        assert {
            way: sum(row[3] for row in exchange.result.where(year=int(year), way=way)) for way in ways
        } == ways
    for year, counts in truth["graduates"].items():
        rows = graduates.result.where(year=int(year))
        assert (sum(row[3] for row in rows), sum(row[4] for row in rows)) == (
            counts["numerator"],
            counts["denominator"],
        )
    assert grants.synthetic
