"""Run a command with UTSYN_DATABASE_URL naming a throw-away PostgreSQL:  python -m tests.postgresql COMMAND.

The server is the one that UTSYN_TEST_DATABASE_URL names; else Debian's own binaries, started here (as
another user where we are root, since PostgreSQL refuses root) and gone afterwards; else there is none, and
the command is skipped by name, or fails where UTSYN_REQUIRE names postgresql.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.debian import install, required

# A server that will be thrown away need not survive a power cut.
HASTE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
CROWD = "-c max_connections=300"  # one test has two hundred people at once


def binaries() -> Path | None:
    """The folder of the newest initdb and pg_ctl here; on Debian as root they are installed if absent."""
    for _attempt in range(2):
        found = sorted(
            Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: -int(path.parts[-3])
        )
        found += [Path(path).resolve() for path in [shutil.which("initdb")] if path]
        if found:
            return found[0].parent
        if not install("postgresql"):
            break
    return None


def somebody_else() -> dict[str, object]:
    """What makes subprocess run as somebody who is not root."""
    if os.geteuid() != 0:
        return {}
    names = {user.pw_name: user for user in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def server() -> Iterator[str | None]:
    """Yield the URL of a PostgreSQL on which databases can be made, or None."""
    if url := os.environ.get("UTSYN_TEST_DATABASE_URL"):
        yield url
        return
    if not (programs := binaries()):
        yield None
        return
    who = somebody_else()
    folder = Path(tempfile.mkdtemp(prefix="utsyn-postgresql-"))
    if who:
        os.chown(folder, who["user"], who["group"])
    data, log = folder / "data", folder / "log"

    def run(program: str, *arguments: str) -> None:
        command = [programs / program, "-D", data, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **who)

    try:
        run("initdb", "-U", "utsyn", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        listen = f"-c listen_addresses='' -c unix_socket_directories={folder} {HASTE} {CROWD}"
        run("pg_ctl", "start", "-w", "-l", str(log), "-o", listen)
        yield f"postgresql://utsyn@/postgres?host={folder}"
    finally:
        if (data / "postmaster.pid").exists():
            run("pg_ctl", "stop", "-m", "immediate")
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run `command` against a server, and return its status."""
    with server() as url:
        if url:
            return subprocess.call(command, env={**os.environ, "UTSYN_DATABASE_URL": url})
    how = "install Debian's postgresql, or name a server in UTSYN_TEST_DATABASE_URL"
    print(
        f"{'FAILED' if required('postgresql') else 'SKIPPED'} the tests on PostgreSQL: no server here; {how}"
    )
    return 1 if required("postgresql") else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
