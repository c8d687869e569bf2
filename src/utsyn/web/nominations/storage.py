"""Where attached files lie: in a folder beside the database, each under its hash and its link, whole or not at all."""

import hashlib
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple

from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web import database
from utsyn.web.people.models import new_key

PART, CHUNK = ".part", 1 << 20
SECRET_FOLDER, SECRET_FILE = 0o700, 0o600


class Stored(NamedTuple):
    """A file that lies in the folder: its hash, its link, its size in bytes."""

    sha256: str
    link: str
    size: int


def folder() -> Path:
    """Return the folder of all attached files."""
    return database.folder() / "attachments"


def place(sha256: str, link: str) -> Path:
    """Return where a file lies."""
    return folder() / sha256[:2] / f"{sha256}.{link}"


def put(content: IO[bytes], *, link: str = "") -> Stored:
    """Store a file under a link that nobody can guess. It is on the disk, whole, once this returns.

    A file that is cut off on the way keeps a name that nothing finds, until `sweep` takes it away.
    """
    link = link or new_key()
    folder().mkdir(SECRET_FOLDER, parents=True, exist_ok=True)
    part = folder() / f"{link}{PART}"
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, SECRET_FILE), "wb") as out:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    there = place(digest.hexdigest(), link)
    there.parent.mkdir(SECRET_FOLDER, exist_ok=True)
    part.replace(there)
    for changed in (there.parent, folder()):
        _settled(changed)
    return Stored(digest.hexdigest(), link, size)


def _settled(changed: Path) -> None:
    """Have the disk keep the names in a folder, too."""
    held = os.open(changed, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def opened(sha256: str, link: str) -> IO[bytes]:
    """Open a stored file for reading. Raises Problems where it is gone."""
    try:
        return place(sha256, link).open("rb")
    except OSError as error:
        what = say("The file is not where it should be")
        raise Problems(Problem(what, say("Tell who runs this service, and attach it again"))) from error


def take_away(sha256: str, link: str) -> None:
    """Take a file away; one that is gone already is no matter."""
    place(sha256, link).unlink(missing_ok=True)


def sweep(known: Collection[tuple[str, str]], *, before: datetime) -> int:
    """Take away what no row knows (pairs of hash and link) and what was cut off, if it is older than a moment; return how many.

    What is younger may belong to a row that is just being written.
    """
    swept = 0
    for file in _files():
        sha256, _, link = file.name.partition(".")
        if file.suffix == PART or (sha256, link) not in known:
            with suppress(FileNotFoundError):
                if file.stat().st_mtime < before.timestamp():
                    file.unlink()
                    swept += 1
    return swept


def _files() -> Iterator[Path]:
    if folder().is_dir():
        yield from (file for file in folder().rglob("*") if file.is_file())
