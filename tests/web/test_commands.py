"""An installation that cannot start says so in a line, without a traceback and without its password."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def asked(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `utsyn-web` said in this environment."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("UTSYN_", "DJANGO_"))}
    where = {**known, **environment}
    return subprocess.run(
        [sys.executable, "-m", "utsyn.web", *command], check=False, env=where, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("url", "what_is_wrong"),
    [
        ("mysql://root:secret@localhost/utsyn", "starts with 'mysql'"),
        ("postgresql://root:secret@127.0.0.1:1/utsyn", "refused"),
        ("sqlite:////proc/utsyn.sqlite3", "unable to open database file"),
    ],
)
def test_a_database_that_is_not_there_is_named_in_a_line(tmp_path: Path, url: str, what_is_wrong: str):
    said = asked("migrate", UTSYN_DATABASE_URL=url, UTSYN_VAR=str(tmp_path))
    assert said.returncode == 78
    assert what_is_wrong in said.stderr
    assert said.stderr.startswith("Utsyn cannot start here: ")
    assert "Traceback" not in said.stderr
    assert "secret" not in said.stderr


def test_a_broken_signing_key_is_named_in_a_line(tmp_path: Path):
    (tmp_path / "secret-key").write_text("short")
    said = asked("check", UTSYN_VAR=str(tmp_path))
    assert said.returncode == 78
    assert said.stderr.startswith("Utsyn cannot start here: ")
    assert "holds no whole key" in said.stderr
    assert "short" not in said.stderr


def test_an_installation_starts_with_nothing_told(tmp_path: Path):
    said = asked("migrate", "--verbosity=0", UTSYN_VAR=str(tmp_path / "var"))
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
    assert (tmp_path / "var" / "utsyn.sqlite3").exists()


def test_the_production_settings_have_nothing_to_deplore(tmp_path: Path):
    said = asked(
        "check",
        "--deploy",
        "--fail-level=WARNING",
        UTSYN_ALLOWED_HOSTS="utsyn.example.org",
        UTSYN_VAR=str(tmp_path),
    )
    assert said.returncode == 0, said.stderr
