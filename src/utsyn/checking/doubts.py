"""Findings that the author knows of: acknowledged with a reason under `doubts`, and doubts that match nothing."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from utsyn.checking.found import Found
from utsyn.checking.subject import Checked, Doubted
from utsyn.text import say

# A quote whose text is not at hand is neither right nor wrong here: a doubt about it is not idle.
WAITS_FOR = {"quote-not-in-source": "quote-unchecked"}


def acknowledged(subject: Checked, found: Iterable[Found]) -> Iterator[Found]:
    """Walk the findings, each with the author's reason where there is one, and the doubts that are idle."""
    doubts = subject.doubts
    idle, codes = set(range(len(doubts))), set[str]()
    for item in found:
        codes.add(item.code)
        may = item.code not in subject.kinds.never_acknowledged
        met = [index for index, doubt in enumerate(doubts) if may and _speaks_of(doubt, item)]
        idle -= set(met)
        yield item._replace(acknowledged=doubts[met[0]].because) if met else item
    for index in sorted(idle):
        if WAITS_FOR.get(doubts[index].finding) not in codes:
            yield _idle(subject, index, doubts[index])


def _speaks_of(doubt: Doubted, item: Found) -> bool:
    """Whether a doubt is about a finding: of its kind, and in the part that it names."""
    if doubt.finding != item.code:
        return False
    return not doubt.at or item.path == doubt.at or item.path.startswith((f"{doubt.at}.", f"{doubt.at}["))


def _idle(subject: Checked, index: int, doubt: Doubted) -> Found:
    code, never = doubt.finding, subject.kinds.never_acknowledged
    what = say("Nothing is found that the doubt “{code}” speaks of", code=code)
    known = [one.value for one in subject.kinds.codes if one not in never]
    near = get_close_matches(code, known, n=1)
    mend = (
        say("Leave the doubt out")
        if code in known or not near
        else say("Did you mean “{near}”?", near=near[0])
    )
    if code in never:
        mend = say("A finding of this kind cannot be left standing: mend it, and leave the doubt out")
    return subject.found("doubt-idle", ("doubts", index, "finding"), what, mend)
