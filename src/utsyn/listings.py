"""What a source lists, and whether it lists all: an unlisted item of a half-known list is unknown, not refused."""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from utsyn.text import Listed, Words, say


class Listing(BaseModel):
    """Items known to be in, items known to be out, and whether the rest is out too (`complete`).

    A plain list in a document is complete. A list that the source copy cuts off is written
    `{known: [...], excluded: [...], complete: false}`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    known: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    complete: bool = True

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"known": value} if isinstance(value, (list, tuple)) else value

    def holds(self, item: str | None) -> bool | None:
        """Tell whether the item is listed; None where neither the list nor the item is known well enough."""
        if item is None:
            return None
        if item in self.known:
            return True
        return False if self.complete or item in self.excluded else None

    def amended(self, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> "Listing":
        """Return the list with items added and removed, as an amendment does."""
        known = (
            *(item for item in self.known if item not in remove),
            *(i for i in add if i not in self.known),
        )
        excluded = (
            *(item for item in self.excluded if item not in add),
            *(i for i in remove if i not in self.excluded),
        )
        # Made anew rather than copied: what a list of countries has worked out goes with the old one.
        told = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_validate({**told, "known": known, "excluded": excluded})

    def in_(self, language: str) -> str:
        """Say the listed items, and that there may be more where the list is not complete, and which there are not."""
        items: list[object] = [*self.words(language)]
        if not self.complete:
            items.append(self.unnamed())
        listed = Listed(tuple(items), "or")
        if self.complete or not self.excluded:
            return listed.in_(language)
        out = Listed(tuple(self.model_copy(update={"known": self.excluded}).words(language)), "or")
        return say("{items}, but not {out}", items=listed, out=out).in_(language)

    def unnamed(self) -> Words:
        """Say that there are more than the listed ones; countries say so in words of their own."""
        if self.known:
            return say("others that no source at hand names")
        return say("some that no source at hand names")

    def words(self, language: str) -> list[str]:  # noqa: ARG002  a kind of list may have names
        """Say each listed item; countries and kinds have names of their own."""
        return list(self.known)
