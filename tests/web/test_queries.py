"""A page asks the database as often for 30 rows as for 1, and never more than six times."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import russia_out

pytestmark = pytest.mark.django_db

MOST = 6
KINDS = (
    "front",
    "list",
    "timeline",
    "call",
    "choose",
    "ask",
    "answer",
    "compare",
    "amendment",
    "about",
    "reference",
)
EXPECTED = {"front": 2, "answer": 1, "amendment": 1}
TWINS = ("answers/{link}", "calls/intpart-2022/amendments/{number}", "calls", "calls/intpart-2022")


def asked(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_as_often_for_thirty_rows_as_for_one(client, pages, demos, kind):
    address = f"/en{pages[kind]}"
    demos(1)
    one = asked(client, address)
    demos(30)
    assert asked(client, address) == one == EXPECTED.get(kind, 0)
    assert one <= MOST


@pytest.mark.parametrize("path", TWINS)
def test_the_json_twin_does_so_too(client, ask, demos, path):
    address = f"/api/v1/{path.format(link=ask().link, number=russia_out())}"
    demos(1)
    one = asked(client, address)
    demos(30)
    assert asked(client, address) == one <= MOST


def test_asking_writes_twice_at_most(client):
    """One row for the answer, one line in the log; the rest is looking whether it is there already."""
    with CaptureQueriesContext(connection) as queries:
        made = client.post(
            "/api/v1/calls/intpart-2022/answers", {"proposal": {}, "on": "2022-03-02"}, "application/json"
        )
    assert made.status_code == 201
    assert sum(query["sql"].startswith("INSERT") for query in queries) == 2


@pytest.mark.usefixtures("many_calls")
def test_the_list_is_as_cheap_with_many_calls(client):
    assert asked(client, "/en/calls/") == 0
