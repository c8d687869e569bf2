"""Figures: exact values with their parts and sources, what is not shown and why, and the plain values that plans keep."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.grant_worlds import made, vintage
from tests.evidence.worlds import UNIVERSITY
from utsyn.evidence.applications import applications
from utsyn.evidence.compute import Made
from utsyn.evidence.figures import Stated, decimal, figures, on_day, period, sources, yearly
from utsyn.evidence.observed import observations
from utsyn.evidence.placed import placed
from utsyn.evidence.readings import READINGS, reading
from utsyn.evidence.recipes import recipes
from utsyn.plans.entering import Entered, unfit
from utsyn.plans.library import library
from utsyn.problems import Problems
from utsyn.reasons import Source

SHARE = "international-copublication"
LAST_YEAR = date(2026, 11, 26)


def shares(*rows: tuple[object, ...], **of: object) -> list[Stated]:
    return list(yearly(made(SHARE, list(rows), of=vintage(**of))))


def said(stated: Stated) -> str:
    return " | ".join(one.in_("en") for one in stated.figure.caveats)


def test_a_share_has_its_exact_value_its_parts_its_interval_and_its_recipe() -> None:
    (one,) = shares((2022, 20, 30, 4))
    assert one.exact == Fraction(2, 3)
    assert one.figure.value == Decimal("0.66666667")
    assert dict(one.figure.parts) == {"numerator": 20, "denominator": 30, "unknown": 4}
    assert one.interval is not None
    assert one.interval.low < one.exact < one.interval.high
    assert (one.figure.period, one.figure.recipe) == (
        "2022-01-01/2022-12-31",
        "international-copublication 1",
    )
    assert "4 are unknown" in said(one)


@pytest.mark.parametrize(("denominator", "shown"), [(29, False), (30, True)])
def test_no_percentage_is_shown_below_thirty_and_the_parts_stand_all_the_same(
    denominator: int, shown: bool
) -> None:
    (one,) = shares((2022, 20, denominator, 0))
    assert (one.figure.value is not None) == shown
    assert one.exact == Fraction(20, denominator)
    assert one.figure.parts["denominator"] == denominator
    assert (f"20 of {denominator}" in said(one)) == (not shown)


def test_a_share_of_nothing_is_unknown_and_no_error() -> None:
    (one,) = shares((2022, 0, 0, 5))
    assert (one.figure.value, one.exact, one.interval) == (None, None, None)


def test_a_share_of_which_little_is_known_says_so() -> None:
    assert "four of five" not in said(shares((2022, 20, 80, 20))[0])
    assert "four of five" in said(shares((2022, 20, 79, 21))[0])


def test_what_is_made_up_says_so_in_every_figure() -> None:
    told = made("erc-running", [(20240101, 2, 0, 0)], of=vintage(synthetic=True))
    assert all("Synthetic" in said(one) for one in shares((2021, 1, 40, 0), (2022, 1, 40, 0), synthetic=True))
    assert "Synthetic" in said(on_day(told, on=date(2025, 1, 1)))
    assert "Synthetic" not in said(shares((2021, 1, 40, 0))[0])


def test_a_year_that_is_still_filling_says_when_it_was_looked_at() -> None:
    full, filling = shares((2025, 20, 40, 0), (2026, 20, 40, 0))
    assert "not over" not in said(full)
    assert "not over on 1 June 2026" in said(filling)


def test_a_year_too_young_for_what_is_counted_is_withheld() -> None:
    told = made(SHARE, [(2023, 20, 40, 0), (2024, 20, 40, 0)])
    old, young = yearly(told, how=reading(told.recipe)._replace(full_years=2))
    assert (old.figure.value, young.figure.value) == (Decimal("0.5"), None)
    assert "Withheld: 2 full years" in said(young)


def test_every_file_is_a_source_with_address_licence_day_and_hash() -> None:
    (one,) = sources(made(SHARE, []))
    assert one == Source(
        "CORDIS",
        "https://example.org/f0.csv",
        "f0.csv",
        accessed=date(2026, 6, 1),
        licence="CC-BY-4.0",
        sha256=f"{0:064x}",
    )
    assert len(sources(made(SHARE, [], of=vintage(files=12)))) == 12


def test_many_files_are_one_source_with_the_hash_of_all_their_hashes_and_none_is_still_a_source() -> None:
    (many,), (more,), (none,) = (sources(made(SHARE, [], of=vintage(files=n))) for n in (13, 14, 0))
    assert many.sha256 != more.sha256
    assert many.licence == "CC-BY-4.0"
    assert none.title == "CORDIS"
    assert len(none.sha256) == 64


def test_money_is_shown_in_euros_from_its_cents_with_both_amounts() -> None:
    told = made("horizon-contribution", [("HORIZON", "ERC", 2022, 2, 100_05, 0, 90_05, 0), ("H2020", "MSCA", 2022, 1, 10_00, 1, 10_00, 1),
                                         ("HORIZON", "ERC", None, 7, 1, 0, 1, 0)])  # fmt: skip
    (one,) = yearly(told)
    assert one.figure.value == Decimal("100.05")
    assert dict(one.figure.parts) == {
        "amount": Decimal("100.05"), "contribution": Decimal("110.05"), "projects": 3, "unknown": 1,
    }  # fmt: skip
    assert "7 have no known year" in said(one)
    assert len([*figures(told)]) == 2


def test_main_grants_alone_make_the_figure_of_erc_and_moves_stand_beside_it() -> None:
    told = made(
        "erc-grants",
        [
            ("HORIZON", "main", 2022, 3, 1, 0),
            ("HORIZON", "synergy", 2022, 1, 0, 1),
            ("HORIZON", "proof-of-concept", 2022, 5, 0, 0),
        ],
    )
    (one,) = yearly(told)
    assert dict(one.figure.parts) == {"count": 4, "moved_in": 1, "moved_out": 1}


def test_a_thing_that_may_stand_in_two_rows_is_never_summed_over_them() -> None:
    rows = [("HORIZON", "ERC", "x", role, 2022, 1, 1, 0, 1, 0) for role in ("coordinator", "thirdParty")]
    assert list(yearly(made("eu-grants", rows))) == []
    assert [one.figure.value for one in figures(made("eu-grants", rows))] == [1, 1]


def test_rounded_flows_carry_how_far_off_they_may_be() -> None:
    (one,) = yearly(
        made("exchange-flows", [(2022, "out", "erasmus", 30, 4, 2, 0), (2022, "in", "other", 33, 5, 0, 0)])
    )
    assert (one.figure.value, one.figure.precision) == (3, 9)
    assert "off by at most 9" in said(one)
    assert "2 are left out" in said(one)


def test_a_year_and_an_academic_year_have_their_days() -> None:
    assert period(2022) == (date(2022, 1, 1), date(2022, 12, 31))
    assert period("2018-2019") == (date(2018, 8, 1), date(2019, 7, 31))


@given(st.fractions(-(10**6), 10**6, max_denominator=10**6))
def test_a_value_is_the_nearest_of_eight_decimals(exact: Fraction) -> None:
    assert abs(Fraction(decimal(exact)) - exact) <= Fraction(1, 2 * 10**8)


RANK = [("ror000002", "FI", 2021, 1, 900, 0, 900_00, 0), (UNIVERSITY, "NO", 2021, 1, 800, 0, 300_00, 0), (UNIVERSITY, "NO", 2022, 2, 0, 0, 300_00, 1),
        ("ror000003", "NO", 2022, 1, 0, 0, 600_00, 0), ("pic-9", "SE", 2022, 1, 0, 0, 100_00, 0), ("ror000004", "NO", None, 5, 0, 0, 10**9, 0)]  # fmt: skip


def test_a_place_gives_the_amounts_of_those_ranked_both_its_own_and_its_cut_off() -> None:
    told = made("horizon-pillar2-rank", list(RANK))
    one = placed(told, READINGS["horizon-pillar2-rank"], year=2022)
    assert one is not None
    assert one.figure.value == 2
    assert dict(one.figure.parts) == {"ror000002": 900, UNIVERSITY: 600, "ror000003": 600, "pic-9": 100}
    assert one.figure.period == "2021-01-01/2022-12-31"
    for words in (
        "Of 4 ranked",
        "EUR 600 net; EUR 8 with",
        "shared by 2",
        "1 participant code",
        "1 part tells no net",
        "5 parts have no day",
    ):
        assert words in said(one)
    norwegian = placed(told, READINGS["horizon-pillar2-rank-norway"], year=2022)
    assert norwegian is not None
    assert norwegian.figure.value == 1
    assert placed(told, READINGS["horizon-pillar2-rank"], year=2026, university="nobody") is None
    latest = placed(told, READINGS["horizon-pillar2-rank"], year=2026)
    assert latest is not None
    assert latest.figure.period.endswith("2026-06-01")  # when the data were fetched


RESULTS = {
    SHARE: [(2010, 9, 90, 0), (2022, 20, 30, 4), (2023, 1, 3, 0), (2024, 0, 0, 7), (2026, 1, 90, 0)],
    "horizon-contribution": [("HORIZON", "ERC", 2022, 2, 100_05, 0, 90_05, 0)],
    "erc-grants": [("HORIZON", "main", 2022, 3, 1, 0)],
    "msca-projects": [("HORIZON", 2022, 3, 1, 0, 1, 0)],
    "eic-pathfinder-projects": [("HORIZON", 2022, 3, 1, 0, 1, 0)],
    "exchange-flows": [(2016, "in", "other", 5, 0, 0, 0), (2022, "out", "erasmus", 30, 4, 2, 0)],
    "exchange-priority-countries": [(2022, 10, 40, 4, 2, 0)],
    "erasmus-mobilities": [
        ("2020-2021", "out", "study", 9, 5, 5, 7, 1, 5, 0, 0),
        ("2021-2022", "in", "study", 9, 7, 5, 7, 1, 5, 0, 0),
    ],
    "graduates-abroad": [("phys", 2022, 9, 7, 40, 1, 1), ("law", 2022, 9, 7, 40, 1, 1)],
    "horizon-pillar2-rank": list(RANK),
}
COMPUTED = [one for one in READINGS.values() if one.recipe in RESULTS]


@pytest.mark.parametrize("how", COMPUTED, ids=lambda how: how.indicator)
def test_plans_take_what_is_computed_as_it_is(how: object) -> None:
    indicator = how.indicator
    document = library().indicators[indicator]
    told = observations(made(how.recipe, RESULTS[how.recipe]), indicator, own="ntnu")
    assert told
    for one in told:
        source = one["source"]
        entered = Entered(
            one["since"], one["until"], one["value"], one["parts"], one["provider"], source["title"], source["url"],
            date.fromisoformat(source["accessed"]), one["method"], one["precision"], one["unknown"],
        )  # fmt: skip
        faults = unfit(document, entered, on=LAST_YEAR, own="ntnu")
        assert [fault.in_("en") for fault in faults] == []
        defined = document.definition(on=one["since"])
        assert defined is not None
        assert defined.version == one["version"]
        assert one["until"] < date(2026, 6, 1)


def test_only_periods_that_were_over_and_defined_are_observed() -> None:
    assert [one["since"].year for one in observations(made(SHARE, RESULTS[SHARE]), SHARE)] == [
        2022,
        2023,
        2024,
    ]


def test_the_home_university_is_ranked_under_the_key_that_plans_know_it_by() -> None:
    told = observations(made("horizon-pillar2-rank", list(RANK)), "horizon-pillar2-rank", own="ntnu")
    assert [(one["since"].year, one["value"], one["parts"].get("ntnu")) for one in told] == [
        (2021, 2, 300), (2022, 2, 600), (2023, 2, 600), (2024, 2, 600), (2025, 2, 600),
    ]  # fmt: skip
    assert not any(UNIVERSITY in one["parts"] for one in told)


def test_a_result_gives_no_figures_of_another_indicator() -> None:
    with pytest.raises(Problems, match="msca-project"):
        observations(made("msca-projects", []), "erc-grants")


def test_every_way_to_read_fits_its_recipe_and_a_document() -> None:
    for one in READINGS.values():
        recipe = recipes()[one.recipe]
        assert set(one.of) | set(one.where) | set(one.beside) <= set(recipe.columns), one.indicator
        assert one.provider in {known.key for known in library().indicators[one.indicator].providers}, (
            one.indicator
        )


@pytest.mark.parametrize("recipe", recipes().values(), ids=lambda one: one.key)
def test_every_recipe_gives_figures_even_where_nothing_was_counted(recipe: object) -> None:
    empty: Made = made(recipe.key, [])
    assert list(figures(empty)) == []


BANK = Source("The project bank", accessed=LAST_YEAR)


def test_success_is_granted_of_decided_and_the_undecided_are_counted_beside() -> None:
    told = [{"year": 2022, "status": status} for status, n in
            {"granted": 8, "granted_reduced": 1, "granted_conditional": 1, "refused": 20, "waiting": 3, "withdrawn": 2, "": 1}.items() for _ in range(n)]  # fmt: skip
    ((sent, granted),) = applications(told, source=BANK)
    assert sent.figure.value == 36
    assert granted.exact == Fraction(1, 3)
    assert granted.figure.value == Decimal("0.33333333")
    assert dict(granted.figure.parts) == {"numerator": 10, "denominator": 30, "excluded": 5, "unknown": 1}
    assert granted.interval is not None
    assert "3 are not decided | 2 were withdrawn | Of 1 nobody has told" in said(granted)


def test_success_of_fewer_than_thirty_decided_is_not_shown_and_applications_are() -> None:
    told = [{"year": year, "programme": "intpart", "status": "granted"} for year in (2021, 2022, 2022, None)]
    found = list(applications(told, by=("programme", "year"), source=BANK))
    assert [(sent.by["year"], sent.figure.value, granted.figure.value) for sent, granted in found] == [
        (None, 1, None), (2021, 1, None), (2022, 2, None),
    ]  # fmt: skip
    assert found[2][0].figure.sources == (BANK,)
