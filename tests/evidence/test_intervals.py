"""Intervals and tiers: Wilson against known values, a bootstrap that is the same in every run, and no ranks inside intervals."""

from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utsyn.evidence import intervals
from utsyn.evidence.intervals import Interval, bootstrap, poisson_steps, tiers, wilson

HASH = "0123456789abcdef" * 4
COUNTS = st.integers(0, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    # Newcombe 1998 (Statistics in Medicine 17), table I, method 3
    [
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_wilson_gives_its_published_bounds(numerator: int, denominator: int, low: str, high: str) -> None:
    found = wilson(numerator, denominator)
    assert found is not None
    assert (f"{float(found.low):.4f}", f"{float(found.high):.4f}") == (low, high)


@given(COUNTS)
def test_a_share_lies_in_its_interval_and_the_interval_in_nought_to_one(counts: tuple[int, int]) -> None:
    numerator, denominator = counts
    found = wilson(numerator, denominator)
    if not denominator:
        assert found is None
        return
    assert found is not None
    assert 0 <= found.low <= Fraction(numerator, denominator) <= found.high <= 1
    other = wilson(denominator - numerator, denominator)
    assert other is not None
    assert abs((1 - other.high) - found.low) < Fraction(
        1, 10**12
    )  # what is left has the same interval, mirrored


@given(COUNTS)
def test_the_bounds_are_those_of_the_formula_rounded_outwards(counts: tuple[int, int]) -> None:
    numerator, denominator = counts
    found = wilson(numerator, denominator)
    if found is None:
        return
    share = Fraction(numerator, denominator)
    for bound in found.low, found.high:
        apart = (share - bound) ** 2 * denominator - intervals.Z**2 * bound * (1 - bound)
        assert (
            0 <= apart < Fraction(1, 10**9)
        )  # a score test of the bound just refuses the share that was met


def test_a_numerator_above_its_denominator_is_no_share() -> None:
    with pytest.raises(ValueError, match="part of its denominator"):
        wilson(3, 2)


def test_the_bootstrap_is_the_same_in_every_run_and_order_and_another_for_another_result() -> None:
    things = [(1, 1)] * 40 + [(0, 1)] * 60
    found = bootstrap(things, sha256=HASH, runs=200)
    assert found == bootstrap(reversed(things), sha256=HASH, runs=200)
    assert found != bootstrap(things, sha256=HASH[::-1], runs=200)
    # Written down once: whoever changes how it is drawn changes every interval that was published.
    assert found is not None
    assert (found.low, found.high) == (Fraction(14, 45), Fraction(52, 109))


def test_the_bootstrap_of_a_share_comes_near_wilson() -> None:
    found, exact = bootstrap([(1, 1)] * 160 + [(0, 1)] * 240, sha256=HASH), wilson(160, 400)
    assert found is not None
    assert exact is not None
    assert abs(found.low - exact.low) < Fraction(1, 100)
    assert abs(found.high - exact.high) < Fraction(1, 100)


def test_a_sum_can_be_drawn_too_and_nothing_has_no_interval() -> None:
    found = bootstrap([(100, 1)] * 50, sha256=HASH, divided=False)
    assert found is not None
    assert found.low < 5000 < found.high
    assert bootstrap([], sha256=HASH) is None
    assert bootstrap([(1, 0)], sha256=HASH) is None


def test_weights_are_poisson_to_the_last_bit_that_matters() -> None:
    steps = [int(step) / 2**64 for step in poisson_steps()]
    assert steps[0] == pytest.approx(0.36787944117144233)  # 1/e
    assert steps[1] == pytest.approx(2 * steps[0])
    assert all(first <= second for first, second in pairwise(steps))


@given(st.lists(st.integers(0, 2**64 - 1), max_size=30))
def test_what_is_looked_up_by_the_first_bits_is_what_all_bits_say(words: list[int]) -> None:
    steps = poisson_steps()
    near = [
        min(max(int(step) + by, 0), 2**64 - 1)
        for step in steps
        for by in (-(2**49), -(2**47), -1, 0, 1, 2**47, 2**49)
    ]
    asked = np.array([*words, *near], dtype=np.uint64)
    found = intervals._weights(asked)  # noqa: SLF001  quicker than the search it must agree with
    assert found.tolist() == np.searchsorted(steps, asked, side="right").tolist()


def test_sums_that_would_run_over_are_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        bootstrap([(2**62, 1)], sha256=HASH)


def between(low: int, high: int) -> Interval:
    return Interval(Fraction(low), Fraction(high), "wilson")


def test_units_whose_intervals_touch_stand_in_one_tier_in_their_own_order() -> None:
    told = {
        "phys": between(60, 70),
        "chem": between(55, 61),
        "law": between(10, 20),
        "art": between(20, 30),
        "med": between(80, 90),
    }
    assert tiers(told) == (("med",), ("chem", "phys"), ("art", "law"))
    assert tiers({}) == ()


@given(
    st.dictionaries(
        st.text("abc", min_size=1, max_size=3), st.tuples(st.integers(0, 40), st.integers(0, 6)), max_size=8
    )
)
def test_no_two_of_different_tiers_overlap_and_higher_tiers_are_higher(
    told: dict[str, tuple[int, int]],
) -> None:
    known = {name: between(low, low + wide) for name, (low, wide) in told.items()}
    found = tiers(known)
    assert sorted(name for tier in found for name in tier) == sorted(known)
    for at, tier in enumerate(found):
        for lower in found[at + 1 :]:
            for one, other in product(tier, lower):
                assert known[one].low > known[other].high
