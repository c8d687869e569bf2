"""What programs get of evidence, and what they ask with."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from utsyn.text import Language

Axis = Literal["unit", "field", "country"]


class Vintage(BaseModel):
    """A vintage that figures rest on."""

    source: str
    key: str
    title: str
    day: date
    synthetic: bool
    sha256: str


class FigureRow(BaseModel):
    """A figure with the latest year that was over; numbers are written out, and `value` is null where none is shown."""

    key: str
    title: str
    indicator: str
    sort: str
    year: int | str | None
    value: str | None
    parts: dict[str, str]
    low: str | None
    high: str | None
    synthetic: bool
    vintages: list[Vintage]


class Figures(BaseModel):
    """The figures that you may see."""

    figures: list[FigureRow]


class Figure(FigureRow):
    """A figure with its whole result: `rows` in the order that `sha256` rests on, and every year, class, field and variant as its page shows it.

    `rule` says how it is counted; `computation` is the number in the address that stays. `units` are for who has a role here. Of a figure in
    classes, `history` has them by year and `along` those of fields and units; `expects` is what years that are still filling will come to.
    """

    version: int
    about: dict[str, Any]
    sha256: str
    made_at: datetime
    columns: list[str]
    rows: list[list[Any]]
    computation: int
    rule: list[str]
    years: list[dict[str, Any]]
    cases: list[dict[str, Any]]
    fields: list[dict[str, Any]]
    units: list[dict[str, Any]]
    variants: list[dict[str, Any]]
    changed: dict[str, Any]
    history: list[dict[str, Any]]
    along: dict[str, Any]
    expects: list[dict[str, Any]]


class Line(BaseModel):
    """The latest figure of one unit, field or country; `key` is empty for what is not known."""

    key: str
    name: str
    figure: str
    sort: str
    year: int | str | None
    value: str | None
    parts: dict[str, str]
    low: str | None
    high: str | None


class Along(BaseModel):
    """The latest figures of all units, fields or countries, the largest first."""

    axis: Axis
    synthetic: bool
    lines: list[Line]


class Facet(Line):
    """A figure of one unit, field or country, with all its years; of one in classes, `cases` are these, each with all its years."""

    years: list[dict[str, Any]]
    cases: list[dict[str, Any]]


class Facets(BaseModel):
    """Every figure of one unit, field or country."""

    axis: Axis
    key: str
    name: str
    synthetic: bool
    vintages: list[Vintage]
    figures: list[Facet]


class PartnerRow(BaseModel):
    """A partner; `recent` are publications together in three full years."""

    ror: str
    name: str
    country: str
    recent: int
    works: int
    hidden: bool
    emerging: bool
    dormant: bool


class Partners(BaseModel):
    """A page of partners, those with most publications first."""

    synthetic: bool
    count: int
    pages: int
    partners: list[PartnerRow]


class Partner(PartnerRow):
    """A partner with all that its page shows."""

    synthetic: bool
    told: dict[str, Any]


class Loaded(BaseModel):
    """A vintage with its manifest: tables, files, and what was left out."""

    source: str
    key: str
    title: str
    day: date
    synthetic: bool
    told: dict[str, Any]


class Vintages(BaseModel):
    """All that is loaded."""

    vintages: list[Loaded]


class Asked(BaseModel):
    """In which language."""

    lang: Language = "en"


class Of(BaseModel):
    """Of which source."""

    source: Annotated[str, Field(max_length=80, description="The key of a source; all where left out")] = ""


class When(Asked):
    """In which language, and as computed when."""

    at: Annotated[
        int | None,
        Field(
            ge=1,
            lt=2**63,
            description="The number of a computation, as in the address that stays; today’s where left out",
        ),
    ] = None


class Sought(BaseModel):
    """Which partners."""

    sign: Annotated[
        str, Field(max_length=20, description="hidden, emerging, dormant, projects or unwritten")
    ] = ""
    country: Annotated[str, Field(max_length=2)] = ""
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
