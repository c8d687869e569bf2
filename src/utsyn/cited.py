"""What a document rests on: its sources, and the place in a source that each value is cited from."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from utsyn.periods import Day
from utsyn.problems import Unfit
from utsyn.reasons import Source
from utsyn.text import Language, Text, say


class Shape(BaseModel):
    """A part of a document: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _one_or_many(value: Any) -> Any:
    if isinstance(value, str):
        raise Unfit(say("Write the name of the source after source, and the place in it after place"))
    return [value] if isinstance(value, Mapping) else value


def _on_the_web(value: str) -> str:
    """Let through what a browser opens as a page, and nothing that it would run."""
    if value and not value.startswith(("https://", "http://")):
        raise Unfit(say("Write it whole, with https://, or leave it out"))
    return value


Address = Annotated[str, AfterValidator(_on_the_web)]


class SourceEntry(Shape):
    """A page or text that the document was read from. `text` names a stored copy that quotes are checked against."""

    title: (
        Text | str
    )  # plain where it is a name, the same in every language; so are derived, doubt and inferred
    url: Address = ""
    language: Language | None = None
    partial: bool = False  # the copy at hand shows only the beginning of the page
    accessed: Day | None = None
    text: str = ""

    def cited(self, citation: "Citation | None" = None) -> Source:
        """Return the source, or the place in it that a citation names."""
        at = citation or Citation(source="")
        return Source(
            self.title,
            self.url,
            at.place,
            at.quote,
            self.language or "",
            at.derived,
            at.doubt,
            self.partial,
            self.accessed,
        )


class Citation(Shape):
    """The place in a source that a value rests on; a quote is verbatim and short."""

    source: str
    place: str = ""
    quote: Annotated[str, Field(max_length=400)] = ""
    derived: Text | str = ""  # how the value follows from what the source says
    doubt: Text | str = ""  # what speaks against it


Cited = Annotated[tuple[Citation, ...], BeforeValidator(_one_or_many)]
