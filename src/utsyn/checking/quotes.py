"""Quotes that are not, word for word, in the stored text of their source."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path, PurePath
from typing import NamedTuple

from utsyn.checking.found import Found
from utsyn.checking.subject import Checked, citations
from utsyn.home import home
from utsyn.text import Words, say, say_n

LARGEST = 10_000_000  # bytes of a source's text
ALIKE = 0.5  # of the letters, for a passage to be suggested
MOST_SUGGESTED = 50  # looking for the nearest passage is work


class Quote(NamedTuple):
    """A quote, where it stands, and the source it claims to be from."""

    path: tuple[str | int, ...]
    words: list[str]
    source: str


def quotes(subject: Checked, texts: Sequence[Path]) -> Iterator[Found]:
    """Compare every quote with its source's text, in which only white space may differ."""
    by_source: dict[str, list[Quote]] = {}
    for path, cite in citations(subject.file.data):
        quote, source = cite.get("quote"), str(cite["source"])
        if isinstance(quote, str) and quote.split() and source in subject.sources:
            by_source.setdefault(source, []).append(Quote((*path, "quote"), quote.split(), source))
    suggested = 0
    for source, quoted in by_source.items():
        text, why = _text(subject, source, texts)
        if text is None:
            yield _unchecked(subject, source, len(quoted), why)
            continue
        whole, words = " ".join(text.split()), text.split()
        for quote in quoted:
            if " ".join(quote.words) not in whole:
                suggested += 1
                near = nearest(quote.words, words) if suggested <= MOST_SUGGESTED else ""
                yield _not_there(subject, quote, near)


def _not_there(subject: Checked, quote: Quote, near: str) -> Found:
    title = subject.sources[quote.source].title
    what = say("The quote is not in the text of “{title}”", title=title)
    mend = (
        say("Quote word for word; nearest is: “{passage}”", passage=near)
        if near
        else say("Quote word for word; nothing in the text is like it")
    )
    return subject.found("quote-not-in-source", quote.path, what, mend)


def _unchecked(subject: Checked, source: str, n: int, why: Words) -> Found:
    what = say_n("{n} quote from “{source}” is not checked: {why}",
                 "{n} quotes from “{source}” are not checked: {why}", n, source=source, why=why)  # fmt: skip
    mend = say(
        "Store the source's text, name it under text, and lay it beside the document or in UTSYN_HOME/sources"
    )
    return subject.found("quote-unchecked", ("sources", source), what, mend)


def _text(subject: Checked, source: str, texts: Sequence[Path]) -> tuple[str | None, Words]:
    """Return the stored text of a source, or None and why there is none."""
    name = subject.sources[source].text
    if not name:
        return None, say("no text of the source is stored")
    path = PurePath(name)
    if path.is_absolute() or ".." in path.parts:
        return None, say("“{name}” leads out of the folders of texts", name=name)
    for folder in _folders(subject.path, texts):
        try:
            file = folder / path
            if file.is_file() and file.stat().st_size <= LARGEST:
                return file.read_text(encoding="utf-8", errors="replace"), say("it is at hand")
        except (OSError, ValueError):
            continue
    return None, say("the text “{name}” is not at hand", name=name)


def _folders(path: Path, texts: Sequence[Path]) -> Iterator[Path]:
    yield path.parent
    if own := home():
        yield own / "sources"
    yield from texts
    yield from (Path(folder) for folder in os.environ.get("UTSYN_SOURCES", "").split(os.pathsep) if folder)


def nearest(quote: Sequence[str], text: Sequence[str]) -> str:
    """Return the passage of a text that is most like a quote, or nothing where none is like it."""
    places = _places(quote)
    votes = Counter(at - within for at, word in enumerate(text) for within in places.get(word.casefold(), ()))
    best, likeness = "", ALIKE
    for start, _ in votes.most_common(5):
        passage = " ".join(text[max(start, 0) : max(start, 0) + len(quote)])
        alike = SequenceMatcher(None, passage, " ".join(quote), autojunk=False).ratio()
        if alike > likeness:
            best, likeness = passage, alike
    return best


def _places(quote: Sequence[str]) -> Mapping[str, list[int]]:
    places: dict[str, list[int]] = {}
    for at, word in enumerate(quote):
        places.setdefault(word.casefold(), []).append(at)
    return places
