"""Flows: as much that comes in as goes out, within a tolerance."""

from tests.spec.tracking import track


def test_balance():
    tenth = track("balance", "flows", tolerance="0.10")
    tenth.by({2023: {"in": 90, "out": 100}}).is_reached("ten are a tenth of the larger")
    tenth.by({2023: {"in": 100, "out": 90}}).is_reached("in either direction")
    tenth.by({2021: {"in": 50, "out": 100}, 2023: {"in": 70, "out": 100}}).is_on_course(
        "evenly from 50 % to 10 %"
    ).asked("0.3")
    tenth.by({2021: {"in": 50, "out": 100}, 2023: {"in": 69, "out": 100}}).is_behind()
    tenth.by({2025: {"in": 89, "out": 100}}, on="2026-03-01").is_missed()
    tenth.by({2023: {"in": 0, "out": 0}}).is_unknown("two of nothing")
    tenth.by({2023: {"in": 100}}).is_unknown()
    tenth.by({2021: {"in": 0, "out": 100}, 2023: {"in": 0, "out": 100}}).is_behind(
        "nobody came: zero is a figure"
    ).at(1)
