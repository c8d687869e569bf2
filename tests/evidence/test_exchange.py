"""Exchange by the rules of the statistics and of Erasmus+ side by side, and graduates who were abroad, counted on fingers."""

from datetime import date

import pytest

from tests.evidence.grant_worlds import ABOUT, CODE, cell, graduate, made, mobility, vintage, world
from tests.evidence.worlds import World, filled
from tests.evidence.worlds import made as made_of
from tests.evidence.worlds import slowly as slowly_of
from utsyn.evidence.compute import compute
from utsyn.evidence.engine import duckdb
from utsyn.evidence.figures import balance, yearly
from utsyn.evidence.indicators.erasmus import kind
from utsyn.evidence.indicators.exchange import long
from utsyn.evidence.recipes import find
from utsyn.evidence.results import Result
from utsyn.evidence.sides import sides
from utsyn.evidence.snapshots import Store
from utsyn.problems import Problems

TRAINEES = "Student mobility for traineeships between Programme Countries"


def counted(key: str, rows: World) -> Result:
    """Count both ways, and hold one against the other."""
    found = made_of(find(key), rows, ABOUT)
    assert found == slowly_of(find(key), rows, ABOUT)
    return found


def test_doctoral_students_are_left_out_and_said_to_be() -> None:
    rows = world(
        exchanges=[
            cell(7),
            cell(2, level="FU"),
            cell(3, institution="1110"),
            cell(None),
            cell(4, way="in", agreement="INDIVID"),
        ]
    )
    assert counted("exchange-flows", rows).rows == (
        (2022, "in", "individual", 4, 0, 0, 0),
        (2022, "out", "erasmus", 7, 0, 2, 1),
    )


def test_a_sum_of_rounded_cells_tells_how_far_off_it_may_be() -> None:
    rows = world(
        exchanges=[
            cell(6, rounded_to=3),
            cell(9, rounded_to=3, semester="H"),
            cell(10, rounded_to=5),
            cell(1),
        ]
    )
    assert counted("exchange-flows", rows).rows == ((2022, "out", "erasmus", 26, 1 + 1 + 2, 0, 0),)


def test_priority_countries_are_those_of_the_list_of_the_year() -> None:
    told = [
        cell(10, year=year, country=country) for year in (2015, 2020, 2021) for country in ("US", "CN", "SE")
    ]
    rows = world(exchanges=[*told, cell(3, year=2021, country=None)])
    assert counted("exchange-priority-countries", rows).rows == (
        (2020, 10, 30, 0, 0, 0),
        (2021, 20, 30, 0, 0, 3),
    )


def test_a_stay_of_70_days_counts_in_erasmus_and_not_in_the_national_statistics() -> None:
    rows = world(mobilities=[mobility(70, 2), mobility(90, 3), mobility(20), mobility(None, 4)])
    told = dict(
        zip(find("erasmus-mobilities").columns, counted("erasmus-mobilities", rows).rows[0], strict=True)
    )
    assert (told["participants"], told["long"], told["three_months"], told["short"], told["unknown"]) == (
        10,
        5,
        3,
        1,
        4,
    )


@pytest.mark.parametrize(
    ("year", "activity", "days", "is_long"),
    [
        ("2020-2021", "Student mobility for studies", 89, 0),
        ("2020-2021", "Student mobility for studies", 90, 1),
        ("2020-2021", TRAINEES, 59, 0),
        ("2020-2021", TRAINEES, 60, 1),
        ("2021-2022", "Student mobility for studies", 59, 0),
        ("2021-2022", "Student mobility for studies", 60, 1),
        ("2021-2022", "Staff mobility for teaching", 60, 0),
    ],
)
def test_the_shortest_long_stay_is_that_of_the_programme_of_the_year(
    year: str, activity: str, days: int, is_long: int
) -> None:
    rows = world(mobilities=[mobility(days, year=year, activity=activity)])
    assert counted("erasmus-mobilities", rows).column("long") == (is_long,)


