"""What the tests of the pages of evidence share: a synthetic world's figures, the browser of the office, and how a page is read."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.banked import signed_in
from tests.web.evidenced import evidenced

FIGURE = "/en/evidence/international-copublication/"
MOST_QUERIES = 10


@pytest.fixture(autouse=True)
def evidence(settings, few_recipes, db):
    """The figures of a synthetic world, in place."""
    evidenced(settings)


@pytest.fixture
def inside(office):
    """The browser of the office."""
    return signed_in(Client(), office)


def read(client, address, status=200):
    """The words of a page."""
    response = client.get(address)
    assert response.status_code == status, (address, response.content[:400])
    return " ".join(response.content.decode().split())


def read_in_few_queries(client, address, status=200):
    """The words of a page that was shown before: in few queries, and with nothing in it that had no words."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = read(client, address, status)
    assert len(queries) <= MOST_QUERIES, (address, len(queries))
    assert "⁇" not in page, address
    assert ">None<" not in page, address
    return page
