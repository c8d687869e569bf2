"""Bring the catalogues of nb and nn into step with the code:  ./run words.

Sentences are found where they are said: `say("...")` and `say_n("one", "many", n)` anywhere, for the
catalogue of the pure half; Django's gettext and `{% translate %}` in the web half, for its own. What was
translated stays; what is no longer said goes; what is new stands empty, and a house test asks for it.
Nothing in a catalogue depends on the day or on line numbers, so that a diff shows words alone.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "utsyn"
LANGUAGES = ("nb", "nn")
HEADER = "# What Utsyn says. ./run words writes all but the translations."
SAID = {"say": None, "say_n": (1, 2), "in_words": (2,)}
GETTEXT = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


class Book(NamedTuple):
    """A pair of catalogues, where they lie, and which calls in which files fill them."""

    domain: str
    folder: Path
    keywords: dict
    files: tuple[Path, ...]

    def path(self, language: str) -> Path:
        """The .po of a language; its .mo lies beside it."""
        return self.folder / language / "LC_MESSAGES" / f"{self.domain}.po"


class Quiet(Catalog):
    """A catalogue whose header holds no date and no version, so that it changes only with its words."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What a reader of the file must know, and no more."""
        return [
            ("Project-Id-Version", "Utsyn"),
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def books() -> tuple[Book, ...]:
    """The two books of the house: what the subjects say, and what the pages say."""
    code = tuple(sorted(SOURCE.rglob("*.py")))
    web = tuple(path for path in code if path.is_relative_to(SOURCE / "web"))
    pages = tuple(sorted((SOURCE / "web").rglob("*.html")))
    return (
        Book("utsyn", SOURCE / "locale", SAID, code),
        Book("django", SOURCE / "web" / "locale", GETTEXT, web + pages),
    )


def said(book: Book) -> Iterator[tuple[object, str | None, str]]:
    """Each message (one text, or singular and plural) with its context and the file where it is said."""
    for path in book.files:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            # Django writes the page as calls of gettext among Xs; indentation would be none of Python's
            text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
        place = path.relative_to(ROOT).as_posix()
        for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), book.keywords):
            yield message, context, place


def read(path: Path) -> Catalog:
    """The catalogue as it stands."""
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file)


def renewed(book: Book, language: str) -> Catalog:
    """What the catalogue should hold: every message that is said, with the words it already has."""
    old = read(book.path(language))
    new = Quiet(language, header_comment=HEADER, fuzzy=False)
    for message, context, place in said(book):
        singular = message if isinstance(message, str) else message[0]
        known = old.get(singular, context)
        kept = known.string if known and known.id == message and not known.fuzzy else ""
        new.add(message, kept, locations=[(place, None)], context=context)
    return new


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, sort_output=True, include_lineno=False)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as a .mo file."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def is_translated(message: Message) -> bool:
    """Does every form of it have words that nobody doubts?"""
    forms = (message.string,) if isinstance(message.string, str) else message.string
    return all(forms) and not message.fuzzy


def main() -> None:
    """Renew and compile every catalogue, and say what is not yet translated."""
    settings.configure()
    django.setup()
    for book in books():
        for language in LANGUAGES:
            catalogue = renewed(book, language)
            path = book.path(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(catalogue))
            path.with_suffix(".mo").write_bytes(compiled(catalogue))
            empty = sum(1 for message in catalogue if message.id and not is_translated(message))
            print(f"{path.relative_to(ROOT)}: {len(catalogue)} messages, {empty} not yet translated")


if __name__ == "__main__":
    main()
