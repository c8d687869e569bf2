"""What became of applications: how each stands, what the funder decided, and how projects are counted and added up.

A project with three countries is one project and three pairs of project and country. Amounts are added within a
currency and never across currencies; what nobody has told us is counted, and said.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field, model_validator

from utsyn.calls.proposal import Key, Name, Shape
from utsyn.periods import Day
from utsyn.problems import Unfit
from utsyn.text import Money, Percent, Said, Words, say, say_n

LARGEST = (
    Decimal(10) ** 11
)  # no award comes near it, and sums of 50,000 of them still fit a database's integer
LEAST = 30  # decided applications, below which a percentage would say more than is known
FIRST_YEAR, LAST_YEAR = 1990, 2100


class Status(StrEnum):
    """How an application stands with the funder."""

    SUBMITTED = "submitted"
    GRANTED = "granted"
    REDUCED = "granted_reduced"
    CONDITIONAL = "granted_conditional"
    REFUSED = "refused"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


class PlayedRole(StrEnum):
    """What the institution is in a project."""

    COORDINATOR = "coordinator"
    PARTNER = "partner"
    HOST = "host"


class ChangeKind(StrEnum):
    """What was changed of a running project."""

    EXTENSION = "extension"
    AMOUNT = "amount"
    PARTNERS = "partners"
    CONTENT = "content"
    OTHER = "other"


GRANTED = frozenset([Status.GRANTED, Status.REDUCED, Status.CONDITIONAL])
DECIDED = GRANTED | {Status.REFUSED}
UNDECIDED = frozenset([Status.SUBMITTED, Status.WAITING])
STATUS_NAMES: Mapping[str, Said] = {
    Status.SUBMITTED: say("Submitted"),
    Status.GRANTED: say("Granted"),
    Status.REDUCED: say("Granted, reduced amount"),
    Status.CONDITIONAL: say("Granted on conditions"),
    Status.REFUSED: say("Refused"),
    Status.WAITING: say("On the waiting list"),
    Status.WITHDRAWN: say("Withdrawn"),
}
ROLE_NAMES: Mapping[str, Said] = {
    PlayedRole.COORDINATOR: say("Coordinator"),
    PlayedRole.PARTNER: say("Partner"),
    PlayedRole.HOST: say("Host"),
}
CHANGE_NAMES: Mapping[str, Said] = {
    ChangeKind.EXTENSION: say("Extension"),
    ChangeKind.AMOUNT: say("Amount"),
    ChangeKind.PARTNERS: say("Partners"),
    ChangeKind.CONTENT: say("Content"),
    ChangeKind.OTHER: say("Other change"),
}


def _currency(written: str) -> str:
    if not (len(written) == 3 and written.isascii() and written.isalpha() and written.isupper()):
        raise Unfit(
            say("Write the currency's three letters in capitals, such as NOK or EUR"), written=written
        )
    return written


Sum = Annotated[Decimal, Field(ge=0, le=LARGEST, decimal_places=2)]
Currency = Annotated[str, AfterValidator(_currency)]


class Mark(Shape):
    """A mark that the funder's assessment gave on one criterion, and the highest that can be had."""

    criterion: Name
    mark: Annotated[Decimal, Field(ge=0, le=1000, decimal_places=2)]
    out_of: Annotated[Decimal, Field(gt=0, le=1000, decimal_places=2)] | None = None

    @model_validator(mode="after")
    def _within(self) -> "Mark":
        if self.out_of is not None and self.mark > self.out_of:
            raise Unfit(say("A mark is at most the highest that can be had: {most}", most=self.out_of))
        return self


class Result(Shape):
    """What the funder decided about an application, as far as it is known."""

    status: Status
    number: Key | None = None
    awarded: Sum | None = None
    currency: Currency | None = None
    decided_on: Day | None = None
    starts: Day | None = None
    ends: Day | None = None
    marks: Annotated[tuple[Mark, ...], Field(max_length=30)] = ()
    conditions: Annotated[str, Field(max_length=4_000)] = ""


def unfit(result: Result, *, sought: Decimal | None) -> Mapping[str, Words]:
    """Tell what in a result contradicts itself or what was sought: the fact, and how to mend it."""
    found: dict[str, Words] = {}
    if result.awarded is not None and result.status not in GRANTED:
        found["awarded"] = say("Leave the amount out: nothing is awarded while it stands like this")
    if result.awarded is not None and result.currency is None:
        found["currency"] = say("Say in which currency it was awarded")
    if result.awarded is not None and sought is not None:
        less = result.awarded < sought
        if result.status is Status.GRANTED and less:
            found["status"] = say("Less than was sought: choose “reduced amount”, or correct the amount")
        if result.status is Status.REDUCED and not less:
            found["status"] = say("Not less than was sought: choose “Granted”, or correct the amount")
    if result.status is Status.CONDITIONAL and not result.conditions.strip():
        found["conditions"] = say("Say what the funder's conditions are")
    if result.starts and result.ends and result.ends < result.starts:
        found["ends"] = say("The last day comes before the first; change one of them")
    return found


