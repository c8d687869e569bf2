"""What we are told of a proposal: one typed shape, from which the form and the API are made and which the rules read.

Everything may be untold: None means that nobody has told us yet, an empty list that there are none. People are
pseudonymous keys, never names. Amounts are whole or decimal numbers in the proposal's one currency.
"""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, field_serializer

from utsyn.calls.kinds import Activity, Cost, GrantRole, OrganisationKind, PaidBy, PartnerRole, Stage
from utsyn.organisations.countries import Country
from utsyn.periods import Day, Moment
from utsyn.text import Said, say

MOST = 200  # partners, grants, budget lines: no real consortium comes near it
Name = Annotated[str, Field(max_length=300)]
Key = Annotated[str, Field(max_length=80, pattern=r"^[\w.:/@-]+$")]
Amount = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Truth = Annotated[bool, Strict()]  # true or false; neither 1 nor "yes"


def fact(label: Said, told: Said | None = None, **limits: Any) -> Any:
    """Declare a fact with the label and the help that forms show; nothing is told until someone tells it."""
    description = told.template if told else None
    return Field(default=None, title=label.template, description=description, **limits)


class Shape(BaseModel):
    """Facts told by a person: unknown names are refused, values do not change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Organisation(Shape):
    """The applicant, or a partner."""

    name: Name | None = fact(say("Name"))
    ror: Annotated[str, Field(pattern=r"^0[a-z0-9]{6}\d\d$")] | None = fact(
        say("ROR id"), say("Nine characters, such as 03zga2b32")
    )
    country: Country | None = fact(say("Country"))
    kind: OrganisationKind | None = fact(say("Kind of organisation"))
    accredited: Truth | None = fact(say("Accredited, or with accredited programmes"))
    eche: Truth | None = fact(say("Holds an Erasmus charter (ECHE)"))
    research_staff: Count | None = fact(say("Employees in research and development"))


class Partner(Organisation):
    """A partner institution, by country and standing."""

    role: PartnerRole | None = fact(say("Role"))
    standing: Literal["new", "established"] | None = fact(say("New or established partnership"))
    independent: Truth | None = fact(say("Independent of the other partners"))
    unit: Name | None = fact(say("Unit or research group there"))


class Grant(Shape):
    """A grant that the proposal builds on."""

    scheme: Key | None = fact(say("Scheme"), say("The funder's short name, such as SFF, FKB or SFI"))
    number: Key | None = fact(say("Project number"))
    role: GrantRole | None = fact(say("Our role"))
    peer_reviewed: Truth | None = fact(say("Peer reviewed"))
    active_from: Day | None = fact(say("Funded from"))
    active_to: Day | None = fact(say("Funded to"))
    key_people: tuple[Key, ...] | None = fact(
        say("People with a key role there"), say("Pseudonymous keys, never names"), max_length=MOST
    )


class Leave(Shape):
    """A documented absence that extends a window of time."""

    kind: Literal["maternity", "paternity", "illness", "service", "training", "other"] | None = fact(
        say("Kind of leave")
    )
    months: Annotated[Decimal, Field(ge=0, le=240)] | None = fact(say("Months"))
    children: Annotated[int, Field(ge=0, le=20)] | None = fact(say("Number of children"))
    documented: Truth | None = fact(say("Documented"))


class Stay(Shape):
    """Where a person has lived or worked, and when; of a stay that goes on, the last day is one to come."""

    country: Country | None = fact(say("Country"))
    since: Day | None = fact(say("From"))
    until: Day | None = fact(say("To"), say("A day to come if it goes on"))


class Earlier(Shape):
    """An earlier application by the same person or consortium."""

    scheme: Key | None = fact(say("Call or scheme"))
    sent_on: Day | None = fact(say("Sent on"))
    mark: Annotated[Decimal, Field(ge=0, le=100)] | None = fact(say("Mark or score"))


class Leader(Shape):
    """The person who leads the project, by a pseudonymous key."""

    key: Key | None = fact(say("Pseudonymous key"))
    doctorate_on: Day | None = fact(say("Day of the first doctoral defence"))
    leave: tuple[Leave, ...] | None = fact(say("Documented leave"), max_length=20)
    stays: tuple[Stay, ...] | None = fact(say("Residence and work"), max_length=50)
    earlier: tuple[Earlier, ...] | None = fact(say("Earlier applications"), max_length=50)


class BudgetLine(Shape):
    """What one line of the budget pays for, and with whose money."""

    cost: Cost | None = fact(say("Cost"))
    amount: Amount | None = fact(say("Amount"))
    paid_by: PaidBy | None = fact(say("Paid by"))
    country: Country | None = fact(say("Country that the money goes to"))


class Paper(Shape):
    """A document that goes with the application."""

    kind: Key | None = fact(say("Document"))
    pages: Annotated[int, Field(ge=0, le=10_000)] | None = fact(say("Pages"))
    on_template: Truth | None = fact(say("On the funder's template"))
    signed_by: Key | None = fact(say("Signed by (role)"))


class Judgement(Shape):
    """What the person in a role has judged, and why."""

    verdict: Literal["yes", "no"]
    by: Key = Field(description="role, never a name")
    on: Day | None = None
    because: Annotated[str, Field(max_length=2_000)] = ""


class Proposal(Shape):
    """A proposal as far as we have been told of it."""

    title: Name | None = fact(say("Title"))
    stage: Stage | None = fact(say("How far it has come"))
    sent_at: Moment | None = fact(say("Sent at"), say("Day and time with zone, if already sent"))
    lot: Key | None = fact(say("Part of the call"))
    applicant: Organisation | None = fact(say("Applicant"))
    administrator_named: Truth | None = fact(say("A named person is administratively responsible"))
    leader: Leader | None = fact(say("Project leader"))
    key_people: tuple[Key, ...] | None = fact(
        say("Key people"), say("Pseudonymous keys, never names"), max_length=MOST
    )
    partners: tuple[Partner, ...] | None = fact(say("Partners"), max_length=MOST)
    grants: tuple[Grant, ...] | None = fact(say("Running grants it builds on"), max_length=MOST)
    currency: Literal["NOK", "EUR", "CAD", "USD", "GBP", "SEK", "DKK"] | None = fact(say("Currency"))
    amount: Amount | None = fact(say("Amount sought"))
    amounts_by_year: dict[Annotated[int, Field(ge=1990, le=2100)], Amount] | None = fact(
        say("Amount sought by year")
    )
    own_contribution: Amount | None = fact(say("Own contribution"))
    budget: tuple[BudgetLine, ...] | None = fact(say("Budget lines"), max_length=MOST)
    units: Count | None = fact(
        say("Units sought"), say("Internships, scholarships or places, where a call pays by unit")
    )
    starts: Day | None = fact(say("First day of the project"))
    ends: Day | None = fact(say("Last day of the project"))
    activities: frozenset[Activity] | None = fact(say("Activities"))
    papers: tuple[Paper, ...] | None = fact(say("Documents"), max_length=MOST)
    numbers: dict[Key, Annotated[Decimal, Field(max_digits=15)] | None] = Field(
        default={}, title="", max_length=100
    )
    statements: dict[Key, Truth | None] = Field(default={}, title="", max_length=100)
    judgements: dict[Key, Judgement] = Field(default={}, title="", max_length=100)

    @field_serializer("activities", when_used="json-unless-none")
    def _in_order(self, activities: frozenset[Activity]) -> list[Activity]:
        """Write a set in one order, so that the same proposal is always written, and hashed, the same."""
        return sorted(activities)
