"""The pages of plans: the list, a plan at a glance, a goal with its reasons, two plans side by side; as of any day."""

import pytest

from tests.web.banked import signed_in
from tests.web.plan_worlds import KEY, ON, STATES, answered, followed, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(units, tmp_path, monkeypatch):
    """The invented plan with figures and answers; its indicators lie in the institution's own folder."""
    written(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    row = followed(units)
    answered(row, units)
    return row


def states(user, *, on=ON):
    from utsyn.web.plans import overview, queries

    made = overview.overview(user, queries.held(user, KEY, on=on), overview.Sought())
    return {line.goal.key: line.progress.state.value for part in made.parts for line in part.lines}


def test_each_goal_stands_where_its_figures_put_it(plan, office):
    assert states(office) == STATES


def test_pages(client, plan, office):
    signed_in(client, office)
    for path in ("/en/plans/", f"/en/plans/{KEY}/", *(f"/en/plans/{KEY}/goals/{goal}/" for goal in STATES)):
        found = client.get(f"{path}?on=2025-03-01")
        assert found.status_code == 200, path
