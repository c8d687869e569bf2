"""The list of approved applications that a round sends to the funder: one frozen shape, of which every format is made.

People stand here as the words that show them, never as persons: an empty word means that nobody has told us.
"""

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, model_validator

from utsyn.calls.proposal import Amount, Shape
from utsyn.organisations.countries import Country, name_of
from utsyn.periods import Day
from utsyn.problems import Unfit
from utsyn.text import Language, say

LONGEST_LINE, LONGEST_TEXT = 1_000, 30_000  # characters; a cell of a spreadsheet holds 32,767
BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")  # Word pastes \x0b within a paragraph
UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def _text(written: Any) -> Any:
    """Keep words as told, in lines that every format can hold; what cannot be written shows as a mark."""
    if not isinstance(written, str):
        return written
    lines = UNPRINTABLE.sub("\ufffd", BREAKS.sub("\n", written)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _line(written: Any) -> Any:
    """Keep words as told, on one line."""
    return " ".join(_text(written).split()) if isinstance(written, str) else written


Line = Annotated[str, BeforeValidator(_line), Field(max_length=LONGEST_LINE)]
Paragraphs = Annotated[str, BeforeValidator(_text), Field(max_length=LONGEST_TEXT)]
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


def _safe(currency: str) -> str:
    if not re.fullmatch("[A-Z]{3}", currency):
        raise Unfit(say("Write the currency's three letters in capitals, such as NOK or EUR"))
    return currency


class ListPartner(Shape):
    """A main partner abroad."""

    country: Country | None = None
    institution: Line = ""
    unit: Line = ""
    local_leader: Line = ""
    researchers: Line = ""

    def country_in(self, language: str) -> str:
        """Name the country with its code, or nothing where it is not known."""
        return f"{name_of(self.country, language)} ({self.country})" if self.country else ""


class Internal(Shape):
    """What the house keeps of an application and does not send to the funder."""

    faculty: Line = Field(default="", description="as it was called then")
    key_people: Line = ""
    evidence_of_grant: Paragraphs = ""
    risk: Paragraphs = ""
    export_control_note: Paragraphs = ""
    starts: Day | None = None
    ends: Day | None = None


class ListRow(Shape):
    """One approved application; None and empty words mean that nobody has told us."""

    number: Annotated[int, Field(ge=1, le=100_000)]
    title: Line = ""
    theme: Paragraphs = ""
    link_to_grant: Paragraphs = Field(default="", description="how the theme is tied to the running grant")
    applicant: Line = ""
    internal_partners: Line = ""
    department: Line = Field(default="", description="as it was called then")
    partners: Annotated[tuple[ListPartner, ...], Field(max_length=200)] | None = None
    amount: Amount | None = None
    own_contribution: Amount | None = None
    currency: Annotated[str, AfterValidator(_safe)] | None = None
    internal: Internal | None = None


class FunderList(Shape):
    """The applications that an institution has approved in a round, with what the decision rests on.

    The funder's variant holds nothing internal: what is not in the shape cannot leak into a format.
    """

    round_title: Line
    call_key: Line
    call_title: Line
    institution: Line
    cap: Annotated[int, Field(ge=0)] | None = Field(default=None, description="None where the call sets none")
    approved: Annotated[int, Field(ge=0)]
    made_at: AwareDatetime = Field(description="passed in; every date inside the files")
    language: Language
    call_version: Annotated[int, Field(ge=1)]
    call_sha256: Hash
    decision_sha256: Hash
    variant: Literal["funder", "internal"] = "funder"
    rows: tuple[ListRow, ...]

    @model_validator(mode="after")
    def _within_the_cap(self) -> "FunderList":
        if self.approved != len(self.rows):
            raise Unfit(say("Give as many rows as applications are approved: {n}", n=self.approved))
        if self.cap is not None and len(self.rows) > self.cap:
            raise Unfit(say("At most {cap} applications can be sent", cap=self.cap))
        if len({row.number for row in self.rows}) < len(self.rows):
            raise Unfit(say("Give each application a number of its own"))
        if self.variant == "funder" and any(row.internal for row in self.rows):
            raise Unfit(say("Leave internal notes out of what goes to the funder"))
        return self

    def for_funder(self) -> "FunderList":
        """Return the list without what stays in the house."""
        rows = tuple(row.model_copy(update={"internal": None}) for row in self.rows)
        return self.model_copy(update={"variant": "funder", "rows": rows})

    def as_json(self) -> bytes:
        """Return the list in its published shape, amounts exact as text (`utsyn schema funder-list`)."""
        return (self.model_dump_json(indent=2) + "\n").encode()


def total(rows: tuple[ListRow, ...]) -> dict[str, Decimal]:
    """Add up the amounts sought by currency; what has no amount or no currency is not counted."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        if row.amount is not None and row.currency:
            sums[row.currency] = sums.get(row.currency, Decimal(0)) + row.amount
    return sums
