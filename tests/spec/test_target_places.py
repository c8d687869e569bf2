"""Places: at most so far down a ranking, with ties."""

from tests.spec.tracking import track

AMONG = {"en": "universities in Horizon Europe"}


def test_rank_within():
    twenty = track("rank_within", "rank", place=20, among=AMONG)
    twenty.by({2021: 28, 2023: 20}).is_reached()
    twenty.by({2021: 28, 2023: 24}).is_on_course("evenly from 28 to 20").asked(24)
    twenty.by({2021: 28, 2023: 25}).is_behind()
    twenty.by({2021: 28, 2025: 21}, on="2026-03-01").is_missed()
    twenty.by({2023: {"value": 20, "precision": 2}}).is_unknown("it may be 22")
    twenty.by({2023: "20.5"}).is_unknown("no place")
    twenty.by({2023: None}).is_unknown()


def test_rank_within_with_ties():
    two = track("rank_within", "rank", place=2, among=AMONG, indicator={"members": "university"})
    two.by({2023: {"value": 3, "a": 50, "b": 40, "c": 40, "d": 10}}).is_reached(
        "the second place is shared by b and c"
    ).at(2)
    two.by({2021: 4, 2023: {"value": 3, "a": 50, "b": 41, "c": 40, "d": 10}}).is_on_course().at(3)
    two.by({2023: {"a": 50, "b": 40}}).is_unknown("whose place is asked for?")


def test_rank_within_for_one_of_them():
    first = track("rank_within", "rank", place=1, among=AMONG, own="b")
    first.by({2023: {"a": 40, "b": 40}}, members=["a", "b"]).is_reached("the first place is shared")
    first.by({2021: {"a": 50, "b": 40}, 2023: {"a": 50, "b": 40}}, members=["a", "b"]).is_behind()
    first.by({2023: {"b": 40}}, members=["a", "b"]).is_unknown("nobody knows the amount of a")
    first.by({2023: {"a": 40}}, members=["a", "b"]).is_unknown("b is not among them")
    first.by({2023: {"value": 2, "a": 30, "b": 40}}, members=["a", "b"]).is_unknown(
        "the source contradicts itself"
    )