@pytest.mark.parametrize(
    ("starts", "days", "two_months"),
    [
        ("2023-02", 57, False),
        ("2023-02", 58, True),
        ("2023-01", 59, True),
        ("2024-02", 58, False),
        ("2024-02", 59, True),
        ("2000-01", 58, False),
        ("2023-03", 59, False),
        (None, 57, False),
        (None, 58, None),
        (None, 60, True),
    ],
)
def test_two_months_are_60_days_and_58_or_59_only_where_february_is_in_them(
    starts: str | None, days: int, two_months: bool | None
) -> None:
    rows = world(mobilities=[mobility(days, starts=starts)])
    found = counted("erasmus-mobilities", rows)
    assert (found.column("long"), found.column("unknown")) == (
        (int(two_months is True),),
        (int(two_months is None),),
    )


def test_files_that_count_months_are_put_to_the_rules_of_their_years() -> None:
    def old(months: int, activity: str, people: int, year: str = "2011-2012") -> dict[str, object]:
        return mobility(None, people, year=year, activity=activity, months=months)

    rows = world(mobilities=[old(300, "SMS", 1), old(299, "SMS", 10), old(300, "SMP", 100), old(250, "SMP", 1000),
                             old(250, "SMP", 7, "2013-2014")])  # fmt: skip
    found = counted("erasmus-mobilities", rows)
    told = [dict(zip(find("erasmus-mobilities").columns, row, strict=True)) for row in found.rows]
    assert [(one["year"], one["kind"], one["long"], one["three_months"]) for one in told] == [
        ("2011-2012", "study", 1, 1), ("2011-2012", "traineeship", 100, 100), ("2013-2014", "traineeship", 0, 0),
    ]  # fmt: skip


def test_staff_are_away_for_two_days_to_two_months() -> None:
    rows = world(
        mobilities=[mobility(n, activity="HE-STA - Staff mobility for teaching") for n in (1, 2, 60, 61)]
    )
    assert counted("erasmus-mobilities", rows).column("staff") == (2,)


def test_short_stays_are_of_5_to_30_days_and_of_the_new_programme() -> None:
    days = [mobility(n) for n in (4, 5, 30, 31)] + [mobility(10, year="2019-2020")]
    assert sum(counted("erasmus-mobilities", world(mobilities=days)).column("short")) == 2


def test_the_university_is_known_by_its_code_on_either_side() -> None:
    rows = world(
        mobilities=[
            mobility(90, 5),
            mobility(90, 2, sender="SF ESPOO12", receiver=CODE),
            mobility(90, 9, sender="N OSLO01"),
        ]
    )
    assert [(row[1], row[4]) for row in counted("erasmus-mobilities", rows).rows] == [("in", 2), ("out", 5)]


def test_what_is_no_student_mobility_has_a_kind_of_its_own() -> None:
    assert [kind(one) for one in (None, "Staff training", TRAINEES, "Student mobility for studies", "Youth exchanges")] == [
        "unknown", "staff", "traineeship", "study", "other",
    ]  # fmt: skip
    codes = ("HE-SMS - Student mobility for studies", "Mob-SMP", "SMS", "Mob-STT", "VET-SHORT - Short-term learning mobility of VET learners",
             "VET learners traineeships in companies abroad", "Long-term mobility of pupils (student exchange)")  # fmt: skip
    assert [kind(one) for one in codes] == [
        "study",
        "traineeship",
        "study",
        "staff",
        "other",
        "other",
        "other",
    ]


def test_own_stays_are_put_to_either_rule_by_their_days_first_and_last_included() -> None:
    def stay(until: date | None, people: int, what: str | None = "student") -> dict[str, object]:
        return filled(
            "stays",
            ror="ror000002",
            unit="phys",
            since=date(2022, 1, 1),
            until=until,
            kind=what,
            way="out",
            people=people,
        )

    rows = world(stays=[stay(date(2022, 3, 31), 1), stay(date(2022, 3, 30), 10), stay(date(2022, 3, 1), 100), stay(date(2022, 2, 28), 1000),
                        stay(date(2022, 1, 5), 7), stay(date(2022, 5, 1), 3, "doctoral"), stay(date(2022, 5, 1), 2, None), stay(None, 8)])  # fmt: skip
    assert counted("exchange-rules", rows).rows == (
        (2022, "out", 1118, 1, 1111, 7, 3, 2), (None, "out", 8, 0, 0, 0, 0, 8),
    )  # fmt: skip
    assert long(date(2022, 1, 1), date(2022, 3, 31)) == 90
    assert long(None, date(2022, 3, 31)) is None