def graded(status: Status, *, sought: Decimal | None, awarded: Decimal | None) -> Status:
    """Return the status with what amounts tell: a grant of less than was sought is one of a reduced amount."""
    if status is Status.GRANTED and sought is not None and awarded is not None and awarded < sought:
        return Status.REDUCED
    return status


class Group(NamedTuple):
    """So many projects that are alike in status, currency and year, with what was sought and awarded among them.

    `only_granted` marks those from a list that holds granted projects alone; sums are None where no amount is known.
    """

    status: str
    currency: str
    year: int | None
    only_granted: bool
    projects: int
    sought: Decimal | None = None
    sought_known: int = 0
    awarded: Decimal | None = None
    awarded_known: int = 0


class InCurrency(NamedTuple):
    """A sum in one currency (empty where it is not known which), and over how many projects."""

    currency: str
    amount: Decimal
    projects: int

    def in_(self, language: str) -> str:
        """Say the sum with its currency, or that the currency is not known."""
        if not self.currency:
            return say("{amount} in a currency that is not known", amount=self.amount).in_(language)
        return Money(self.amount, self.currency).in_(language)


class Added(NamedTuple):
    """Amounts added up: a sum for each currency, and of how many projects the amount is not known."""

    sums: Sequence[InCurrency]
    unknown: int


class Success(NamedTuple):
    """How many of the decided applications were granted, and what is left out of the count."""

    granted: int
    decided: int
    undecided: int
    withdrawn: int
    only_granted: int

    @property
    def share(self) -> Decimal | None:
        """The share of the decided that was granted; None where too few are decided to say one."""
        return Decimal(self.granted) / self.decided if self.decided >= LEAST else None

    def in_(self, language: str) -> str:
        """Say it as n of m, and as a percentage where there are enough of them."""
        if not self.decided:
            return say("None is decided, so there is no success rate").in_(language)
        if self.share is None:
            few = say("{n} of {m} decided applications granted", n=self.granted, m=self.decided)
            return few.in_(language)
        percent = Percent(self.share.quantize(Decimal("0.001")))
        whole = say("{n} of {m} decided applications granted ({percent})", n=self.granted, m=self.decided,
                    percent=percent)  # fmt: skip
        return whole.in_(language)

    @property
    def caveats(self) -> Sequence[Words]:
        """What is left out, and why, in sentences."""
        told: list[Words] = []
        if 0 < self.decided < LEAST:
            told.append(say("No percentage is shown below {least} decided applications", least=LEAST))
        if self.undecided:
            told.append(say_n("{n} is not decided yet", "{n} are not decided yet", self.undecided))
        if self.withdrawn:
            told.append(say_n("{n} was withdrawn", "{n} were withdrawn", self.withdrawn))
        if self.only_granted:
            told.append(
                say_n(
                    "{n} comes from a list that holds granted projects alone, and says nothing of success",
                    "{n} come from lists that hold granted projects alone, and say nothing of success",
                    self.only_granted,
                )
            )
        return told


class Totals(NamedTuple):
    """What a selection adds up to."""

    projects: int
    pairs: int
    countries: Mapping[str, int]  # projects by country: they add up to the pairs, not to the projects
    countries_unknown: int
    years: Mapping[int | None, int]
    statuses: Mapping[str, int]
    sought: Added
    awarded: Added
    success: Success


def totals(groups: Iterable[Group], countries: Iterable[tuple[str, int]]) -> Totals:
    """Add up groups of projects, and so many projects by their countries ("BR CA US"; "" where none is known)."""
    groups, pairs, unknown = list(groups), Counter[str](), 0
    for codes, projects in countries:
        for code in codes.split():
            pairs[code] += projects
        unknown += 0 if codes else projects
    years, statuses = Counter[int | None](), Counter[str]()
    for group in groups:
        years[group.year] += group.projects
        statuses[group.status] += group.projects
    granted = [group for group in groups if group.status in GRANTED]
    return Totals(
        sum(group.projects for group in groups),
        pairs.total(), pairs, unknown, years, statuses,
        _added((g.currency, g.sought, g.sought_known, g.projects) for g in groups),
        _added((g.currency, g.awarded, g.awarded_known, g.projects) for g in granted),
        success(groups),
    )  # fmt: skip


def success(groups: Iterable[Group]) -> Success:
    """Count what was granted among what was decided; lists of granted projects alone are left out."""
    counts = Counter[str]()
    for group in groups:
        counts["only granted" if group.only_granted else group.status] += group.projects
    return Success(
        sum(counts[status] for status in GRANTED),
        sum(counts[status] for status in DECIDED),
        sum(counts[status] for status in UNDECIDED),
        counts[Status.WITHDRAWN],
        counts["only granted"],
    )


def _added(parts: Iterable[tuple[str, Decimal | None, int, int]]) -> Added:
    sums, counted, unknown = dict[str, Decimal](), Counter[str](), 0
    for currency, amount, known, projects in parts:
        unknown += projects - known
        if known and amount is not None:
            sums[currency] = sums.get(currency, Decimal(0)) + amount
            counted[currency] += known
    order = sorted(sums, key=lambda currency: (-counted[currency], currency))
    return Added([InCurrency(currency, sums[currency], counted[currency]) for currency in order], unknown)
