"""The files of OpenAlex: which are which, what the manifest promises of them, and which records it says are gone."""

import csv
import io
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from utsyn.evidence.sources.packed import damaged, stream
from utsyn.problems import Problem, Problems
from utsyn.text import say

Kind = Literal["works", "institutions", "flat", "deleted", "manifest", ""]
HEAD = 1 << 16
STEP = 256
FETCH = say("Fetch it again, as a whole")
FIRST_ID = re.compile(rb'"id":\s*"https://openalex\.org/([WI])\d')


class Files(NamedTuple):
    """The files of a load by what they are; `promised` is how many records a part has by the manifest that lists it."""

    works: tuple[Path, ...]
    institutions: tuple[Path, ...]
    flat: tuple[Path, ...]
    deleted: tuple[Path, ...]
    promised: Mapping[Path, int]
    unlisted: tuple[Path, ...]


def kind(path: Path) -> Kind:
    """Tell what a file is by its first bytes; empty where it is none of OpenAlex's."""
    if path.suffix == ".parquet":
        return _kind_of_columns(path)
    head = _head(path)
    if path.suffix == ".json" and b"openalex/data" in head and b"content_length" in head:
        return "manifest"
    if head.startswith((b"work_id,deleted_date", b"\xef\xbb\xbfwork_id,deleted_date")):
        return "deleted"
    first = head.split(b"\n", 1)[0]
    if b"authorships.countries" in first and b"," in first and not head.startswith(b"{"):
        return "flat"
    if head.startswith(b"{"):
        found = FIRST_ID.search(head)
        letter = found.group(1) if found else b"W" if b'"authorships"' in head else b""
        return "works" if letter == b"W" else "institutions" if letter == b"I" else ""
    return ""


def sorted_out(paths: Sequence[Path]) -> Files:
    """Sort files by what they are. Raises Problems where a manifest promises what is not there, or of another length."""
    kinds = {path: kind(path) for path in paths}
    of = {name: tuple(path for path in paths if kinds[path] == name) for name in set(kinds.values())}
    parts = (*of.get("works", ()), *of.get("institutions", ()))
    promised: dict[Path, int] = {}
    for manifest in of.get("manifest", ()):
        promised |= _promised(manifest, parts)
    unlisted = tuple(path for path in parts if promised and path not in promised)
    works, institutions = (
        tuple(path for path in of.get(name, ()) if path not in unlisted) for name in ("works", "institutions")
    )
    return Files(works, institutions, of.get("flat", ()), of.get("deleted", ()), promised, unlisted)


def entries(manifest: Path) -> Mapping[str, tuple[int, int]]:
    """Return what a manifest promises: by address, bytes and records. It has `files` since 2026, and `entries` before."""
    try:
        told = json.loads(manifest.read_bytes())
        listed = told["files"] if "files" in told else told["entries"]
        return {
            one["url"]: (int(one["meta"]["content_length"]), int(one["meta"]["record_count"]))
            for one in listed
        }
    except (ValueError, KeyError, TypeError) as error:
        raise Problems(Problem(say("The manifest cannot be read"), FETCH, file=str(manifest))) from error


def gone(path: Path) -> list[int]:
    """Return the numbers of works that a deleted_ids.csv names. Raises Problems for a line that names none."""
    try:
        with stream(path) as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as told:
            rows = list(csv.DictReader(told))
    except (csv.Error, UnicodeDecodeError) as error:
        raise Problems(damaged(path)) from error
    found = []
    for line, row in enumerate(rows, start=2):
        number = str(row.get("work_id") or "").rpartition("/W")[2]
        if not re.fullmatch("[0-9]{1,18}", number):
            what = say("“{written}” cannot be used", written=str(row.get("work_id"))[:80])
            mend = say("Ids begin with {start} and end with a number", start="https://openalex.org/W")
            raise Problems(Problem(what, mend, ("work_id",), str(path), line))
        found.append(int(number))
    return found


def _promised(manifest: Path, parts: Sequence[Path]) -> Mapping[Path, int]:
    """Match the parts with what the manifest promises: the end of an address, from updated_date= on, names a file."""
    lying = {_end(path.as_posix()): path for path in parts}
    found, problems = {}, []
    for url, (size, records) in entries(manifest).items():
        path = lying.get(_end(url)) if f"/{manifest.parent.name}/" in url else None
        if path is None:
            problems.append(
                Problem(
                    say("The manifest promises {url}, which is not there", url=url), FETCH, file=str(manifest)
                )
            )
        elif path.stat().st_size != size:
            what = say("The file is {n} bytes long; {size} were promised", n=path.stat().st_size, size=size)
            problems.append(Problem(what, FETCH, file=str(path)))
        else:
            found[path] = records
    if problems:
        raise Problems(*problems[:10])
    return found


def _end(address: str) -> str:
    return "/".join(address.split("/")[-3:])


def _head(path: Path) -> bytes:
    """Return the first bytes of a file, unpacked as far as they can be: what is broken is told by who reads all of it."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.startswith(b"\x1f\x8b"):
        return head
    unpacked, unpacker = b"", zlib.decompressobj(31)
    try:
        for start in range(0, len(head), STEP):
            unpacked += unpacker.decompress(head[start : start + STEP])
    except zlib.error:
        pass
    return unpacked


def _kind_of_columns(path: Path) -> Kind:
    try:
        names = set(pq.read_schema(path).names)
    except (
        pa.ArrowInvalid,
        OSError,
    ):  # a broken one is ours where its folder says so, and told when it is read
        return "works" if "works" in path.parts else ""
    if "associated_institutions" in names:
        return "institutions"
    return "works" if {"id", "authorships"} <= names or {"id", "publication_year"} <= names else ""
