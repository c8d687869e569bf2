"""Ask a server: patience with what passes, a budget for what costs, and keys that are never written down."""

import email.utils
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, TypeVar

import httpx

from utsyn.problems import Problem, Problems
from utsyn.text import say

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
CLOSED = frozenset({401, 402, 403})
PATIENCE = 900.0  # seconds; who is asked to wait longer has used up the day
TRIES = 6
NONE: Mapping[str, str] = {}
T = TypeVar("T")


class Edge(NamedTuple):
    """What only the edge of the house knows: the day, how to wait, what time it is, and the environment with its keys."""

    on: date
    wait: Callable[[float], None]
    moment: Callable[[], datetime]
    environment: Mapping[str, str] = NONE


class Budget:
    """How many requests a fetch may make, and for how many dollars; the server's headers tell what it cost.

    None is no limit. What the server says is left for the day counts too.
    """

    def __init__(self, *, requests: int | None = None, dollars: Decimal | None = None) -> None:
        self.requests, self.dollars = requests, dollars
        self.asked, self.spent = 0, Decimal(0)
        self.left: Decimal | None = None
        self.last = Decimal(0)

    def take(self, url: str) -> None:
        """Count a request that is about to be made. Raises Problems where the budget does not allow it."""
        over = self.dollars is not None and self.spent + self.last > self.dollars
        if (self.requests is not None and self.asked >= self.requests) or over:
            what = say(
                "The budget is used up: {n} requests, {dollars} dollars",
                n=self.asked,
                dollars=str(self.spent),
            )
            raise Problems(
                Problem(what, say("Give a larger one and go on: what was fetched is kept"), file=url)
            )
        if self.last and self.left is not None and self.left < self.last:
            what = say("The server allows no more today: {dollars} dollars are left", dollars=str(self.left))
            raise Problems(
                Problem(what, say("Go on tomorrow, or with a key: what was fetched is kept"), file=url)
            )
        self.asked += 1

    def note(self, headers: httpx.Headers) -> None:
        """Note what an answer cost and what is left, where its headers say so."""
        cost, self.left = (
            _dollars(headers.get("x-ratelimit-cost-usd")),
            _dollars(headers.get("x-ratelimit-remaining-usd")),
        )
        if cost is not None:
            self.spent, self.last = self.spent + cost, cost


class Passing(Exception):  # noqa: N818  no fault of anybody's
    """Something that is likely to pass; `after` is how many seconds the server wants to be left alone."""

    def __init__(self, said: str, after: float | None = None) -> None:
        super().__init__(said)
        self.after = after


class Asker:
    """Asks one source, again where that may help. Parameters in `secret` reach the server and nothing else."""

    def __init__(
        self,
        edge: Edge,
        *,
        budget: Budget | None = None,
        tries: int = TRIES,
        client: httpx.Client | None = None,
    ) -> None:
        self.edge, self.budget, self.tries = edge, budget or Budget(), tries
        agent = {"user-agent": "utsyn", "accept-encoding": "identity"}
        self.client = client or httpx.Client(timeout=60, follow_redirects=True, headers=agent)

    def key(self, variable: str) -> str:
        """Return a key from the environment; empty where it has none."""
        return self.edge.environment.get(variable, "").strip()

    @contextmanager
    def open(
        self,
        url: str,
        *,
        parameters: Mapping[str, str] = NONE,
        secret: Mapping[str, str] = NONE,
        headers: Mapping[str, str] = NONE,
        told: Any = None,
        also: tuple[int, ...] = (),
    ) -> Iterator[httpx.Response]:
        """Ask once, and give the answer before its body is read; `told` is posted as JSON.

        Raises Passing for what may pass, Problems for a refusal; statuses in `also` are given as they are.
        """
        self.budget.take(url)
        try:
            with self.client.stream(
                "GET" if told is None else "POST",
                url,
                params={**parameters, **secret} or None,
                json=told,
                headers=dict(headers),
            ) as answer:
                self.budget.note(answer.headers)
                if not answer.is_success and answer.status_code not in also:
                    self._refuse(answer, url)
                yield answer
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects) as error:
            what = say("The address cannot be used: {why}", why=str(error)[:200])
            raise Problems(Problem(what, say("Look at the address in a browser"), file=url)) from error
        except UnicodeEncodeError as error:
            what = say("The key of this source has letters that no key has")
            raise Problems(
                Problem(
                    what,
                    say("Set the key of this source in the environment, and see that it is right"),
                    file=url,
                )
            ) from error
        except httpx.RequestError as error:
            raise Passing(type(error).__name__) from error

    def body(self, url: str, **more: Any) -> bytes:
        """Return the body of an answer, asking again where that may help."""

        def once() -> bytes:
            with self.open(url, **more) as answer:
                return answer.read()

        return self.patiently(once, url=url)

    def json(self, url: str, **more: Any) -> Any:
        """Return an answer in JSON. Raises Problems where it is not."""
        body = self.body(url, **more)
        try:
            return httpx.Response(200, content=body).json()
        except ValueError as error:
            what = say("The answer is not JSON: {start}", start=body[:60].decode(errors="replace"))
            raise Problems(Problem(what, say("Look at the address in a browser"), file=url)) from error

    def patiently(self, once: Callable[[], T], *, url: str, gained: Callable[[], int] = lambda: 0) -> T:
        """Do something until it works; what gained something before it failed has all its tries again."""
        failed, had = 0, gained()
        while True:
            try:
                return once()
            except Passing as error:
                failed, had = (0, gained()) if gained() > had else (failed + 1, had)
                if failed >= self.tries or (error.after or 0) > PATIENCE:
                    what = say("The server does not answer as it should: {said}", said=str(error))
                    mend = say("Go on later: what was fetched is kept")
                    raise Problems(Problem(what, mend, file=url)) from error
                self.edge.wait(error.after if error.after is not None else 2.0**failed)

    def _refuse(self, answer: httpx.Response, url: str) -> None:
        status = answer.status_code
        if status in PASSING:
            raise Passing(f"HTTP {status}", _after(answer.headers.get("retry-after"), self.edge.moment))
        mend = say("Look at the address in a browser")
        if status in CLOSED:
            mend = say("Set the key of this source in the environment, and see that it is right")
        raise Problems(Problem(say("The server refuses: HTTP {status}", status=status), mend, file=url))


def _after(told: str | None, moment: Callable[[], datetime]) -> float | None:
    """Return how many seconds Retry-After asks for, which is a number or a date."""
    if not told:
        return None
    if told.strip().isdecimal():
        return float(told)
    try:
        until = email.utils.parsedate_to_datetime(told)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((until - moment()).total_seconds(), 0.0)


def _dollars(told: str | None) -> Decimal | None:
    try:
        return Decimal(told.strip().lstrip("$")) if told else None
    except InvalidOperation:
        return None
