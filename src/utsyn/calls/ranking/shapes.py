"""What a ranking is made from and what comes out: frozen, comparable, and the same as JSON and back."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from utsyn.text import Text, Words, say, say_n

Key = Annotated[str, Field(min_length=1, max_length=200)]
Group = tuple[Key, ...]
Weight = Annotated[Decimal, Field(ge=0, max_digits=20, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=10_000)]
Method = Literal["sainte_lague", "largest_remainder"]
By = Literal["weights", "nominations"]
Kind = Literal["none", "apportionment", "panel", "guarantee"]
Status = Literal["forward", "waiting", "undecided"]


class Frozen(BaseModel):
    """A value that does not change once it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Seed(Frozen):
    """What breaks ties, and the day it was announced; a seed that is told after the lists are known proves nothing."""

    text: Annotated[str, Field(min_length=1, max_length=200)]
    announced: date | None = None


class Faculty(Frozen):
    """Who nominates: its name as it was then, its weight (null: not told), its own order in groups of equals.

    An order of null is one that has not been given. What an order leaves out has a place that nobody knows.
    """

    key: Key
    name: Text | str
    weight: Weight | None = None
    order: tuple[Group, ...] | None = None


class Nomination(Frozen):
    """One nomination by its key, and the faculty it comes from."""

    key: Key
    faculty: Key


class Ballot(Frozen):
    """What one in the panel thinks, best first, equals in one group; what is left out was not ranked."""

    panellist: Key
    order: tuple[Group, ...] = ()


class Conflict(Frozen):
    """One in the panel has an interest in a nomination: her word about it does not count."""

    panellist: Key
    nomination: Key


class Lists(Frozen):
    """All that a ranking is made from; a cap of null is one that no source states."""

    cap: Count | None
    faculties: tuple[Faculty, ...]
    nominations: tuple[Nomination, ...]
    ballots: tuple[Ballot, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    seed: Seed


class Route(Frozen):
    """How it is decided who goes forward; parameters that a kind does not use are left as they are."""

    kind: Kind
    method: Method = "sainte_lague"
    by: By = "weights"
    guaranteed: Annotated[int, Field(ge=1, le=100)] = 1

    @property
    def name(self) -> Words:
        """Name the route as the people who choose it would."""
        if self.kind == "none":
            return say("All go forward")
        if self.kind == "panel":
            return say("The panel ranks all")
        if self.kind == "guarantee":
            return say_n(
                "{n} place for each faculty, then the panel",
                "{n} places for each faculty, then the panel",
                self.guaranteed,
            )
        names = {
            ("sainte_lague", "weights"): say("Places to faculties by weight (Sainte-Laguë)"),
            ("sainte_lague", "nominations"): say("Places to faculties by nominations (Sainte-Laguë)"),
            ("largest_remainder", "weights"): say("Places to faculties by weight (largest remainder)"),
            ("largest_remainder", "nominations"): say(
                "Places to faculties by nominations (largest remainder)"
            ),
        }
        return names[self.method, self.by]


class Standing(Frozen):
    """Where a nomination stands in an order: its place, and the first and last it has in equally good orders.

    Not exact: it may be that fewer of the places from first to last are ever had.
    """

    key: Key
    place: int
    first: int
    last: int
    exact: bool = True


class Consensus(Frozen):
    """The panel's order with what is known of it: no order disagrees less than `at_least` with the ballots.

    `cost` counts, over pairs and panellists, each who strictly prefers the other of the two. `unplaced` were compared
    with no other by anybody, so that nobody knows their place.
    """

    standings: tuple[Standing, ...]
    unplaced: tuple[Key, ...]
    cost: int
    at_least: int
    ballots: int

    @property
    def exact(self) -> bool:
        """Tell whether the order is proved to be one of the best."""
        return self.cost == self.at_least

    @property
    def places_exact(self) -> bool:
        """Tell whether every first and last place is had in a best order."""
        return all(standing.exact for standing in self.standings)

    @property
    def order(self) -> tuple[str, ...]:
        """Return the keys in the panel's order."""
        return tuple(standing.key for standing in self.standings)


class Tie(Frozen):
    """Keys that were equal, in the order the seed gave; `at_cap`: the seed had a say in who goes forward."""

    where: Literal["faculty", "apportionment", "panel"]
    keys: tuple[Key, ...]
    at_cap: bool
    faculty: Key | None = None
