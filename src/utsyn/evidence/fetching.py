"""Fetch from open sources: half a file or a half-paged pull goes on where it stopped; every file is kept with its address, day and hash.

A folder holds what was fetched once: the files, and beside them `fetched.jsonl`, a line a file. What is under way ends in `.part`; what was
fetched anew stands in the place of what was there, which is kept below `.before`, by its day.
"""

import gzip
import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from utsyn.evidence.asking import NONE, Asker, Passing
from utsyn.evidence.disk import alone, put, room, settled
from utsyn.evidence.snapshots import Snapshot, hashed
from utsyn.evidence.watching import Watch, unwatched
from utsyn.problems import Problem, Problems
from utsyn.text import say

FETCHED, BEFORE = "fetched.jsonl", ".before"


class Page(NamedTuple):
    """A page of a pull: its records, where the next one begins (None: there is none), and how many there are in all."""

    records: Sequence[Any]
    next: str | None
    total: int | None = None


class Fetch:
    """A fetch of one source into a folder; done again, it goes on where it stopped and fetches nothing twice.

    With `anew` it fetches again what was fetched on an earlier day: what lies at an address need not be what lay there.
    """

    def __init__(
        self,
        folder: Path,
        *,
        asker: Asker,
        licence: str = "",
        watch: Watch = unwatched,
        anew: bool = False,
    ) -> None:
        self.folder, self.asker, self.licence, self.watch, self.anew = folder, asker, licence, watch, anew
        folder.mkdir(parents=True, exist_ok=True)
        self._kept = {one.name: one for one in fetched(folder)}

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """What has been fetched, in the order of names."""
        return tuple(self._kept[name] for name in sorted(self._kept))

    def file(
        self,
        url: str,
        *,
        name: str = "",
        size: int | None = None,
        secret: Mapping[str, str] = NONE,
        told: Any = None,
        bearer: str = "",
    ) -> Snapshot:
        """Fetch a file, or the rest of it; with a token where `bearer` is one. Raises Problems where it is not `size` bytes long."""
        path = self._path(name or httpx.URL(url).path.rsplit("/", 1)[-1])
        if (there := self._there(path, url)) is not None and size in (None, there.size):
            return there
        part = path.with_name(f"{path.name}.part")
        with alone(self.folder), room(self.folder), self.watch(path.name, size) as advance:
            self.asker.patiently(
                lambda: self._onwards(url, part, secret=secret, told=told, advance=advance, bearer=bearer),
                url=url,
                gained=lambda: _length(part),
            )
        if size is not None and part.stat().st_size != size:
            what = say("The file is {n} bytes long; {size} were promised", n=part.stat().st_size, size=size)
            part.unlink()
            raise Problems(
                Problem(what, say("Fetch it again: it may have been replaced meanwhile"), file=url)
            )
        return self._keep(part, path, url)

    def pages(self, ask: Callable[[str], Page], *, url: str, name: str, first: str = "*") -> Snapshot:
        """Fetch pages until there is no next one into JSON lines (gz), from the cursor that was kept where there is one.

        Raises Problems where fewer records came than the last page promised.
        """
        path = self._path(name)
        if (there := self._there(path, url)) is not None:
            return there
        part = path.with_name(f"{path.name}.part")
        state = _state(part, url) or {"url": url, "cursor": first, "bytes": 0, "records": 0, "total": None}
        with (
            alone(self.folder),
            room(self.folder),
            part.open("ab") as file,
            self.watch(path.name, state["total"]) as advance,
        ):
            file.truncate(state["bytes"])
            advance(state["records"])
            while state["cursor"] is not None:
                page = ask(state["cursor"])
                file.write(_member(page.records))
                file.flush()
                os.fsync(file.fileno())
                state = {
                    "url": url, "cursor": page.next, "bytes": os.fstat(file.fileno()).st_size,
                    "records": state["records"] + len(page.records), "total": page.total,
                }  # fmt: skip
                put(_beside(part), json.dumps(state))
                advance(len(page.records))
        if state["total"] is not None and state["records"] < state["total"]:
            part.unlink()
            _beside(part).unlink()
            what = say("{n} records came; {total} were promised", n=state["records"], total=state["total"])
            raise Problems(Problem(what, say("Fetch again: the source changed while it was read"), file=url))
        return self._keep(part, path, url)

    def _onwards(
        self,
        url: str,
        part: Path,
        *,
        secret: Mapping[str, str],
        told: Any,
        advance: Callable[[int], None],
        bearer: str,
    ) -> None:
        have, known = _length(part), _state(part, url) or {}
        mark = known.get("mark", "")
        if not mark:
            have = 0
        headers = {"range": f"bytes={have}-", "if-range": mark} if have else {}
        headers |= {"authorization": f"Bearer {bearer}"} if bearer else {}
        with self.asker.open(url, secret=secret, told=told, headers=headers, also=(416,)) as answer:
            if answer.status_code == 416:  # there is nothing after what we have, or it is another file by now
                if answer.headers.get("content-range") == f"bytes */{have}":
                    return
                part.unlink()
                raise Passing("HTTP 416")
            if answer.status_code != 206 or not answer.headers.get("content-range", "").startswith(
                f"bytes {have}-"
            ):
                have = 0
            put(_beside(part), json.dumps({"url": url, "mark": _mark(answer.headers)}))
            with part.open("ab") as file:
                if have < _length(part):
                    file.truncate(have)
                advance(have)
                for (
                    chunk
                ) in answer.iter_raw():  # as it comes: of what is gathered first, a break would lose all
                    file.write(chunk)
                    file.flush()
                    advance(len(chunk))
                os.fsync(file.fileno())

    def _path(self, name: str) -> Path:
        path = self.folder / name
        if not name or not path.resolve().is_relative_to(self.folder.resolve()):
            raise Problems(
                Problem(
                    say("“{name}” is no name for a file here", name=name[:80]),
                    say("Look at the list of files"),
                )
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _there(self, path: Path, url: str) -> Snapshot | None:
        kept = self._kept.get(path.relative_to(self.folder).as_posix())
        if kept is None or kept.url != url or not path.is_file() or path.stat().st_size != kept.size:
            return None
        return None if self.anew and kept.day < self.asker.edge.on else kept

    def _keep(self, part: Path, path: Path, url: str) -> Snapshot:
        with room(self.folder):
            settled(part)
            name = path.relative_to(self.folder).as_posix()
            made = Snapshot(
                name=name,
                url=url,
                licence=self.licence,
                day=self.asker.edge.on,
                size=part.stat().st_size,
                sha256=hashed(part),
            )
            self._set_aside(path, name)
            part.replace(path)
            settled(path.parent)
            with (self.folder / FETCHED).open("a", encoding="utf-8") as file:
                # begins a line of its own, whatever the power cut short before it
                file.write("\n" + json.dumps(made.model_dump(mode="json"), ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
        _beside(part).unlink(missing_ok=True)
        self._kept[name] = made
        return made

    def _set_aside(self, path: Path, name: str) -> None:
        """Keep what was fetched on an earlier day, on which vintages rest."""
        there = self._kept.get(name)
        if self.anew and there is not None and path.is_file():
            aside = self.folder / BEFORE / f"{there.day}" / name
            if not aside.exists():
                aside.parent.mkdir(parents=True, exist_ok=True)
                path.replace(aside)


def fetched(folder: Path) -> tuple[Snapshot, ...]:
    """Return what a folder holds, as it was fetched; the last that was said of a name is true."""
    told = folder / FETCHED
    found: dict[str, Snapshot] = {}
    for line in told.read_text("utf-8").splitlines() if told.is_file() else ():
        try:
            one = Snapshot.model_validate_json(line)
        except ValueError:  # the line that was being written when the power went; its file is fetched again
            continue
        found[one.name] = one
    return tuple(found[name] for name in sorted(found))


def _member(records: Sequence[Any]) -> bytes:
    """Pack records as a gzip member of their own, so that a file may be cut after any page."""
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return gzip.compress(lines.encode(), compresslevel=6, mtime=0)


def _mark(headers: httpx.Headers) -> str:
    """Return what tells whether the file is still the same; a weak tag does not."""
    tag: str = headers.get("etag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("last-modified", "")


def _length(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _beside(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _state(part: Path, url: str) -> dict[str, Any] | None:
    """Return what was written down beside a part, if it is of the same address."""
    try:
        told: dict[str, Any] = json.loads(_beside(part).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return told if told.get("url") == url else None
