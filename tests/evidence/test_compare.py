"""A figure against another vintage of itself, and against what another source says."""

from datetime import date
from fractions import Fraction

import pytest

from tests.evidence.stored import at, stored
from tests.evidence.worlds import ABOUT, HOME, SWEDISH, engine, work, world
from utsyn.evidence.compare import Other, against, vintages
from utsyn.evidence.compute import chosen
from utsyn.evidence.explain import Variant
from utsyn.evidence.ways import way
from utsyn.problems import Problems
from utsyn.text import say

OURS, ABROAD = [(HOME, "NO")], [(SWEDISH, "SE")]
PLAIN = way("international-copublication", where={})


def said(numerator: int, denominator: int, other: Other, **more) -> list[str]:
    held = against(numerator, denominator, unknown=more.pop("unknown", 0), other=other, **more)
    return [reason.in_("en") for reason in held.reasons]


def test_two_vintages_are_compared_and_a_table_that_is_the_same_is_no_change(tmp_path):
    store = at(tmp_path)
    before = stored(store, world(work(1, [OURS, ABROAD]), work(2, [OURS])))
    after = stored(store, world(work(2, [OURS]), work(3, [OURS])), key="later", day=date(2025, 10, 1))
    found = vintages(
        engine(), store, ABOUT, ways=(PLAIN, PLAIN), before=chosen([before]), after=chosen([after])
    )
    assert found.changed == ("data",)
    assert found.sums() == ((2, 1, 2, 0), (2, 0, 2, 0))
    assert {one.cause: found.works(one.cause) for one in found.causes()} == {
        "new_record": (3,),
        "deleted_or_merged": (1,),
    }
    same = vintages(
        engine(), store, ABOUT, ways=(PLAIN, PLAIN), before=chosen([after]), after=chosen([after])
    )
    assert (same.changed, same.causes(), same.moves.rows) == ((), [], ())


def test_a_vintage_without_a_table_is_named(tmp_path):
    store = at(tmp_path)
    rows = world(work(1, [OURS]))
    bare = stored(store, {"works": rows["works"]})
    with pytest.raises(Problems, match="orgmap"):
        vintages(engine(), store, ABOUT, ways=(PLAIN, PLAIN), before=chosen([bare]), after=chosen([bare]))


def test_the_difference_is_exact_and_a_share_of_nothing_is_refused():
    held = against(1, 3, unknown=0, other=Other(Fraction(1, 2), "NVI"))
    assert held.difference == Fraction(-1, 6)
    with pytest.raises(ValueError, match="nothing"):
        against(0, 0, unknown=3, other=Other(Fraction(1, 2), "NVI"))


def test_what_is_known_to_differ_is_named():
    assert any(
        "100" in line and "29,000" in line for line in said(60, 100, Other(Fraction(57, 100), "NVI", 29_000))
    )
    assert any("not told" in line for line in said(60, 100, Other(Fraction(57, 100), "NVI")))
    assert any("journals" in line for line in said(60, 100, Other(Fraction(57, 100), "NVI", 100, "journals")))
    assert said(60, 100, Other(Fraction(1, 10), "NVI", 100), documented=(say("Add it"),)) == ["Add it"]


def test_chance_and_the_unknown_are_reasons_only_where_they_could_be():
    near, far = Other(Fraction(62, 100), "NVI", 100), Other(Fraction(95, 100), "NVI", 100)
    assert any("chance" in line for line in said(60, 100, near))
    assert not any("chance" in line for line in said(60, 100, far))
    assert any("all known" in line for line in said(60, 100, Other(Fraction(70, 100), "x", 100), unknown=50))
    assert not any("all known" in line for line in said(60, 100, far, unknown=10))


def test_the_variant_that_comes_nearest_is_named_if_it_comes_nearer_than_ours():
    variants = tuple(
        Variant({"definition": key, "variant": "plain"}, n, 100, 0, (), ())
        for key, n in (("nvi", 50), ("cwts", 61))
    )
    assert any(
        "nvi" in line and "50 of 100" in line
        for line in said(60, 100, Other(Fraction(51, 100), "x", 100), variants=variants)
    )
    assert not any(
        "nearest" in line for line in said(60, 100, Other(Fraction(60, 100), "x", 100), variants=variants)
    )
