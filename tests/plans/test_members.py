"""Lists of all that an indicator is about, by hand: targets are counted against them, and always say so."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from tests.plans.test_frozen import INDICATOR, PLAN, observed
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.library import from_text
from utsyn.plans.members import MemberList, differing, sources
from utsyn.plans.progress import all_progress
from utsyn.plans.replaying import Inputs, inputs_read, inputs_told
from utsyn.plans.series import ByHand, Records
from utsyn.plans.states import State

ON = date(2025, 3, 1)
TEXT = PLAN.replace(
    "kind: at_least, indicator: abroad, given: {value: 0.5}", "kind: coverage, indicator: abroad"
)
LABS = IndicatorDocument.model_validate(
    INDICATOR.model_dump(mode="json") | {"sort": "members", "members": "strategic-infrastructure"}
)


def member(key: str, **told: str) -> dict:
    return {
        "key": key,
        "name": key.upper(),
        "source": "The board",
        "accessed": "2025-01-10",
        "method": "Decided",
        **told,
    }


def listed(*keys: str) -> MemberList:
    return MemberList.model_validate({"since": "2025-01-01", "members": [member(key) for key in keys]})


def figure(**parts: int):
    one = observed(2024, Decimal(0))
    return one._replace(
        figure=one.figure._replace(value=None, parts={k: Decimal(v) for k, v in parts.items()})
    )


def test_nothing_is_known_without_a_list_and_every_one_of_it_counts():
    told, plan = listed("nmr", "ship"), from_text(TEXT).text
    by_hand = {"strategic-infrastructure": ByHand(told.since, tuple(sources(told.members)))}

    def found(records: Records):
        return all_progress(plan, records, indicators={"abroad": LABS}, on=ON)["abroad"]

    both = {"abroad": (figure(nmr=1, ship=2),)}
    assert found(Records(both)).state is State.UNKNOWN
    keys = {"strategic-infrastructure": frozenset({"nmr", "ship"})}
    known = found(Records(both, members=keys, listed=by_hand))
    assert known.state is State.REACHED
    said = " ".join(one.in_("en") for one in known.standings[0].gauge.caveats)
    assert "The list of all 2 was entered by hand, as of 1 January 2025" in said
    assert "The board" in [str(one.title) for one in known.standings[0].finding.sources]
    missing = found(Records({"abroad": (figure(nmr=1),)}, members=keys, listed=by_hand))
    assert missing.state is not State.REACHED  # whoever is on the list and in no figure is not known
    empty = found(Records(members=keys, listed=by_hand))
    assert empty.state is State.UNKNOWN


def test_a_list_is_kept_with_what_a_report_was_computed_from():
    by_hand = {"strategic-infrastructure": ByHand(date(2025, 1, 1), tuple(sources(listed("nmr").members)))}
    records = Records(members={"strategic-infrastructure": frozenset({"nmr"})}, listed=by_hand)
    read = inputs_read(inputs_told(TEXT, Inputs(from_text(TEXT).text, {"abroad": LABS}, records, ON)))
    assert read.records.listed["strategic-infrastructure"].since == date(2025, 1, 1)
    assert read.records.members == records.members


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ([], "at least 1"),
        ([member("nmr"), member("nmr")], "Write each member once"),
        ([member("nmr", method=" ")], "how it was decided"),
        ([member("nmr", source="")], "at least 1"),
        ([member("nmr", url="javascript:alert(1)")], "with https://"),
        ([member("NMR lab")], "pattern"),
        ([member("nmr", accessed="soon")], "accessed"),
    ],
)
def test_a_list_that_does_not_say_whom_it_holds_and_why_is_refused(members, says):
    with pytest.raises(ValidationError, match=says):
        MemberList.model_validate({"since": "2025-01-01", "members": members})


def test_what_differs_between_two_lists_is_named():
    found = differing(listed("nmr", "ship"), listed("ship", "dome"))
    assert [[one.key for one in some] for some in found] == [["dome"], ["nmr"], []]
