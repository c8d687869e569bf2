"""Where plans are made in tests: an own folder with a plan and its indicators, people at their desks, a plan that is followed."""

import pytest
from django.test import Client

from tests.web.plan_worlds import PLAN, plan, written

AT_HAND = PLAN.replace("key: invented-2022", "key: at-hand-2022")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The institution's own folder, the same for all tests: the library is read once."""
    made = tmp_path_factory.mktemp("home")
    written(made)
    (made / "plans").mkdir()
    (made / "plans" / "at-hand-2022.yaml").write_text(AT_HAND, encoding="utf-8")
    return made


@pytest.fixture(autouse=True)
def home(folder, monkeypatch):
    monkeypatch.setenv("UTSYN_HOME", str(folder))


@pytest.fixture
def enter():
    """Sign somebody in, and return her browser."""

    def entered(user) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return entered


@pytest.fixture
def desk(enter, office) -> Client:
    return enter(office)


def html(response) -> str:
    return response.content.decode()


def last(key: str):
    from utsyn.web.plans.models import Edition

    return Edition.objects.filter(plan__key=key).order_by("number").last()


@pytest.fixture
def followed(units):
    return plan(PLAN, units["uib"])
