"""Projects that sources tell of, as documents (data/projects/*.yaml): each fact with its citation, null where none has it."""

from typing import Annotated, Generic, TypeVar

from pydantic import Field

from utsyn.calls.projects import Currency, PlayedRole, Status, Sum
from utsyn.cited import Citation, Cited, Shape, SourceEntry
from utsyn.documents import read
from utsyn.home import documents
from utsyn.organisations.countries import Country
from utsyn.reasons import Source
from utsyn.text import Text

T = TypeVar("T")
Words = Annotated[str, Field(min_length=1, max_length=500)]


class Given(Shape, Generic[T]):
    """A fact, and where it is written."""

    value: T
    cite: Cited


class ToldProject(Shape):
    """A project as far as the sources at hand tell of it."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,80}$")]
    number: Given[Annotated[str, Field(max_length=40)]] | None
    title: Given[Words]
    call: Given[Annotated[str, Field(max_length=80)]] | None
    institution: Given[Annotated[str, Field(max_length=300)]] | None
    unit: Given[Text] | None = None
    role: Given[PlayedRole] | None = None
    countries: Given[tuple[Country, ...]] | None
    partners: Given[tuple[Words, ...]] | None = None
    awarded: Given[Sum] | None
    period: Given[Annotated[str, Field(max_length=60)]] | None = None
    note: Given[Text] | None = None


class ProjectDocument(Shape):
    """Projects of one programme. `only_granted`: the sources tell of granted ones alone."""

    key: str
    title: Text
    funder: Annotated[str, Field(max_length=40)]
    programme: Annotated[str, Field(max_length=80)]
    currency: Currency
    status: Given[Status]
    only_granted: bool
    sources: dict[str, SourceEntry]
    projects: tuple[ToldProject, ...]

    def cited(self, citation: Citation) -> Source:
        """Return the source of a fact, and the place in it."""
        return self.sources[citation.source].cited(citation)


def told_projects() -> list[ProjectDocument]:
    """Read all documents of projects, the institution's own first. Raises Problems."""
    return [read(path).shaped(ProjectDocument) for path in documents("projects")]
