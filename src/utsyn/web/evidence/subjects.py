"""Under which heading each figure stands in the list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from utsyn.text import Words, say
from utsyn.web.evidence.showing import Row

OTHERS = say("Others")
SUBJECTS: Mapping[str, tuple[Words, tuple[str, ...]]] = {
    "copublication": (
        say("Written with others"), ("international-copublication", "copublication", "country", "industry-copublication"),
    ),
    "publications": (
        say("Publications and citations"), ("publications", "author-shares", "citation-impact", "top-cited"),
    ),
    "funding": (say("EU funding"), ("horizon", "erc", "msca", "eic", "eu-grants", "projects")),
    "exchange": (say("Exchange and stays abroad"), ("exchange", "erasmus", "graduates")),
}  # fmt: skip  # by how the keys of recipes begin


class Subject(NamedTuple):
    """A heading with the figures below it."""

    key: str
    title: Words
    rows: Sequence[Row]


def grouped(rows: Iterable[Row]) -> Sequence[Subject]:
    """Put rows below their headings, in the order that they come in; what belongs below none comes last."""
    of: dict[str, list[Row]] = {key: [] for key in (*SUBJECTS, "others")}
    for row in rows:
        of[_subject(row.row.recipe)].append(row)
    titles = {key: title for key, (title, _) in SUBJECTS.items()}
    return [Subject(key, titles.get(key, OTHERS), found) for key, found in of.items() if found]


def _subject(recipe: str) -> str:
    fits = (key for key, (_, beginnings) in SUBJECTS.items() if recipe.startswith(beginnings))
    return next(fits, "others")
