"""Projects and publications: partners with a joint project, and whether something was written together in its time."""

from fractions import Fraction

from tests.evidence import grant_worlds
from utsyn.evidence.funded import Funded, funded, named, written
from utsyn.evidence.partner_profiles import Gathered, gathered


def at_hand(
    projects: list[tuple[object, ...]] | None,
    partners: list[tuple[object, ...]],
    awards: list[tuple[object, ...]] | None = None,
) -> Gathered:
    made = [
        *([] if awards is None else [grant_worlds.made("partner-awards", awards)]),
        grant_worlds.made("partners", partners),
        grant_worlds.made("home-output", []),
        grant_worlds.made("partner-breadth", []),
    ]
    return gathered(made if projects is None else [*made, grant_worlds.made("partner-projects", projects)])


def project(
    partner: int, starts: int | None, ends: int | None, n: int = 1, programme: str = "HORIZON"
) -> tuple[object, ...]:
    return partner, f"ror{partner}", programme, starts, ends, n


PROJECTS = [
    project(7, 20180601, 20200531),
    project(7, 20240101, 20241231, 2),
    project(8, 20180601, 20200531),
    project(9, None, None),
    project(0, 20180601, 20200531, 4),  # participants that the register does not know
]
TOGETHER = [(7, 2017, 5, 5, 5, 0), (7, 2018, 2, 2, 2, 0), (7, 2022, 1, 1, 1, 0), (7, 2023, 9, 9, 9, 0), (8, 2017, 3, 3, 3, 0), (8, 2023, 3, 3, 3, 0)]  # fmt: skip


def test_works_count_while_a_project_runs_and_for_two_years_after() -> None:
    assert funded(at_hand(PROJECTS, TOGETHER)) == (
        Funded(7, 3, (2018, 2019, 2020, 2021, 2022, 2024, 2025, 2026), 3),
        Funded(8, 1, (2018, 2019, 2020, 2021, 2022), 0),
    )


def test_the_share_is_of_partners_whose_projects_have_known_days() -> None:
    one = written(at_hand(PROJECTS, TOGETHER))
    assert one is not None
    assert one.exact == Fraction(1, 2)
    assert one.figure.value is None, "of fewer than thirty no percentage is shown"
    assert dict(one.figure.parts) == {"numerator": 1, "denominator": 2, "unknown": 1}
    said = [words.in_("en") for words in one.figure.caveats]
    assert "1 of 2" in said[0]
    assert said[-1] == "Of 1 partner no project has known days"


def test_thirty_partners_have_a_percentage() -> None:
    projects = [project(n, 20200101, 20201231) for n in range(1, 31)]
    one = written(at_hand(projects, [(n, 2021, 1, 1, 1, 0) for n in range(1, 13)]))
    assert one is not None
    assert one.figure.value == Fraction(2, 5)
    assert one.interval is not None
    assert one.interval.low < Fraction(2, 5) < one.interval.high


def test_without_projects_nothing_is_told() -> None:
    assert funded(at_hand(None, TOGETHER)) is None
    assert written(at_hand(None, TOGETHER)) is None
    assert named(at_hand(None, TOGETHER, [])) is None
    assert named(at_hand(PROJECTS, TOGETHER)) is None


def test_strictly_a_publication_names_the_project_and_whoever_tells_nothing_is_unknown() -> None:
    projects = [project(n, 20200101, 20201231) for n in range(1, 41)]
    awards = [
        (n, 2021, int(n <= 6), 3, 1) for n in range(1, 9)
    ]  # six with one that names it; of two one tells nothing
    awards += [(n, 2021, 0, 3, 0) for n in range(9, 20)]
    one = named(at_hand(projects, [], awards))
    assert one is not None
    assert dict(one.by) == {"variant": "award"}
    assert dict(one.figure.parts) == {"numerator": 6, "denominator": 38, "unknown": 2}
    assert one.exact == Fraction(6, 38)
    assert (
        one.figure.caveats[-1].in_("en") == "Of 2 partners some publications do not tell what paid for them"
    )


def test_where_no_publication_tells_anything_all_is_unknown() -> None:
    projects = [project(n, 20200101, 20201231) for n in range(1, 41)]
    one = named(at_hand(projects, [], [(n, 2021, 0, 3, 3) for n in range(1, 30)]))
    assert one is not None
    assert (one.figure.value, one.exact) == (None, None)
    assert dict(one.figure.parts) == {"numerator": 0, "denominator": 0, "unknown": 40}
