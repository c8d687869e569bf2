"""The institution's own lists as they are sent: kept by their hash until they are confirmed, and what is known of those that are in use."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from utsyn.problems import Problem, Problems
from utsyn.text import LANGUAGES, Words, say
from utsyn.web.evidence.jobs import folder

LARGEST, MOST_FILES, SECONDS, DAY = 10_000_000, 12, 60, 24 * 3600
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods")
LOOKED, FILES = "looked.json", "files"
SOURCE = "plain"
KINDS: Mapping[str, Words] = {
    "agreements": say("Agreements"), "stays": say("Stays"), "staff": say("Staff, by pseudonymous identifier"),
    "graduates": say("Graduates"), "traffic": say("Traffic over Erasmus Without Paper"),
    "levels": say("Levels of journals and publishers"), "orgmap": say("The map of organisations"), "links": say("Identifiers of organisations"),
}  # fmt: skip
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "agreements": ("ror", "unit", "since", "until", "kind"),
    "stays": ("ror", "unit", "since", "until", "kind", "way", "people"),
    "staff": ("author", "orcid", "unit", "since", "until"),
    "graduates": ("person", "unit", "year", "level", "days_abroad", "stay"),
    "traffic": ("ror", "erasmus", "day", "kind"),
    "levels": ("source", "year", "level"),
}


class Sent(NamedTuple):
    """Lists that were sent and not confirmed yet: by which hash, the files, and what a look at them found."""

    key: str
    files: Sequence[Path]
    looked: Mapping[str, Any]

    @property
    def tables(self) -> Sequence[str]:
        """The kinds of lists that are in it."""
        return [one["table"] for one in self.looked["tables"]]


def keep(files: Sequence[tuple[str, bytes]]) -> Sent:
    """Keep files that were sent and look at them. Raises Problems for none, too many, too large, or of another kind."""
    if not files:
        raise Problems(Problem(say("No file was chosen"), say("Choose a file: xlsx, xls, ods or csv")))
    if len(files) > MOST_FILES:
        raise Problems(
            Problem(say("There are too many files"), say("Send at most {n} at once", n=MOST_FILES))
        )
    strange = [name for name, _ in files if Path(name).suffix.lower() not in SUFFIXES]
    if strange:
        what, mend = say("No list is kept in such a file"), say("Choose a file: xlsx, xls, ods or csv")
        raise Problems(*(Problem(what, mend, file=_named(name)) for name in strange))
    if sum(len(content) for _, content in files) > LARGEST:
        raise Problems(too_large())
    names = [_named(name) for name, _ in files]
    if len(set(names)) < len(names):
        names = [f"{n}-{name}" for n, name in enumerate(names, 1)]
    whole = hashlib.sha256()
    for name, (_, content) in zip(names, files, strict=True):
        whole.update(f"{name} {len(content)}\n".encode() + content)
    _sweep()
    there = _waiting() / whole.hexdigest()
    if not (there / LOOKED).is_file():
        making = there.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        (making / FILES).mkdir(parents=True, mode=0o700)
        for name, (_, content) in zip(names, files, strict=True):
            (making / FILES / name).write_bytes(content)
        (making / LOOKED).write_text(json.dumps(_look(making / FILES)), "utf-8")
        shutil.rmtree(there, ignore_errors=True)
        making.rename(there)
    return sent(whole.hexdigest())


def sent(key: str) -> Sent:
    """Return what was sent. Raises KeyError where it is not kept, or no longer."""
    there = _waiting() / key
    if not re.fullmatch(r"[0-9a-f]{64}", key) or not (there / LOOKED).is_file():
        raise KeyError(key)
    looked = json.loads((there / LOOKED).read_text("utf-8"))
    return Sent(key, sorted((there / FILES).iterdir()), looked)


def settle(one: Sent) -> Mapping[str, Sequence[str]]:
    """Put confirmed files where they stay, and return by kind of list the files that it is in."""
    place = folder() / ".own" / one.key
    if not place.is_dir():
        (_waiting() / one.key / FILES).rename(place)
    shutil.rmtree(_waiting() / one.key, ignore_errors=True)
    return {
        table: [str(place / told["file"]) for told in one.looked["tables"] if told["table"] == table]
        for table in one.tables
    }


def _look(at: Path) -> Mapping[str, Any]:
    """Look at the files in a folder in a process of its own; one that dies of them is a problem too."""
    command = [sys.executable, "-m", "utsyn.web.evidence.looking", str(at)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603  our own command, in our own Python
        told: Mapping[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        what = say("The files take more memory or time than there is for lists, or cannot be read at all")
        mend = say("Save the list anew with its own rows and columns alone, or as csv")
        said = [{language: words.in_(language) for language in LANGUAGES} for words in (what, mend)]
        told = {
            "tables": [],
            "counted": {},
            "problems": [{"file": "", "line": None, "column": "", "what": said[0], "mend": said[1]}],
        }
    return told


def too_large() -> Problem:
    """Say that there is too much of it."""
    return Problem(
        say("The file is larger than {size} MB", size=LARGEST // 1_000_000),
        say("Divide it, and send one part after another"),
    )


def _named(name: str) -> str:
    """Return a file's name without anything that leads elsewhere."""
    plain = re.sub(r"[^\w.\- ]", "_", Path(name.replace("\\", "/")).name)[-80:].lstrip(".")
    return plain if "." in plain else f"list.{plain}"


def _waiting() -> Path:
    return folder() / ".own" / "waiting"


def _sweep() -> None:
    """Let go of what was sent and not confirmed within a day."""
    for there in _waiting().iterdir() if _waiting().is_dir() else ():
        if there.stat().st_mtime < time.time() - DAY:
            shutil.rmtree(there, ignore_errors=True)
