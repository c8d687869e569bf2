"""What decided about one nomination: the facts, and the sentences that can be sent to those who nominated it."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from utsyn.calls.ranking.shapes import By, Frozen, Method
from utsyn.calls.ranking.wording import method_words, seed_words
from utsyn.text import Text, Words, say, say_n


class Fits(Frozen):
    """There is no overflow: all go."""

    by: Literal["fits"] = "fits"
    count: int
    cap: int

    def said(self) -> Iterator[Words]:
        """Walk the sentences."""
        yield say(
            "There are no more nominations than may be sent: {count} of {cap}", count=self.count, cap=self.cap
        )


class Undecidable(Frozen):
    """No rule decides: the cap is not stated (null), or there are too many and no ranking was chosen."""

    by: Literal["nothing"] = "nothing"
    count: int
    cap: int | None

    def said(self) -> Iterator[Words]:
        """Walk the sentences."""
        if self.cap is None:
            yield say("No source states how many may be sent")
        else:
            yield say("There are {count} nominations, and {cap} may be sent", count=self.count, cap=self.cap)
            yield say("No ranking was chosen, so people must decide")


class InOwnOrder(Frozen):
    """Where a nomination stands in its faculty's own order (null: not told), put equal with others from `first` to `last`.

    `unplaced`: how many the faculty has not put in its order, which may come in anywhere.
    """

    name: Text | str
    nominated: int
    place: int | None
    first: int | None
    last: int | None
    unplaced: int
    announced: date | None

    def _own(self) -> Iterator[Words]:
        if self.unplaced == self.nominated:
            yield say("The faculty has not given its order of its {n} nominations", n=self.nominated)
        elif self.place is None:
            yield say("The faculty has not said where in its own order this nomination stands")
        else:
            yield from self._placed(self.place)

    def _placed(self, place: int) -> Iterator[Words]:
        if self.unplaced:
            yield say(
                "This nomination is number {best} to {worst} in the faculty's own order, which leaves out {n}",
                best=place,
                worst=place + self.unplaced,
                n=self.unplaced,
            )
        else:
            yield say("This nomination is number {place} in the faculty's own order", place=place)
        if self.first != self.last:
            yield say(
                "The faculty put it equal with others at {first} to {last}, and {seed} decided between them",
                first=self.first,
                last=self.last,
                seed=seed_words(self.announced),
            )


class InFaculty(InOwnOrder):
    """The faculty got so many places, which its own first fill.

    `drawn_place`: its last place was drawn between equals. `left_over`: places that no faculty has a claim to.
    """

    by: Literal["faculty"] = "faculty"
    places: int
    cap: int
    method: Method
    weighed: By
    drawn_place: bool
    left_over: int

    def said(self) -> Iterator[Words]:
        """Walk the sentences."""
        yield say(
            "{faculty} got {n} of {cap} places by {method}",
            faculty=self.name,
            n=self.places,
            cap=self.cap,
            method=method_words(self.method, self.weighed),
        )
        if self.drawn_place:
            seed = seed_words(self.announced)
            yield say("Its claim to the last place equalled another faculty's, and {seed} decided", seed=seed)
        if self.left_over:
            yield say_n(
                "{n} place is left that no faculty has a claim to: people must decide",
                "{n} places are left that no faculty has a claim to: people must decide",
                self.left_over,
            )
        yield from self._own()


class Guaranteed(InOwnOrder):
    """The faculty's own first are guaranteed a place."""

    by: Literal["guarantee"] = "guarantee"
    guaranteed: int

    def said(self) -> Iterator[Words]:
        """Walk the sentences."""
        yield say_n(
            "{faculty} is guaranteed {n} place for its own first",
            "{faculty} is guaranteed {n} places for its own first",
            self.guaranteed,
            faculty=self.name,
        )
        yield from self._own()


class InPanel(Frozen):
    """The panel's order: place, equally good from `first` to `last`, null where nobody could rank it.

    `best` and `worst`: its place among those that compete for the `places`, given what is not known.
    """

    by: Literal["panel"] = "panel"
    place: int | None
    first: int | None
    last: int | None
    best: int
    worst: int
    places: int
    guaranteed: int
    unplaced: int
    proved: bool
    ranges_exact: bool
    announced: date | None

    def said(self) -> Iterator[Words]:
        """Walk the sentences."""
        if self.place is None:
            yield say("Nobody in the panel could rank it")
        else:
            yield from self._placed(self.place)
        yield from self._competing()
        if self.place is not None and not self.proved:
            yield say("The order is the best that was found; it is not proved that there is no better one")

    def _placed(self, place: int) -> Iterator[Words]:
        if self.first == self.last:
            yield say("The panel's order puts it at place {place}", place=place)
            return
        spread = {"place": place, "first": self.first, "last": self.last}
        if self.ranges_exact:
            yield say(
                "The panel's order puts it at place {place} ({first} to {last} in all equally good orders)",
                **spread,
            )
        else:
            yield say(
                "The panel's order puts it at place {place} (no better than {first} and no worse than {last} in equally good orders)",
                **spread,
            )
        yield say("Between equally good orders {seed} decided", seed=seed_words(self.announced))

    def _competing(self) -> Iterator[Words]:
        if self.guaranteed:
            yield say_n(
                "{guaranteed} places were guaranteed to the faculties' own first, and {n} place was left",
                "{guaranteed} places were guaranteed to the faculties' own first, and {n} places were left",
                self.places,
                guaranteed=self.guaranteed,
            )
        else:
            yield say_n("{n} application may be sent", "{n} applications may be sent", self.places)
        if self.best != self.worst:
            yield say(
                "Among those that compete for these it is number {best} to {worst}, depending on what is not known yet",
                best=self.best,
                worst=self.worst,
            )
        elif self.guaranteed:
            yield say("Among those that compete for these it is number {place}", place=self.best)


Grounds = Annotated[Fits | Undecidable | InFaculty | Guaranteed | InPanel, Field(discriminator="by")]
