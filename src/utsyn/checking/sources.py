"""Citations that name no source of their document, and sources on which nothing rests."""

from collections.abc import Iterator
from difflib import get_close_matches

from utsyn.checking.found import Found
from utsyn.checking.subject import Checked, citations
from utsyn.text import say


def sources(subject: Checked) -> Iterator[Found]:
    """Find where citations and sources do not meet."""
    known, used = subject.sources, set[str]()
    for path, cite in citations(subject.file.data):
        source = str(cite["source"])
        used.add(source)
        if source not in known:
            near = get_close_matches(source, known, n=1)
            mend = (
                say("Did you mean “{near}”?", near=near[0])
                if near
                else say("Describe it under sources, or cite one of: {names}", names=", ".join(known) or "–")
            )
            what = say("“{source}” is no source of this document", source=source)
            yield subject.found("unknown-source", (*path, "source"), what, mend)
    for source in known:
        if source not in used:
            what = say("Nothing rests on the source “{source}”", source=source)
            mend = say("Cite it where it is used, or leave it out")
            yield subject.found("source-unused", ("sources", source), what, mend)
