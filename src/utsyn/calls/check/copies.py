"""Local copies of a call: made before its newest amendment, or unlike it as it stood on the day they were made."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from utsyn.calls.amendments import effective, reading
from utsyn.calls.check.found import Code, Found, Severity
from utsyn.calls.check.likeness import differing
from utsyn.calls.check.subject import Subject, opened
from utsyn.calls.document import Amendment, CallDocument, CopyOf
from utsyn.calls.library import keys
from utsyn.home import folders
from utsyn.problems import Problems, unknown_name
from utsyn.text import Listed, Words, say


def copies(subject: Subject) -> Iterator[Found]:
    """Compare a copy with the call that it restates, as it stood on the day of the copy and as it stands at last."""
    copy = subject.call.copy_of
    if copy is None:
        return
    found = original(copy.call, near=subject.path) if copy.call != subject.call.key else None
    if found is None:
        problem = unknown_name(copy.call, keys())
        yield subject.found(Code.COPY_UNKNOWN, ("copy_of", "call"), problem.what, problem.mend)
        return
    try:
        yield from _compared(subject, copy, found)
    except (ValidationError, TypeError):
        return  # no text can be made of the original: its own check says why


def _compared(subject: Subject, copy: CopyOf, found: CallDocument) -> Iterator[Found]:
    made = [effective(amendment) <= copy.as_of for amendment in found.amendments]
    last = reading(found, tuple(range(len(made))))
    if lacks := [amendment for amendment, then in zip(found.amendments, made, strict=True) if not then]:
        what = say("The copy of {day} lacks what {call} was changed to: {amendments}{differing}",
                   day=copy.as_of, call=copy.call, amendments=Listed(tuple(_named(a) for a in lacks)),
                   differing=_said(tuple(differing(subject.call, last))))  # fmt: skip
        mend = say("Make the copy anew from the call, and write the day as as_of")
        only_notices = all(amendment.kind == "notice" for amendment in lacks)
        severity = Severity.NOTE if only_notices else None
        yield subject.found(Code.STALE_COPY, ("copy_of", "as_of"), what, mend, severity=severity)
    elif differ := tuple(differing(subject.call, last)):
        what = say("The copy is not as {call} stood on {day}{differing}",
                   call=copy.call, day=copy.as_of, differing=_said(differ))  # fmt: skip
        mend = say("Make the copy anew from the call, or acknowledge under doubts why it differs")
        yield subject.found(Code.COPY_DIFFERS, ("copy_of",), what, mend)


def _named(amendment: Amendment) -> Words:
    return say("{day}: {what}", day=effective(amendment), what=amendment.what)


def _said(differ: tuple[Words, ...]) -> Words | str:
    return say("; it differs in {names}", names=Listed(differ)) if differ else ""


def original(key: str, *, near: Path) -> CallDocument | None:
    """Return the call with a key, from the folders around a document or from those at hand; None where none can be read."""
    steps = key.split("-")
    for folder in (near.absolute().parent.parent, *folders("calls")):
        for n in range(1, len(steps)):
            path = folder / "-".join(steps[:n]) / f"{'-'.join(steps[n:])}.yaml"
            try:
                if path.is_file():
                    return opened(path).shaped(CallDocument)
            except (Problems, OSError):
                continue
    return None
