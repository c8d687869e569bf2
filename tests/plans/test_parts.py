"""Where a unit stands by its own figures: never by what was judged or set for the whole, and unknown with a reason."""

from datetime import date
from decimal import Decimal

from tests.plans.test_frozen import INDICATOR, PLAN, inputs, observed
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.library import from_text
from utsyn.plans.parts import not_by_unit
from utsyn.plans.progress import all_progress, parts_progress
from utsyn.plans.series import Records
from utsyn.plans.states import State
from utsyn.reasons import Verdict

ON = date(2025, 3, 1)
NUMBER = PLAN.replace("given: {value: 0.5}", "given: {value: 10}")
COUNT = IndicatorDocument.model_validate(INDICATOR.model_dump(mode="json") | {"sort": "count"})


def test_a_share_set_for_the_whole_is_held_against_a_unit_s_own_share():
    records = Records({"abroad": (observed(2021, Decimal("0.5")), observed(2024, Decimal("0.6")))})
    found = parts_progress(
        from_text(PLAN).text, records, ["abroad", "seen"], indicators={"abroad": INDICATOR}, on=ON
    )
    assert {key: one.state for key, one in found.items()} == {"abroad": State.REACHED}


def test_a_number_set_for_the_whole_says_nothing_of_how_far_a_unit_should_come():
    records = Records({"abroad": (observed(2021, Decimal(2)), observed(2024, Decimal(4)))})
    plan, indicators = from_text(NUMBER).text, {"abroad": COUNT}
    whole = all_progress(plan, records, indicators=indicators, on=ON)["abroad"]
    assert whole.state is State.BEHIND
    part = parts_progress(plan, records, ["abroad"], indicators=indicators, on=ON)["abroad"]
    assert part.state is State.UNKNOWN
    assert part.standings[0].gauge.level == 4  # its own figure is shown all the same
    assert part.standings[0].gauge.holds.verdict is Verdict.UNKNOWN
    assert "set for the whole institution" in part.standings[0].finding.found.in_("en")


def test_what_is_not_known_of_a_unit_says_why():
    plan, indicators = from_text(PLAN).text, {"abroad": INDICATOR}
    assert parts_progress(plan, Records(), ["abroad"], indicators=indicators, on=ON) == {}
    assert "no figure of the unit’s own is known: Abroad" in not_by_unit(plan.goal("abroad"), indicators).in_(
        "en"
    )
    assert "people judge it" in not_by_unit(plan.goal("seen"), indicators).in_("en")


def test_inputs_hold_the_units_records_and_those_of_the_first_form_are_read_without():
    from utsyn.plans.replaying import inputs_read, inputs_told

    whole = inputs([Decimal("0.3")])
    told = inputs_told(
        PLAN, whole._replace(units={"fac-hum": Records({"abroad": (observed(2024, Decimal("0.6")),)})})
    )
    assert inputs_read(told).units["fac-hum"].observed["abroad"][0].figure.value == Decimal("0.6")
    del told["units"]
    assert inputs_read({**told, "format": "utsyn-inputs/1"}).units == {}
