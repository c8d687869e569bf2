"""Every sentence is said in Bokmål and Nynorsk: complete, with the same places to fill, and compiled."""

import re

import pytest

from tests.house.tree import HOUSE, name, python_files
from tools.words import LANGUAGES, books, compiled, is_translated, read, renewed, written

BOTH = [
    pytest.param(book, language, id=f"{book.domain}-{language}") for book in books() for language in LANGUAGES
]
PLACE = re.compile(r"\{[^{}]*\}|%\(\w+\)[#0\- +.\d]*[a-z]|%%")
SAYS_WHAT_IS_NOT_WRITTEN = re.compile(r"(?<![\w.])say(?:_n)?\(\s*(?!r?[\"']|\))[\w(]")


def forms(words: str | tuple[str, ...]) -> tuple[str, ...]:
    """Singular and plural, or the one form there is."""
    return (words,) if isinstance(words, str) else tuple(words)


def places(words: str | tuple[str, ...]) -> set[str]:
    """The places to fill in any form: {name}, %(name)s."""
    return {place for form in forms(words) for place in PLACE.findall(form)}


@pytest.mark.parametrize(("book", "language"), BOTH)
def test_the_catalogue_is_in_step_with_the_code(book, language):
    now = renewed(book, language)
    assert book.path(language).read_bytes() == written(now), "run ./run words"
    assert book.path(language).with_suffix(".mo").read_bytes() == compiled(now), "run ./run words"


@pytest.mark.parametrize(("book", "language"), BOTH)
def test_everything_said_is_translated(book, language):
    catalogue = read(book.path(language))
    assert [message.id for message in catalogue if message.id and not is_translated(message)] == []
    assert len(catalogue) > 5


@pytest.mark.parametrize(("book", "language"), BOTH)
def test_a_translation_fills_the_same_places(book, language):
    uneven = [m.id for m in read(book.path(language)) if m.id and places(m.id) != places(m.string)]
    assert uneven == []


@pytest.mark.parametrize("path", [path for path in python_files(HOUSE) if path.stem != "text"], ids=name)
def test_what_is_said_is_written_where_it_is_said(path):
    """`say(words)` with words made elsewhere would reach no catalogue."""
    assert SAYS_WHAT_IS_NOT_WRITTEN.findall(path.read_text(encoding="utf-8")) == []


SAID_WHERE_NO_BOOK_LOOKS = re.compile(r"\bf[\"'][^\"'\n]*\{[^}\n]*\b(?:say|say_n|_|gettext|ngettext)\([\"']")


@pytest.mark.parametrize("path", python_files(HOUSE), ids=name)
def test_nothing_is_said_inside_an_f_string(path):
    """Before Python 3.12 an f-string is one word: what is said in it reaches no catalogue, and stays English."""
    assert SAID_WHERE_NO_BOOK_LOOKS.findall(path.read_text(encoding="utf-8")) == []
