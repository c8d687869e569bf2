"""Words that a starter left to be written."""

from collections.abc import Iterator

from utsyn.checking.subject import parts
from utsyn.plans.check.found import Code, Found
from utsyn.plans.check.subject import Subject
from utsyn.plans.document import PlanDocument
from utsyn.text import say

DOTS = {"…", "..."}


def unwritten(subject: Subject, plan: PlanDocument) -> Iterator[Found]:
    """Find texts in which dots still stand for words."""
    del plan
    for path, value in parts(subject.file.data):
        if isinstance(value, str) and value.strip() in DOTS:
            what, mend = say("Dots stand where words should"), say("Write the words")
            yield subject.found(Code.UNWRITTEN, path, what, mend)
