"""What tests of sources share: files made by hand, a load into a store, and a small web server that stands in for a source."""

import csv
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from utsyn.evidence.asking import Asker, Edge
from utsyn.evidence.fetching import Fetch
from utsyn.evidence.loading import Asked, Loading, load
from utsyn.evidence.snapshots import Store, Vintage
from utsyn.evidence.sources import Origin
from utsyn.evidence.tables import AUTHORSHIPS, ORGANISATIONS
from utsyn.evidence.world.identifiers import ror
from utsyn.problems import Problem, Problems

ON = date(2026, 6, 30)
SHARED = Path(__file__).parents[3] / "shared" / "data"
Rows = list[dict[str, Any]]
PARTNER, HOME, HOSPITAL, OLD, NEW, STRANGER = (ror(number) for number in range(6))


class Loads:
    """Loads into one store, one after another."""

    def __init__(self, folder: Path) -> None:
        self.store, self.n = Store(folder / "store"), 0
        self.vintage: Vintage | None = None

    def __call__(self, origin: Origin, *files: Path, **parameters: str) -> dict[str, Rows]:
        """Load what the source recognises of the files, and return its tables."""
        self.n += 1
        own = origin.recognise(files)
        asked = Asked(f"{ON}-{self.n}", ON, parameters=parameters)
        made = load(self.store, origin.load, source=origin.key, title=origin.title, files=own, asked=asked)
        self.vintage = made
        return {one.table: pq.read_table(self.store.path(made, one.table)).to_pylist() for one in made.tables}

    @property
    def counted(self) -> Mapping[str, int]:
        """What the last load counted."""
        assert self.vintage is not None
        return self.vintage.counted


def registered(loads: Loads) -> Loads:
    """Load a register: the home university, a hospital, a partner, and one organisation that became another; and one author."""
    told = {HOME: 1, HOSPITAL: 2, PARTNER: 3, OLD: 4, NEW: 5}
    rows = [
        {"organisation": number, "ror": ror, "name": f"Number {number}", "status": "inactive" if ror == OLD else "active",
         "successors": [NEW] if ror == OLD else []}
        for ror, number in told.items()
    ]  # fmt: skip

    def work(files: Sequence[Path], into: Loading) -> None:
        into.rows(ORGANISATIONS, rows)
        into.rows(AUTHORSHIPS, [{"author": 7, "orcid": "0000-0002-1825-0097"}])

    load(loads.store, work, source="openalex", title="", files=[], asked=Asked("a", ON))
    return loads


def refused(do: Callable[[], Any]) -> Sequence[Problem]:
    """Return what is said to be wrong."""
    with pytest.raises(Problems) as found:
        do()
    return found.value.problems


def table(
    path: Path, headings: Sequence[str], *rows: Sequence[str], separator: str = ";", encoding: str = "utf-8"
) -> Path:
    """Write a table in text, everything quoted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([headings, *rows])
    return path


def workbook(path: Path, *rows: Sequence[Any]) -> Path:
    """Write a workbook with one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def shared(*parts: str) -> Path:
    """Return a file of the real data, or skip by name where it is not here."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the real file {'/'.join(parts)} is not here")
    return path


Answer = Callable[[str, Mapping[str, str], Any], bytes]  # of address, headers, and what was posted


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """Serve on a free port for a while; an answer of nothing is a 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(None)

        def do_POST(self) -> None:
            self._say(json.loads(self.rfile.read(int(self.headers["content-length"]))))

        def _say(self, told: Any) -> None:
            body = answer(self.path, {name.lower(): value for name, value in self.headers.items()}, told)
            self.send_response(200 if body else 404)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def fetching(folder: Path, **environment: str) -> Fetch:
    """Return a fetch that never waits."""
    edge = Edge(ON, lambda _: None, lambda: datetime(2026, 6, 30, tzinfo=UTC), environment)
    return Fetch(folder, asker=Asker(edge))
