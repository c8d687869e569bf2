"""What all deeds share: each once for each form, on the version that the person saw, refused in words."""

from utsyn.problems import Problem, Problems
from utsyn.text import Words, say
from utsyn.web.log import DoneError, Line

__all__ = ["DoneError", "StaleError", "once", "refuse", "unchanged", "whole"]


class StaleError(Problems):
    """Somebody else changed what the person was looking at; what she wrote is kept on her page."""

    def __init__(self) -> None:
        what = say("Somebody else has changed this since you opened the page, so nothing was saved yet")
        super().__init__(
            Problem(what, say("Look at what is there now, bring the two together, and save again"))
        )


def once(form: str | None) -> None:
    """Go on if the form was not dealt with before. Raises DoneError."""
    if form and Line.objects.filter(form=form).exists():
        raise DoneError


def unchanged(version: int, seen: int | None) -> None:
    """Go on if the person saw the version that stands. Raises StaleError."""
    if seen is not None and seen != version:
        raise StaleError


def whole(words: str, most: int = 4_000, *, name: str = "because") -> None:
    """Go on if words are kept as they were written. Raises Problems for more than is kept: nothing is cut unseen."""
    if (n := len(words.strip())) > most:
        mend = say("Write at most {max_length} characters", max_length=most)
        raise refuse(say("There are {n} of them", n=n), mend, name)


def refuse(what: Words, mend: Words, *path: str | int) -> Problems:
    """Return the refusal of a deed, to be raised."""
    return Problems(Problem(what, mend, path))
