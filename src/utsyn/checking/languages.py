"""Texts that lack words in nb, nn or en."""

from collections.abc import Collection, Iterator
from typing import Any

from utsyn.checking.found import Found, Severity
from utsyn.checking.subject import Checked, parts
from utsyn.text import LANGUAGES, Language, Listed, say


def languages(subject: Checked, *, must: Collection[Language] = LANGUAGES) -> Iterator[Found]:
    """Find texts, anywhere in the document, that cannot be read in one of the languages.

    It is an error in those in which the document `must` be readable, else a warning.
    """
    for path, value in parts(subject.file.data):
        if _is_text(value) and (missing := [code for code in LANGUAGES if not value.get(code, "").strip()]):
            names = Listed(tuple(f"“{code}”" for code in missing))
            what = say("The text is missing in {languages}", languages=names)
            grave = None if set(missing) & set(must) else Severity.WARNING
            yield subject.found("missing-language", path, what, say("Write it there too"), severity=grave)


def _is_text(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and value.keys() <= set(LANGUAGES)
        and all(isinstance(words, str) for words in value.values())
    )
