"""Work in the background in processes of its own: killed with -9 in the middle and taken up again, asked for by many at once, short of memory."""

import json
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.house.tree import ROOT
from tests.web.files import asked, environment
from tests.web.people import person, university

pytestmark = pytest.mark.django_db(transaction=True)
WORKS = 600
STATE = "SELECT state, tries, did FROM utsyn_job WHERE kind = 'compute' ORDER BY id DESC LIMIT 1"
SHOWN = "SELECT recipe, sha256 FROM utsyn_computed JOIN utsyn_basis ON utsyn_basis.id = basis_id WHERE made_at IS NOT NULL AND current ORDER BY 1"
SHOWN = SHOWN.replace("made_at IS", "utsyn_basis.made_at IS")


def run(around, *arguments, **options):
    """Run a command of Utsyn's, in a process of its own."""
    command = [sys.executable, "-m", "utsyn.web", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=around, capture_output=True, text=True, check=False, **options
    )


def code(around, text):
    """Run some lines with Django set up, in a process of its own."""
    start = "import django; django.setup()\n"
    done = subprocess.run(
        [sys.executable, "-c", start + text], cwd=ROOT, env=around, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.once  # minutes of computing, none of which the database has a part in
def test_what_was_killed_in_the_middle_is_taken_up_and_comes_to_the_same(transactional_db, tmp_path):
    around = environment(tmp_path)
    made = run(around, "evidence", "world", "--works", str(WORKS))
    assert made.returncode == 0, made.stderr[-800:]
    before = asked(tmp_path, SHOWN)
    assert len(before) > 20
    shutil.rmtree(tmp_path / "evidence" / ".results")  # so that there is something to do
    code(around, "from django.utils import timezone\nfrom utsyn.web.evidence.actions.working import queue\n"
                 "queue('compute', told={'threads': 1}, at=timezone.now())")  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "utsyn.web", "evidence", "work"], cwd=ROOT, env=around
    ) as worker:
        until = time.monotonic() + 120
        while asked(tmp_path, STATE)[0][2] < 5 and time.monotonic() < until:
            time.sleep(0.05)
        worker.kill()
        assert worker.wait() == -signal.SIGKILL
    assert asked(tmp_path, STATE)[0][:2] == ("running", 1)
    assert asked(tmp_path, SHOWN) == before, "what stood is shown all the while"
    assert run(around, "evidence", "work").returncode == 0
    assert asked(tmp_path, STATE)[0][:2] == ("running", 1), "its heart may still beat"
    past = (timezone.now() - timedelta(minutes=11)).isoformat()
    code(
        around, f"from utsyn.web.models import Job\nJob.objects.filter(state='running').update(beat='{past}')"
    )
    assert run(around, "evidence", "work").returncode == 0
    assert asked(tmp_path, STATE)[0][:2] == ("done", 2)
    assert asked(tmp_path, SHOWN) == before
    little_memory(around, tmp_path, before)


def little_memory(around, folder, before):
    """With too little memory figures are named that could not be computed, or what stood stays: never a traceback."""
    shutil.rmtree(folder / "evidence" / ".results")
    done = run(around, "evidence", "compute", "--memory", "1MB")
    assert "Traceback" not in done.stderr, done.stderr[-1500:]
    assert asked(folder, STATE)[0][0] == "failed"
    assert "The memory that was allowed is too little: 1MB; Allow more" in done.stdout
    assert asked(folder, SHOWN) == before


def test_of_many_who_ask_for_the_same_at_once_one_is_heard(transactional_db, tmp_path):
    person("office", university()["uib"], username="office")
    said = code(
        environment(tmp_path),
        """
from concurrent.futures import ThreadPoolExecutor
from django.db import connection
from django.utils import timezone
from utsyn.problems import Problems
from utsyn.web.evidence.actions.working import ask
from utsyn.web.models import Job, User

def one(n):
    try:
        ask('compute', told={}, by=User.objects.get(username='office'), at=timezone.now(), form=f'form-{n}')
        return 'asked'
    except Problems:
        return 'refused'
    finally:
        connection.close()

with ThreadPoolExecutor(6) as pool:
    found = list(pool.map(one, range(6)))
import json
print(json.dumps([sorted(found), Job.objects.count()]))
""",
    )
    assert json.loads(said.splitlines()[-1]) == [["asked", *["refused"] * 5], 1]