@pytest.mark.parametrize(
    ("since", "until", "is_two"),
    [
        (date(2022, 1, 1), date(2022, 2, 28), True),  # January and February
        (date(2022, 1, 2), date(2022, 2, 28), True),  # 58 days
        (date(2022, 1, 3), date(2022, 2, 28), False),
        (date(2022, 2, 1), date(2022, 3, 30), True),
        (date(2022, 2, 2), date(2022, 3, 31), False),  # February is not whole
        (date(2022, 3, 1), date(2022, 4, 28), False),
        (date(2024, 1, 2), date(2024, 2, 29), True),  # 59 days in a leap year
        (date(2024, 1, 3), date(2024, 2, 29), False),
        (date(2024, 1, 1), date(2024, 2, 28), False),  # one day of February is lacking
        (date(2021, 12, 31), date(2022, 2, 26), False),
        (date(2022, 3, 1), date(2022, 4, 29), True),
    ],
)
def test_of_own_stays_the_days_tell_whether_the_whole_of_february_is_in_them(
    since: date, until: date, *, is_two: bool
) -> None:
    stay = filled("stays", ror="ror000002", since=since, until=until, kind="student", way="out", people=1)
    assert counted("exchange-rules", world(stays=[stay])).column("two_months") == (int(is_two),)


def test_all_ways_to_count_stand_side_by_side_each_with_its_rule() -> None:
    rows = world(mobilities=[mobility(70), mobility(120)], exchanges=[cell(5), cell(4, way="in")])
    told = [made(key, list(counted(key, rows).rows)) for key in ("exchange-flows", "erasmus-mobilities")]
    found = {one.key: one.figures[0].figure.parts for one in sides(told)}
    assert {key: (parts["out"], parts["in"]) for key, parts in found.items()} == {
        "statistics": (5, 4), "erasmus-long": (2, 0), "erasmus-three-months": (1, 0), "erasmus-short": (0, 0),
    }  # fmt: skip
    assert len({one.rule.in_("en") for one in sides(told)}) == 4


def test_balance_is_those_who_came_for_each_who_went_and_none_where_nobody_went() -> None:
    told = made(
        "exchange-flows",
        [
            (2021, "in", "erasmus", 3, 0, 0, 0),
            (2022, "in", "other", 9, 0, 0, 0),
            (2022, "out", "other", 12, 0, 0, 0),
        ],
    )
    nobody, some = yearly(told)
    assert balance(nobody) is None
    assert balance(some) == 3 / 4
    assert (some.exact, some.figure.parts["in"], some.figure.parts["out"]) == (-3, 9, 12)


def test_a_traineeship_counts_from_2022_on_and_never_in_the_national_figure() -> None:
    told = [
        graduate("a", 120, "exchange"),
        graduate("b", 90, "traineeship"),
        graduate("c", 89, "exchange"),
        graduate("d", 0),
        graduate("e", None),
        graduate("f", 200, "exchange", level="phd"),
        graduate("g", 120, "traineeship", year=2021),
    ]
    assert counted("graduates-abroad", world(graduates=told)).rows == (
        ("phys", 2021, 0, 0, 1, 0, 0),
        ("phys", 2023, 2, 1, 4, 1, 1),
    )


def test_where_only_flows_are_known_the_share_is_refused_and_told_why(tmp_path) -> None:
    flows = {name: vintage() for name in ("exchanges", "completions", "stays", "links")}
    with pytest.raises(Problems) as refused:
        list(compute(duckdb(), Store(tmp_path), [find("graduates-abroad")], ABOUT, vintages=flows))
    (problem,) = refused.value.problems
    assert "graduates" in problem.what.in_("en")
    assert "linked by person" in problem.mend.in_("en")
