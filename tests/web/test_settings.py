"""Safe without being told anything: no debugging, no foreign host, a key of one's own that only its owner can read."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from utsyn.web.signing_key import signing_key

ASK = """
import json
from utsyn.web import settings as s
print(json.dumps({n: getattr(s, n) for n in ("DEBUG", "ALLOWED_HOSTS", "SECURE_SSL_REDIRECT", "CSRF_COOKIE_SECURE",
                                             "SECRET_KEY", "SECURE_HSTS_SECONDS")}))
"""


def settings(folder: Path, **environment: str) -> dict[str, object]:
    known = {name: value for name, value in os.environ.items() if not name.startswith(("UTSYN_", "DJANGO_"))}
    where = {**known, "UTSYN_VAR": str(folder), **environment}
    said = subprocess.run([sys.executable, "-c", ASK], env=where, capture_output=True, text=True, check=True)
    return json.loads(said.stdout)


def test_told_nothing_it_answers_this_machine_alone(tmp_path):
    told = settings(tmp_path)
    assert told["DEBUG"] is False
    assert told["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert told["SECURE_SSL_REDIRECT"] is False, "this machine needs no TLS to reach itself"


def test_told_a_host_it_demands_tls(tmp_path):
    told = settings(tmp_path, UTSYN_ALLOWED_HOSTS="utsyn.example.org, www.utsyn.example.org")
    assert told["ALLOWED_HOSTS"] == ["utsyn.example.org", "www.utsyn.example.org"]
    assert told["SECURE_SSL_REDIRECT"] is told["CSRF_COOKIE_SECURE"] is True
    assert told["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    keys = {settings(tmp_path)["SECRET_KEY"] for _ in range(2)}
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_key_of_ones_own_is_used(tmp_path):
    assert settings(tmp_path, UTSYN_SECRET_KEY="k" * 60)["SECRET_KEY"] == "k" * 60
    assert not (tmp_path / "secret-key").exists()


def test_half_a_key_is_refused(tmp_path):
    (tmp_path / "secret-key").write_text("short")
    with pytest.raises(ImproperlyConfigured, match="delete it"):
        signing_key(tmp_path)


def test_two_that_start_at_once_make_one_key(tmp_path):
    make = f"from pathlib import Path; from utsyn.web.signing_key import signing_key; print(signing_key(Path({str(tmp_path)!r})))"
    both = [
        subprocess.Popen([sys.executable, "-c", make], stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    assert len({one.communicate()[0] for one in both}) == 1
