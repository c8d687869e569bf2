"""A server on this machine that does what sources do: ranges and tags, pages and cursors, costs and keys, and every kind of trouble on order."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from utsyn.evidence.asking import Asker, Budget, Edge
from utsyn.evidence.fetching import Fetch

CAP = 100  # authors in a list call


class Asked(NamedTuple):
    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


class Trouble(NamedTuple):
    """What happens instead of an answer: a status with headers, or a body cut after so many bytes, held until `release` is set."""

    status: int = 0
    headers: Mapping[str, str] = {}
    cut: int = -1
    hold: bool = False


class StandIn:
    """Files by path, answers by path, and troubles that happen to the next requests in turn; `asked` is what came."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.tags: dict[str, str] = {}
        self.answers: dict[str, Callable[[Asked], tuple[int, Mapping[str, str], bytes]]] = {}
        self.troubles: list[Trouble | None] = []
        self.asked: list[Asked] = []
        self.held, self.release = threading.Event(), threading.Event()
        self.url = ""

    def serve_works(
        self, works: list[dict[str, Any]], *, cost: str = "0.0001", key: str = "", flagged: bool = True
    ) -> None:
        """Answer as OpenAlex's API does: pages by cursor, lists of authors cut (and said to be), a work by its id whole."""
        kept = {work["id"].rpartition("/")[2]: work for work in works}

        def listed(asked: Asked) -> tuple[int, Mapping[str, str], bytes]:
            if key and asked.parameters.get("api_key") != key:
                return 401, {}, b'{"error":"Invalid API key"}'
            home = dict(one.split(":") for one in asked.parameters["filter"].split(","))[
                "authorships.institutions.lineage"
            ]
            found = [work for work in works if any(home in line for line in lineages(work, first=CAP))]
            size = int(asked.parameters["per_page"])
            start = (
                0
                if asked.parameters["cursor"] == "*"
                else int(asked.parameters["cursor"].removeprefix("after-"))
            )
            page = [selected(capped(work), asked, flagged=flagged) for work in found[start : start + size]]
            meta = {
                "count": len(found),
                "per_page": size,
                "next_cursor": f"after-{start + size}" if page else None,
                "cost_usd": float(cost),
            }
            left = {"x-ratelimit-cost-usd": cost, "x-ratelimit-remaining-usd": "0.5"}
            return 200, left, json.dumps({"meta": meta, "results": page}).encode()

        self.answers["/works"] = listed
        for number, work in kept.items():
            self.answers[f"/works/{number}"] = lambda asked, work=work: (
                200, {"x-ratelimit-cost-usd": "0"}, json.dumps(selected(work, asked)).encode()
            )  # fmt: skip

    def ranges(self) -> list[str | None]:
        """The ranges that were asked for, in turn."""
        return [one.headers.get("range") for one in self.asked]


def lineages(work: Mapping[str, Any], *, first: int) -> Iterator[list[str]]:
    for authorship in work["authorships"][:first]:
        for institution in authorship["institutions"]:
            yield [one.rpartition("/")[2] for one in institution["lineage"]]


def capped(work: dict[str, Any]) -> dict[str, Any]:
    return (
        work
        if len(work["authorships"]) <= CAP
        else {**work, "authorships": work["authorships"][:CAP], "is_authors_truncated": True}
    )


def selected(work: dict[str, Any], asked: Asked, *, flagged: bool = True) -> dict[str, Any]:
    names = {*asked.parameters["select"].split(","), *(["is_authors_truncated"] if flagged else [])}
    return {name: value for name, value in work.items() if name in names}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    place: StandIn

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("content-length", 0))))

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, body: bytes = b"") -> None:
        told, place = urlsplit(self.path), self.place
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(told.path, dict(parse_qsl(told.query)), headers, body)
        place.asked.append(asked)
        trouble = place.troubles.pop(0) if place.troubles else None
        if trouble and trouble.status:
            self._send(trouble.status, trouble.headers, b"trouble")
        elif told.path in place.answers:
            self._send(*place.answers[told.path](asked), trouble=trouble)
        elif told.path in place.files:
            tag = place.tags.get(told.path, '"one"')
            self._send(*_ranged(place.files[told.path], tag, headers), trouble=trouble)
        else:
            self._send(404, {}, b"not here")

    def _send(
        self, status: int, headers: Mapping[str, str], body: bytes, *, trouble: Trouble | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {**headers, "content-length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if not trouble or trouble.cut < 0:
            self.wfile.write(body)
            return
        self.wfile.write(body[: trouble.cut])
        self.wfile.flush()
        if trouble.hold:
            self.place.held.set()
            self.place.release.wait(30)
        self.close_connection = True


def _ranged(body: bytes, tag: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
    told = {"etag": tag} if tag else {}
    asked = headers.get("range", "")
    if not asked or headers.get("if-range", tag) != tag:
        return 200, told, body
    start = int(asked.removeprefix("bytes=").rstrip("-"))
    if start >= len(body):
        return 416, {**told, "content-range": f"bytes */{len(body)}"}, b""
    return 206, {**told, "content-range": f"bytes {start}-{len(body) - 1}/{len(body)}"}, body[start:]


@contextmanager
def standin() -> Iterator[StandIn]:
    """Stand in for a source while the context lasts."""
    place = StandIn()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"place": place}))
    server.daemon_threads = True
    place.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield place
    finally:
        place.release.set()
        server.shutdown()
        server.server_close()


DAY = date(2026, 11, 26)
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
BODY = bytes(range(256)) * 4_000  # a megabyte


def fetch_into(
    folder: Path,
    waits: list[float],
    *,
    budget: Budget | None = None,
    environment: Mapping[str, str] | None = None,
) -> Fetch:
    """A fetch at noon that notes how long it waits, and does not wait."""
    edge = Edge(DAY, waits.append, lambda: NOON, environment or {})
    return Fetch(folder, asker=Asker(edge, budget=budget), licence="CC0")
