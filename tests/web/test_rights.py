"""One written table of rights (docs/reference/rights.md), and every address held to it, for everyone, in every way."""

import os

import pytest
from django.db import transaction

from tests.house.tree import ROOT
from tests.web.rights import WAYS, WHO, World, addresses, asked, client_of, measured

TABLE = ROOT / "docs" / "reference" / "rights.md"
REFUSED = {403, 404, 405, 410, "sign in"}

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def written() -> dict[str, dict[str, str]]:
    """The table as it stands in the manual."""
    rows = [
        line.strip("| ").split("|")
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    return {
        row[0].strip().strip("`"): dict(zip(WHO, (one.strip() for one in row[1:]), strict=True))
        for row in rows
    }


def _kept(fixture_name: str, config: pytest.Config) -> str:
    """As long as one connection stays open: Django closes that to a server after each test, but not that to SQLite."""
    return "function" if os.environ.get("UTSYN_DATABASE_URL") else "module"


@pytest.fixture(scope=_kept)
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """One world for all these tests: nobody who asks leaves anything in it (`asked` takes back what was written)."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setenv("UTSYN_VAR", str(tmp_path_factory.mktemp("var")))
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def world(built):
    with transaction.atomic():
        yield built
        transaction.set_rollback(True)


@pytest.fixture
def plainly_refused(monkeypatch):
    """Refusals by their status alone: the page that says them is looked at in test_errors, and asked for in full above."""
    monkeypatch.setattr("utsyn.web.errors.render_to_string", lambda *_: "Refused")


def test_the_manual_has_a_line_for_every_address_and_for_no_other(world):
    assert sorted(written()) == sorted(a.name for a in addresses(world))


@pytest.mark.parametrize("who", WHO)
def test_everyone_can_do_what_the_manual_says_and_nothing_else(world, who):
    table = written()
    differs = [
        f"{name}, {who}: the manual says {table.get(name, {}).get(who)!r}, but it is {can!r}"
        for name, can in measured(world, who).items()
        if table.get(name, {}).get(who) != can
    ]
    assert not differs, "\n".join(differs)


@pytest.mark.parametrize("way", WAYS)
def test_no_other_way_of_asking_opens_what_is_closed(world, plainly_refused, way):
    """What cannot be read is not headed, and who may not write somewhere changes nothing there by another method."""
    table = written()
    right = "read" if way in ("HEAD", "OPTIONS") else "write"
    for who in WHO:
        client = client_of(world, who)
        for address in addresses(world):
            if right not in table[address.name][who]:
                status = asked(client, way, address)
                closed = status in REFUSED or status in (302, 400) or (way, status) == ("OPTIONS", 200)
                assert closed, (who, address.name, way, status)


def test_nobody_who_has_not_signed_in_writes_anything_but_questions_and_herself(world):
    opens = {name for name, row in written().items() if "write" in row["nobody"]}
    assert {name.partition(":")[0] for name in opens} <= {
        "calls", "api-1", "account_login", "account_reset_password", "account_reset_password_from_key", "account_logout", "signin",
        "openid_connect_callback", "openid_connect_login", "mfa_authenticate", "mfa_index", "account_inactive", "socialaccount_login_cancelled",
        "account_reset_password_done", "account_reset_password_from_key_done",
    }  # fmt: skip


def test_who_reads_all_changes_nothing(world):
    changes = {
        name
        for name, row in written().items()
        if "write" in row["auditor"] and "write" not in row["stranger"]
    }
    assert changes <= {"nominations:comment"}, "an auditor reads all and changes nothing"
