"""Countries as partners: what is written together against the size of both, told off on the fingers."""

from fractions import Fraction

from tests.evidence import grant_worlds
from tests.evidence.test_publications import told
from tests.evidence.worlds import AMERICAN, HOME, HONGKONG, SWEDISH, work, world
from utsyn.evidence.lands import lands

NO, SE, US, HK = (HOME, "NO"), (SWEDISH, "SE"), (AMERICAN, "US"), (HONGKONG, "HK")


def test_a_country_is_counted_once_a_work_and_our_own_not_at_all() -> None:
    rows = world(
        work(1, [[NO], [SE], [SE]]),
        work(2, [[NO], [HK]], field=27, subfield=2701),
        work(3, [[SE], [US]]),
        work(4, [[SE]]),
        work(5, [[(0, "SE")]], core=False),
        work(6, [[NO]]),
    )
    assert told("country-output", rows) == [("HK", 27, 1, 1), ("SE", 17, 1, 3), ("US", 17, 0, 1)]


def test_affinity_with_a_country_is_one_where_two_meet_as_often_as_by_chance() -> None:
    of = grant_worlds.made(
        "country-output", [("SE", 17, 20, 100), ("SE", 27, 5, 900), ("US", 17, 9, 400), ("FI", 17, 40, 50)]
    )
    output = grant_worlds.made("field-output", [(17, 200, 1_000), (27, 0, 1_000), (None, 50, 500)])
    finland, sweden = lands(of, output)
    assert (finland.country, sweden.country) == ("FI", "SE"), (
        "of nine works together nothing is told, and the most come first"
    )
    assert sweden.output == (25, 1_000, 250, 2_500)
    assert sweden.affinity is not None
    assert sweden.affinity.probabilistic == Fraction(25 * 2_500, 1_000 * 250)
    assert sweden.affinity.salton_squared == Fraction(25**2, 1_000 * 250)
    assert {field: one.probabilistic for field, one in sweden.fields.items()} == {
        17: Fraction(20 * 1_000, 100 * 200)
    }


def test_of_our_own_works_alone_nothing_follows() -> None:
    of = grant_worlds.made("country-output", [("SE", 17, 20, 20)])
    assert list(lands(of, grant_worlds.made("field-output", [(17, 200, 200)]))) == []
