"""The leadership judges a goal by its rubric and sets states by hand; both with a reason, and neither hides anything."""

import pytest
from django.test import Client

from tests.web.banked import signed_in
from tests.web.people import person
from tests.web.plan_worlds import KEY, followed, written

pytestmark = pytest.mark.django_db
JUDGE, STATE = (f"/en/plans/{KEY}/goals/{goal}/" for goal in ("active-partner/judge", "abroad/state"))


@pytest.fixture
def plan(units, tmp_path, monkeypatch):
    written(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    return followed(units)


@pytest.fixture
def leader(client, rector, plan):
    return signed_in(client, rector)


def judged(form: str = "one", **told: str) -> dict[str, str]:
    return {"form": form, "target": "seen", "level": "chosen", "because-seen": "Three asked us in", **told}


def test_a_level_is_chosen_with_a_reason_and_the_goal_stands_by_it(leader, plan):
    assert leader.post(JUDGE, judged()).status_code == 303
    page = leader.get(f"/en/plans/{KEY}/goals/active-partner/").content.decode()
    assert "Judged: Partners choose us" in page
    assert "Three asked us in" in page
    assert plan.judged.get().role == "leadership"


def test_a_form_sent_twice_judges_once(leader, plan):
    for _ in range(2):
        assert leader.post(JUDGE, judged()).status_code == 303
    assert plan.judged.count() == 1


def test_what_was_typed_is_kept_beside_what_is_wrong_with_it(leader, plan):
    page = leader.post(JUDGE, judged(level="")).content.decode()
    assert "Three asked us in" in page
    assert 'role="alert"' in page
    found = leader.post(JUDGE, judged(**{"because-seen": " "}))
    assert found.status_code == 422
    page = found.content.decode()
    assert 'value="chosen" checked' in page
    assert 'href="#because-seen"' in page
    assert plan.judged.count() == 0


def test_a_state_set_by_hand_stands_beside_the_one_that_was_worked_out(leader, plan):
    told = {"form": "two", "state": "on course", "because": "New places open in autumn"}
    assert leader.post(STATE, told).status_code == 303
    page = leader.get(f"/en/plans/{KEY}/goals/abroad/?on=2099-01-01")
    assert page.status_code == 400
    page = leader.get(f"/en/plans/{KEY}/goals/abroad/").content.decode()
    assert "Set by hand by leadership" in page
    assert "New places open in autumn" in page
    assert "not known" in page  # there is no figure for the plan's last year
    assert "set by hand: on course" in leader.get(f"/en/plans/{KEY}/").content.decode()
    assert leader.post(STATE, {"form": "three", "state": "none", "because": "It closed"}).status_code == 303
    assert "set by hand: on course" not in leader.get(f"/en/plans/{KEY}/").content.decode()
    assert leader.post(STATE, {"form": "four", "because": "I forgot to choose"}).status_code == 422
    assert leader.post(STATE, {"form": "five", "state": "behind", "because": " "}).status_code == 422
    # a reason is refused rather than cut where nobody sees it
    long = leader.post(STATE, {"form": "six", "state": "behind", "because": "x" * 4_001})
    assert (long.status_code, "Write at most 4,000 characters" in long.content.decode()) == (422, True)
    assert "x" * 4_001 in long.content.decode()


def test_what_has_no_rubric_is_not_there_to_be_judged(leader):
    assert leader.get(f"/en/plans/{KEY}/goals/abroad/judge/").status_code == 404


@pytest.mark.parametrize("role", [None, "office", "coordinator", "department", "auditor"])
def test_nobody_else_judges(units, plan, role):
    client = signed_in(Client(), person(role, units["uib"] if role else None))
    for address in (JUDGE, STATE):
        assert client.get(address).status_code == 403
        assert client.post(address, judged(state="reached", because="I say so")).status_code == 403
    assert plan.judged.count() == plan.hand_set.count() == 0


def test_who_has_not_signed_in_is_led_to_the_door(client, plan):
    assert client.get(JUDGE).status_code == 302
