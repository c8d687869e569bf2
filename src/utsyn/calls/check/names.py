"""Names within a document: keys given twice, a key that is not the file's, parameters nobody reads."""

from collections.abc import Iterator, Sequence

from utsyn.calls.binding import LOTS, WINDOW
from utsyn.calls.check.found import Code, Found
from utsyn.calls.check.subject import Subject, parts
from utsyn.calls.check.wordings import Placed, Wording
from utsyn.calls.document import Line
from utsyn.problems import Path as Steps
from utsyn.text import say


def names(subject: Subject) -> Iterator[Found]:
    """Find a key that is not the file's, lots and composed parts with one key, and parameters that nothing reads."""
    yield from _key(subject)
    lots: dict[str, int] = {}
    for n, lot in enumerate(subject.call.lots):
        if lot.key in lots:
            yield _double(subject, ("lots", n, "key"), lot.key, ("lots", lots[lot.key], "key"))
        lots.setdefault(lot.key, n)
        level = [Placed(("lots", n, "rules", m), line) for m, line in enumerate(lot.rules)]
        yield from _level(subject, level)
    for path, line in _all_lines(subject):
        for step, within in (("all_of", line.all_of), ("any_of", line.any_of)):
            yield from _level(subject, [Placed((*path, step, n), part) for n, part in enumerate(within)])
        if line.given and not line.rule:
            what = say("What is given beside all_of or any_of is read by no rule")
            mend = say("Give it to the rules inside")
            yield subject.found(Code.DEAD_GIVEN, (*path, "given"), what, mend)
    yield from _unused(subject)


def top_level(subject: Subject, wording: Wording) -> Iterator[Found]:
    """Find lines outside any lot that share a key under a wording: only the last of them would count."""
    yield from _level(subject, wording.lines, taken=(WINDOW.key, *([LOTS] if subject.call.lots else [])))


def _level(subject: Subject, lines: Sequence[Placed], taken: Sequence[str] = ()) -> Iterator[Found]:
    first: dict[str, Steps] = dict.fromkeys(taken, ())
    for placed in lines:
        key, at = key_of(placed.line), (*placed.path, "key")
        if key in first:
            yield _double(subject, at, key, first[key])
        first.setdefault(key, at)


def key_of(line: Line) -> str:
    """Return the key that a line goes by: its own, else the name of its rule."""
    return line.key or line.rule or ("all_of" if line.all_of else "any_of")


def _double(subject: Subject, path: Steps, key: str, first: Steps) -> Found:
    what = (
        say("The key “{key}” is already that of line {line}", key=key, line=str(subject.file.line(first)))
        if first
        else say("The key “{key}” is taken by the call itself", key=key)
    )
    mend = say("Give it a key of its own; a line without one goes by the name of its rule")
    return subject.found(Code.DOUBLE_KEY, path, what, mend)


def _key(subject: Subject) -> Iterator[Found]:
    folder, stem = subject.path.absolute().parent.name, subject.path.stem
    expected = f"{folder}-{stem}"
    if subject.call.key != expected:
        what = say(
            "The key “{key}” is not that of the file, “{expected}”", key=subject.call.key, expected=expected
        )
        mend = say("Change the key, or move the file: a call lies in <programme>/<rest of its key>.yaml")
        yield subject.found(Code.KEY_NOT_FILE, ("key",), what, mend)
    elif subject.call.programme != folder:
        what = say("The programme “{programme}” is not the folder “{folder}”",
                   programme=subject.call.programme, folder=folder)  # fmt: skip
        yield subject.found(Code.KEY_NOT_FILE, ("programme",), what, say("Give both the same name"))


def _all_lines(subject: Subject) -> Iterator[tuple[Steps, Line]]:
    call = subject.call
    tops: list[tuple[Steps, Line]] = [(("rules", n), line) for n, line in enumerate(call.rules)]
    tops += [
        (("lots", n, "rules", m), line) for n, lot in enumerate(call.lots) for m, line in enumerate(lot.rules)
    ]
    tops += [
        (("amendments", n, "change", "rules", "add", m), line)
        for n, amendment in enumerate(call.amendments)
        for m, line in enumerate(amendment.change.rules.add)
    ]
    for path, line in tops:
        yield from _within(path, line)


def _within(path: Steps, line: Line) -> Iterator[tuple[Steps, Line]]:
    yield path, line
    for step, within in (("all_of", line.all_of), ("any_of", line.any_of)):
        for n, part in enumerate(within):
            yield from _within((*path, step, n), part)
    if line.unless:
        yield from _within((*path, "unless"), line.unless)


def _unused(subject: Subject) -> Iterator[Found]:
    read = {value[1:] for _, value in parts(subject.file.data) if isinstance(value, str) and value[:1] == "$"}
    call = subject.call
    declared: list[Steps] = [("parameters", name) for name in call.parameters]
    declared += [
        ("lots", n, "parameters", name) for n, lot in enumerate(call.lots) for name in lot.parameters
    ]
    declared += [
        ("amendments", n, "change", "parameters", name)
        for n, amendment in enumerate(call.amendments)
        for name in amendment.change.parameters
        if name not in call.parameters
    ]
    for path in declared:
        if path[-1] not in read:
            what = say("No rule reads the parameter “{name}”", name=str(path[-1]))
            mend = say("Refer to it as ${name} in a rule, or make it a fact", name=str(path[-1]))
            yield subject.found(Code.UNUSED_PARAMETER, path, what, mend)
