"""Findings that the author knows of: acknowledged with a reason under `doubts`, and doubts that match nothing."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from utsyn.calls.check.found import NEVER_ACKNOWLEDGED, Code, Found
from utsyn.calls.check.subject import Subject
from utsyn.calls.document import Doubt
from utsyn.text import say

# A quote whose text is not at hand is neither right nor wrong here: a doubt about it is not idle.
WAITS_FOR: dict[str, Code] = {Code.QUOTE_NOT_IN_SOURCE: Code.QUOTE_UNCHECKED}


def acknowledged(subject: Subject, found: Iterable[Found]) -> Iterator[Found]:
    """Walk the findings, each with the author's reason where there is one, and the doubts that are idle."""
    doubts = subject.call.doubts
    idle, codes = set(range(len(doubts))), set[str]()
    for item in found:
        codes.add(item.code)
        met = [index for index, doubt in enumerate(doubts) if _speaks_of(doubt, item)]
        idle -= set(met)
        yield item._replace(acknowledged=doubts[met[0]].because) if met else item
    for index in sorted(idle):
        if WAITS_FOR.get(doubts[index].finding) not in codes:
            yield _idle(subject, index, doubts[index])


def _speaks_of(doubt: Doubt, item: Found) -> bool:
    """Whether a doubt is about a finding: of its kind, and in the part that it names."""
    if doubt.finding != item.code or item.code in NEVER_ACKNOWLEDGED:
        return False
    return not doubt.at or item.path == doubt.at or item.path.startswith((f"{doubt.at}.", f"{doubt.at}["))


def _idle(subject: Subject, index: int, doubt: Doubt) -> Found:
    code = doubt.finding
    what = say("Nothing is found that the doubt “{code}” speaks of", code=code)
    known = [one.value for one in Code if one not in NEVER_ACKNOWLEDGED]
    near = get_close_matches(code, known, n=1)
    mend = (
        say("Leave the doubt out")
        if code in known or not near
        else say("Did you mean “{near}”?", near=near[0])
    )
    if code in NEVER_ACKNOWLEDGED:
        mend = say("A finding of this kind cannot be left standing: mend it, and leave the doubt out")
    return subject.found(Code.DOUBT_IDLE, ("doubts", index, "finding"), what, mend)
