"""Processes that send letters may be many, and may be killed at any moment: no letter is sent twice, and none is lost."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.web.fresh import fresh_database
from tests.web.mail_server import ACCEPT, MailServer

pytestmark = (
    pytest.mark.django_db
)  # so that it runs on PostgreSQL too; the letters lie in a database of their own
LETTERS, WORKERS, KILLS = 24, 4, 4


@pytest.fixture
def mail():
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """The environment of an installation with a database of its own."""
    with fresh_database(tmp_path_factory.mktemp("installation")) as environment:
        yield environment


@pytest.fixture
def installation(database, mail):
    """The environment of an installation that sends by that server."""
    return {**database, "UTSYN_EMAIL_URL": mail.url, "UTSYN_EMAIL_FROM": "utsyn@example.org"}


def box(installation, *asked: str):
    """What tests.web.letter_box answered."""
    command = [sys.executable, "-m", "tests.web.letter_box", *asked]
    done = subprocess.run(command, env=installation, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def start(installation, *options: str) -> subprocess.Popen[str]:
    """Start a tick."""
    command = [sys.executable, "-m", "utsyn.web", "tick", *options]
    return subprocess.Popen(
        command, env=installation, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def ticked(installation) -> str:
    """Tick, and return what was said."""
    return done(start(installation))


def done(tick: subprocess.Popen[str], *, code: int = 0) -> str:
    said, _ = tick.communicate(timeout=120)
    assert tick.returncode == code, said
    return said


def kill(tick: subprocess.Popen[str]) -> None:
    """Give it no time for anything."""
    os.kill(tick.pid, signal.SIGKILL)
    tick.communicate(timeout=120)
    assert tick.returncode == -signal.SIGKILL, "it had ended before it was killed: the test tests nothing"


def test_several_workers_at_once_send_each_letter_once(installation, mail):
    names = box(installation, "put", str(LETTERS))
    workers = [start(installation) for _ in range(WORKERS)]
    said = [done(worker) for worker in workers]
    assert sorted(mail.names()) == sorted(names)
    assert box(installation, "show") == [["sent", "", 0]] * LETTERS
    assert sum(int(words.split("letters: ")[1].split(" sent")[0]) for words in said) == LETTERS


def test_killed_while_the_server_has_the_text_a_letter_is_uncertain_and_not_sent_again(installation, mail):
    box(installation, "put", "2")
    mail.mode = "stall in the text"
    tick = start(installation)
    assert mail.stalled.wait(60)
    kill(tick)
    mail.go_on.set()  # the server accepts it, and nobody hears
    mail.mode = ACCEPT
    ticked(installation)
    assert box(installation, "show") == [["sending", "", 0], ["sent", "", 0]], "its sender may still live"
    box(installation, "age", "48")
    for _ in range(2):
        ticked(installation)
    assert box(installation, "show") == [["uncertain", "stopped", 0], ["sent", "", 0]]
    assert len(mail.names()) == len(set(mail.names())) == 2


def test_killed_before_the_text_is_begun_a_letter_is_sent_once_afterwards(installation, mail):
    box(installation, "put", "1")
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes calls, and says nothing
        there = {**installation, "UTSYN_EMAIL_URL": f"smtp://127.0.0.1:{silent.getsockname()[1]}"}
        tick = start(there)
        silent.settimeout(60)
        call, _ = silent.accept()
        kill(tick)
        call.close()
    ticked(installation)
    assert mail.names() == [], "whoever claimed it may still live"
    box(installation, "age", "1")
    for _ in range(2):
        ticked(installation)
    assert box(installation, "show") == [["sent", "", 0]]
    assert len(mail.names()) == 1


def test_killed_at_any_moment_nothing_is_sent_twice_and_nothing_is_lost(installation, mail):
    names = box(installation, "put", str(LETTERS))
    started = time.monotonic()
    done(start({**installation, "UTSYN_EMAIL_URL": ""}))
    starting = time.monotonic() - started
    for attempt in range(KILLS):
        tick, kept = start(installation), len(mail.names())
        time.sleep(starting * 0.8 if attempt == 0 else 0)
        while tick.poll() is None and len(mail.names()) < kept + attempt:
            time.sleep(0.001)
        if tick.poll() is None:
            tick.kill()
        tick.communicate(timeout=60)
    for _ in range(2):
        box(installation, "age", "1")
        ticked(installation)
    states = [state for state, *_ in box(installation, "show")]
    assert set(states) <= {"sent", "uncertain"}
    assert len(mail.names()) == len(set(mail.names()))
    sent = {name for name, state in zip(names, states, strict=True) if state == "sent"}
    assert sent <= set(mail.names()) <= set(names)
    assert states.count("uncertain") <= KILLS, "one a kill at most"


def test_a_loop_that_is_asked_to_stop_ends_the_letter_it_has_begun(installation, mail):
    names = box(installation, "put", "3")
    mail.mode = "stall in the text"
    tick = start(installation, "--every", "3600")
    assert mail.stalled.wait(60)
    tick.terminate()
    time.sleep(0.1)
    mail.go_on.set()
    done(tick)
    assert mail.names() == names[:1]
    assert [state for state, *_ in box(installation, "show")] == ["sent", "queued", "queued"]


def test_one_job_that_fails_stops_no_other_and_the_exit_code_tells(installation, mail):
    names = box(installation, "put", "1")
    code = (
        "import os, django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from utsyn.web.management.commands import tick\n"
        "def breaks(stop): raise RuntimeError('planted')\n"
        "tick.JOBS = (('planted', breaks), *tick.JOBS)\n"
        "call_command('tick')\n"
    )
    told = {**installation, "DJANGO_SETTINGS_MODULE": "utsyn.web.settings"}
    run = subprocess.run([sys.executable, "-c", code], env=told, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "planted failed" in run.stderr
    assert mail.names() == names


def test_without_a_server_the_tick_says_so_and_ends_well(installation):
    box(installation, "put", "1")
    assert "no e-mail server is configured" in ticked({**installation, "UTSYN_EMAIL_URL": ""})
    assert box(installation, "show") == [["queued", "", 0]]
