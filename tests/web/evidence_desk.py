"""What the tests of the pages of evidence share: a synthetic world's figures, the browser of the office, and how a page is read."""

import pytest
from django.test import Client

from tests.web.banked import signed_in
from tests.web.evidenced import evidenced

FIGURE = "/en/evidence/international-copublication/"


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
