"""Texts that lack words in nb, nn or en, and facts that have a name in none of them."""

from collections.abc import Iterator, Mapping

from utsyn.calls.check.found import Code, Found
from utsyn.calls.check.subject import Subject
from utsyn.calls.document import CallDocument, Fact
from utsyn.calls.known import shipped_names
from utsyn.checking.languages import languages as texts_missing
from utsyn.problems import Path
from utsyn.text import say


def languages(subject: Subject) -> Iterator[Found]:
    """Find texts, anywhere in the document, that cannot be read in one of the languages."""
    yield from texts_missing(subject)
    common = shipped_names()
    for part, facts in _facts(subject.call):
        for name, fact in facts.items():
            if fact.name is None and name not in common:
                what = say(
                    "The fact “{name}” is not one that calls commonly have, and has no name", name=name
                )
                mend = say("Add name to it, in nb, nn and en")
                yield subject.found(Code.MISSING_LANGUAGE, (*part, name), what, mend)


def _facts(call: CallDocument) -> Iterator[tuple[Path, Mapping[str, Fact]]]:
    """Walk the facts of a call, of its lots and of its amendments, each group with the place where it stands."""
    yield ("facts",), call.facts
    for index, lot in enumerate(call.lots):
        yield ("lots", index, "facts"), lot.facts
    for index, amendment in enumerate(call.amendments):
        named = {key: fact for key, fact in amendment.change.facts.items() if key not in call.facts}
        yield ("amendments", index, "change", "facts"), named
