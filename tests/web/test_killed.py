"""The process is killed in the middle of a decision: afterwards it is as if it had not begun, and can be made anew."""

import signal
import subprocess
import sys

import pytest

from tests.house.tree import ROOT
from tests.web.files import asked, environment
from tests.web.people import person, university
from tests.web.worlds import REAL, nominated, opened

STATES = "SELECT number, state FROM utsyn_nomination ORDER BY number"
PLACES = "SELECT number, nomination_id FROM utsyn_place ORDER BY number"
LINES = "SELECT chained FROM utsyn_line ORDER BY id"
LETTERS = "SELECT key FROM utsyn_letter ORDER BY id"
SENT = "SELECT sent_at, sent_sha256 FROM utsyn_round"


@pytest.fixture
def row(transactional_db):
    """A round with four nominations and places for all."""
    units = university()
    person("leadership", units["uib"], username="rector")
    made = opened(units, by=person("office", units["uib"], username="office"), cap=4)
    nominated(made, units, [2, 2])
    return made


def killed(what: str, row, folder) -> dict[str, str]:
    """Begin something in another process, kill it halfway, and return where it worked."""
    around = environment(folder)
    before = [asked(folder, query) for query in (STATES, PLACES, LINES, LETTERS, SENT)]
    command = [sys.executable, "-m", "tests.web.deciding", what, row.key]
    with subprocess.Popen(command, cwd=ROOT, env=around, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "halfway\n"
        process.kill()
        assert process.wait() == -signal.SIGKILL
    assert [asked(folder, query) for query in (STATES, PLACES, LINES, LETTERS, SENT)] == before
    return around


def again(around: dict[str, str], code: str) -> str:
    """Make the decision anew, in one more process."""
    start = "import django; django.setup()\nfrom tests.web.again import *\n"
    said = subprocess.run(
        [sys.executable, "-c", start + code], cwd=ROOT, env=around, capture_output=True, text=True, check=True
    )
    return said.stdout.strip()


def decided(row) -> None:
    """All are approved, and the leadership has decided."""
    from utsyn.web.people.models import User
    from utsyn.web.rounds.actions import approving

    rector = User.objects.get(username="rector")
    approving.approve_list(row, by=rector, at=REAL)
    approving.refuse_rest(row, by=rector, at=REAL)


def test_an_approval_that_was_killed_left_nothing_and_can_be_made(row, tmp_path):
    around = killed("approve", row, tmp_path)
    assert again(around, "print(approving.approve_list(row, by=rector, at=REAL))") == "4"
    assert len(asked(tmp_path, PLACES)) == 4


def test_a_withdrawal_that_was_killed_freed_no_place_and_told_nobody(row, tmp_path):
    decided(row)
    around = killed("withdraw", row, tmp_path)
    again(around, "approving.withdraw(first, because='', by=office, at=REAL)")
    assert len(asked(tmp_path, PLACES)) == 3


def test_a_list_that_was_killed_while_it_was_sent_is_not_sent(row, tmp_path):
    decided(row)
    around = killed("send", row, tmp_path)
    again(around, "approving.send(row, by=office, at=REAL)")
    assert len(asked(tmp_path, SENT)[0][1]) == 64


def test_an_export_that_was_killed_left_nothing_behind(row, tmp_path):
    decided(row)
    (tmp_path / "left").mkdir()
    killed("list", row, tmp_path)
    kept = {path.name.partition("-")[0] for path in tmp_path.rglob("*") if path.is_file()}
    assert kept <= {"utsyn.sqlite3", "secret"}
