"""A round's terms and dates: counted back from the funder's deadline, on its own clock, whatever summer time does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from utsyn.calls.rounds.checklist import checklist
from utsyn.calls.rounds.nomination import Nomination, proposal_of
from utsyn.calls.rounds.terms import Step, Terms, due, ends
from utsyn.periods import Deadline
from utsyn.reasons import Verdict

BERGEN = {
    "cap": 20,
    "seed": "drawn in public",
    "steps": {"internal": {"days": 7}, "approval": {"days": 1}, "submission": {"days": 0}},
}
FUNDER = Deadline.model_validate("2022-03-16T13:00 Europe/Oslo")


def terms(**changed) -> Terms:
    return Terms.model_validate(BERGEN | changed)


def test_bergens_round_of_2022_comes_out_as_it_was():
    """Faculties by 9 March, the list on 16 March at 13:00 (seed text of the university's page)."""
    found = {one.step: str(one.deadline) for one in due(terms(), FUNDER)}
    assert found[Step.INTERNAL] == "2022-03-09T23:59 Europe/Oslo"
    assert found[Step.SUBMISSION] == "2022-03-16T13:00 Europe/Oslo"


def test_the_hour_stays_on_the_clock_when_summer_time_begins_in_between():
    steps = {"internal": {"days": 7, "at": "12:00"}, "submission": {"days": 0}}
    internal = ends(
        terms(steps=steps), Deadline.model_validate("2022-03-30T13:00 Europe/Oslo"), Step.INTERNAL
    )
    assert internal.instant == datetime(2022, 3, 23, 11, tzinfo=UTC)  # still winter time
    assert ends(
        terms(), Deadline.model_validate("2022-03-30T13:00 Europe/Oslo"), Step.SUBMISSION
    ).instant == datetime(2022, 3, 30, 11, tzinfo=UTC)


def test_where_the_funders_zone_is_not_known_no_moment_of_a_step_is():
    internal = ends(terms(), Deadline.model_validate("2022-03-16"), Step.INTERNAL)
    assert (internal.day, internal.instant) == (date(2022, 3, 9), None)


def test_a_step_that_the_round_does_not_have_has_no_end():
    assert ends(terms(), FUNDER, Step.NOTICE) is None


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"cap": -1}, "greater than or equal to 0"),
        ({"cap": 10**9}, "less than or equal to"),
        ({"seed": "x"}, "at least 6"),
        ({"guarantee": 0}, "greater than or equal to 1"),
        ({"steps": {}}, "nominations are due"),
        ({"steps": {"internal": {"days": 7}, "approval": {"days": 8}}}, "no earlier than internal"),
        ({"steps": {"internal": {"days": 500}}}, "less than or equal to 400"),
        ({"policy": "sometimes"}, "on_overflow"),
        ({"weights": {"med": -1}}, "greater than or equal to 0"),
        ({"unheard": 1}, "not permitted"),
    ],
)
def test_terms_that_cannot_be_are_refused(changed, says):
    with pytest.raises(ValidationError, match=says):
        terms(**changed)


@given(
    before=st.lists(st.integers(0, 400), min_size=4, max_size=4).map(lambda days: sorted(days, reverse=True)),
    day=st.dates(date(2001, 6, 1), date(2100, 1, 1)),
)
def test_steps_end_in_the_order_in_which_they_come(before, day):
    names = ("notice", "internal", "ranking", "approval")
    steps = {name: {"days": days} for name, days in zip(names, before, strict=True)}
    found = [
        one.deadline for one in due(terms(steps=steps), Deadline(day=day, time=None, zone="Europe/Oslo"))
    ]
    assert [one.day for one in found] == sorted(one.day for one in found)
    assert [day - one.day for one in found] == [timedelta(days=n) for n in before]


def test_what_a_nomination_adds_is_not_what_the_calls_rules_read():
    told = Nomination.model_validate(
        {"title": "A", "theme": "B", "risk": "C", "partners": [{"country": "BR"}]}
    )
    assert proposal_of(told).model_dump(exclude_none=True, exclude_defaults=True) == {
        "title": "A",
        "partners": ({"country": "BR"},),
    }


FULL = {
    "title": "A",
    "theme": "B",
    "link_to_grant": "C",
    "partners": [{"country": "BR", "name": "University of São Paulo"}],
}


def asked(told=FULL, people=("applicant",), attached=(), endorsed=None) -> dict:
    items = checklist(
        Nomination.model_validate(told),
        people=frozenset(people),
        attached=frozenset(attached),
        endorsed=endorsed,
    )
    return {item.key: item for item in items}


def test_what_bergen_asks_for_is_required_and_enough():
    items = asked()
    assert {key for key, item in items.items() if item.required} == {
        "title", "theme", "link_to_grant", "applicant", "partners",
    }  # fmt: skip
    assert all(item.done for item in items.values() if item.required)


@pytest.mark.parametrize("missing", ["title", "theme", "link_to_grant", "partners"])
def test_what_is_missing_is_named_with_its_mend(missing):
    item = asked({key: value for key, value in FULL.items() if key != missing})[missing]
    assert item.finding.verdict is Verdict.NO
    assert item.problem().mend.in_("en")


def test_a_partner_without_its_country_is_not_in_order():
    assert not asked(FULL | {"partners": [{"name": "University of São Paulo"}]})["partners"].done


def test_an_applicant_who_is_not_named_is_missing():
    assert not asked(people=())["applicant"].done


@pytest.mark.parametrize(
    ("endorsed", "verdict"), [(None, Verdict.UNKNOWN), (True, Verdict.YES), (False, Verdict.NO)]
)
def test_the_department_has_said_yes_or_no_or_nothing_yet(endorsed, verdict):
    assert asked(endorsed=endorsed)["endorsement"].finding.verdict is verdict


def test_evidence_may_be_told_or_attached():
    assert not asked()["evidence_of_grant"].done
    assert asked(attached=("evidence",))["evidence_of_grant"].done
    assert asked(FULL | {"evidence_of_grant": "The contract of 2019"})["evidence_of_grant"].done
