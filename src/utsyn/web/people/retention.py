"""What is held on persons, why and how long: retention.yaml in its shape, as /privacy/ shows it and `retain` does it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from utsyn.documents import read
from utsyn.problems import Unfit
from utsyn.text import Said, Text, Words, say, say_n

FILE = Path(__file__).with_name("retention.yaml")
YEAR = 365


class After(StrEnum):
    """What the time is counted from."""

    LAST_ROLE = "last_role"
    LAST_SEEN = "last_seen"
    TRIED = "tried"
    ROUND_OVER = "round_over"
    REMOVED = "removed"
    WRITTEN = "written"
    SENT_IN = "sent_in"
    ASKED = "asked"


AFTER: Mapping[After, Said] = {
    After.LAST_ROLE: say("after your last role ended, or your last sign-in if that is later"),
    After.LAST_SEEN: say("after the last page you asked for"),
    After.TRIED: say("after the try"),
    After.ROUND_OVER: say("after the round was over: its list sent, or a year since it opened"),
    After.REMOVED: say("after it was taken away"),
    After.WRITTEN: say("after it was written"),
    After.SENT_IN: say("after it was sent in"),
    After.ASKED: say("after it was asked"),
}
GROUNDS: Mapping[str, Said] = {
    "task": say("A task in the public interest: GDPR article 6(1)(e)"),
    "archive": say("Archiving in the public interest: GDPR articles 6(1)(e) and 89"),
}
THEN: Mapping[str, Said] = {
    "deleted": say("It is deleted"),
    "nameless": say("It loses all names"),
    "kept": say("It is kept"),
}


class Document(BaseModel):
    """What all parts of the file share."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kept(Document):
    """For how long: whole days."""

    days: Annotated[int, Field(ge=1, le=100 * YEAR)]

    @property
    def time(self) -> timedelta:
        """The time itself."""
        return timedelta(days=self.days)


class Kind(Document):
    """A kind of record: what it holds, why, on what ground, for how long, and what happens then."""

    key: Annotated[str, Field(pattern=r"^[\w.:/@-]+$")]
    tables: Annotated[tuple[str, ...], Field(min_length=1)]
    title: Text
    holds: Text
    purpose: Text
    ground: Literal["task", "archive"]
    kept: Kept | None = None
    after: After | None = None
    then: Literal["deleted", "nameless", "kept"]
    note: Text | None = None

    @model_validator(mode="after")
    def _whole(self) -> "Kind":
        if (self.then == "kept") is not (self.kept is None) or (self.kept is None) is not (
            self.after is None
        ):
            raise Unfit(
                say("Write kept and after for what is deleted or made nameless, and neither for what is kept")
            )
        return self

    @property
    def how_long(self) -> Words:
        """For how long it is kept."""
        if self.kept is None or self.after is None:
            return say("As long as the archive")
        days, after = self.kept.days, AFTER[self.after]
        if days % YEAR:
            return say_n("{n} day {after}", "{n} days {after}", days, after=after)
        return say_n("{n} year {after}", "{n} years {after}", days // YEAR, after=after)

    @property
    def on_what_ground(self) -> Words:
        """The legal ground."""
        return GROUNDS[self.ground]

    @property
    def what_then(self) -> Words:
        """What happens then."""
        return THEN[self.then]


class Retention(Document):
    """The whole file."""

    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    impersonal: tuple[str, ...]

    @model_validator(mode="after")
    def _once(self) -> "Retention":
        keys = [kind.key for kind in self.kinds]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise Unfit(say("Two kinds have this key"), written=twice)
        return self

    def kind(self, key: str) -> Kind:
        """Return a kind by its key."""
        return next(kind for kind in self.kinds if kind.key == key)


@cache
def retention() -> Retention:
    """Return what the file says. Raises Problems, each with its line."""
    return read(FILE).shaped(Retention)


def kinds() -> Sequence[Kind]:
    """Return the kinds of records in the order of the file."""
    return retention().kinds
