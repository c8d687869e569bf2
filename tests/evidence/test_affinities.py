"""Affinity, likeness and strengths worked out by hand."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from utsyn.evidence.affinities import Cited, Output, affinity, likeness_squared, strengths, told, total

FIELDS = {17: Output(8, 40, 50, 400), 22: Output(2, 60, 50, 500), None: Output(0, 0, 0, 100)}


def test_affinity_is_salton_and_how_much_oftener_than_by_chance():
    found = affinity(total(FIELDS))
    assert found is not None
    assert found.salton_squared == Fraction(1, 100)  # 10² / (100 · 100)
    assert found.salton == Decimal("0.1000")
    assert found.probabilistic == 1  # 10 · 1000 / (100 · 100)
    of_field = affinity(FIELDS[17])
    assert of_field is not None
    assert of_field.probabilistic == Fraction(8 * 400, 40 * 50)
    assert affinity(FIELDS[None]) is None


def test_nothing_is_told_where_only_our_own_works_are_loaded():
    assert told(FIELDS)
    assert not told({17: Output(8, 8, 50, 50)})
    assert not told({})


def test_likeness_is_the_cosine_of_both_profiles():
    assert likeness_squared(FIELDS) == Fraction((50 * 40 + 50 * 60) ** 2, (50**2 + 50**2) * (40**2 + 60**2))
    assert likeness_squared({17: Output(1, 5, 7, 9), 22: Output(0, 10, 14, 30)}) == 1
    assert likeness_squared({17: Output(0, 0, 5, 9)}) is None


def test_strengths_are_shared_or_complementary_and_the_untapped_adds_up_to_nothing():
    found = {one.field: one for one in strengths(FIELDS)}
    assert found[17].ours == Fraction(50 * 1000, 100 * 400) == Fraction(5, 4)
    assert found[17].theirs == 1
    assert found[22].theirs == Fraction(6, 5)
    assert [found[17].kind, found[22].kind] == ["", ""]
    apart = {17: Output(1, 60, 60, 500), 22: Output(0, 40, 5, 200), 30: Output(0, 0, 35, 300)}
    assert {one.field: one.kind for one in strengths(apart)} == {
        17: "shared",
        22: "complementary",
        30: "ours",
    }
    weights = {17: Fraction(50 * 40, 400), 22: Fraction(50 * 60, 500)}
    assert found[17].untapped == 10 * weights[17] / (weights[17] + weights[22]) - 8


def test_of_fewer_than_thirty_works_no_strength_is_told():
    assert [one.theirs for one in strengths({17: Output(1, 29, 50, 400)})] == [None]
    assert [one.kind for one in strengths({17: Output(1, 29, 50, 400)})] == [""]


@given(
    st.dictionaries(st.integers(11, 36), st.tuples(*[st.integers(0, 9)] * 3, st.integers(1, 50)), max_size=6)
)
def test_what_is_untapped_in_some_fields_is_more_than_expected_in_others(drawn):
    fields = {field: Output(joint, joint + theirs, joint + ours, 2 * joint + theirs + ours + rest)
              for field, (joint, theirs, ours, rest) in drawn.items()}  # fmt: skip
    told_of = [one.untapped for one in strengths(fields) if one.untapped is not None]
    assert sum(told_of) == 0
    likeness = likeness_squared(fields)
    assert likeness is None or 0 <= likeness <= 1


def test_a_strength_is_well_cited_where_more_than_a_tenth_is_among_the_most_cited():
    cited = {17: Cited(Fraction(7, 2), 30), 22: Cited(Fraction(3), 30), 30: Cited(Fraction(9), 29)}
    fields = {field: Output(1, 60, 60, 400) for field in cited}
    assert [(one.top, one.well_cited) for one in strengths(fields, cited)] == [
        (Fraction(7, 60), True), (Fraction(1, 10), False), (None, None),
    ]  # fmt: skip
    assert [one.well_cited for one in strengths(fields)] == [None] * 3
