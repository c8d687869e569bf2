"""What the log keeps, put into words: people by number, units as they were called, orders, terms, outcomes, reasons."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from utsyn.blocks import Block, Table
from utsyn.calls.rounds.terms import STEP_NAMES, Step
from utsyn.reasons import Verdict
from utsyn.text import Said, Text, Words, say, say_n

UNKNOWN = say("not known")
VERDICTS: Mapping[str, Said] = {
    Verdict.YES: say("yes"),
    Verdict.NO: say("no"),
    Verdict.UNKNOWN: say("not known yet"),
    Verdict.JUDGEMENT: say("to be judged"),
}
POLICIES: Mapping[str, Said] = {
    "on_overflow": say("only if there are more nominations than places"),
    "required": say("always"),
    "forbidden": say("never: the call forbids it"),
    "after_assessment": say("after the assessment"),
}


def terms_told(terms: Mapping[str, Any]) -> Iterator[tuple[Said | str, object]]:
    """Walk the terms of a round in words."""
    yield say("Places"), terms["cap"]
    yield say("Ranking"), POLICIES[terms["policy"]]
    yield say("Guaranteed to each faculty"), terms["guarantee"]
    yield say("Seed for ties, announced with the terms"), terms["seed"]
    for step in Step:
        if before := terms["steps"].get(step.value):
            days = _days(before["days"])
            yield (
                STEP_NAMES[step],
                say("{days}, at {hour}", days=days, hour=before["at"][:5]) if before.get("at") else days,
            )


def _days(count: int) -> Words:
    if not count:
        return say("on the day of the funder's deadline")
    return say_n("{n} day before the funder's deadline", "{n} days before the funder's deadline", count)


def outcome_told(outcome: Mapping[str, Any]) -> Iterator[Block]:
    """Walk an outcome as the log keeps it: everyone in order, with the reason in its own words."""
    rows = outcome.get("said", ())
    header = (say("Order"), say("No."), say("Goes forward"), say("Reason"))
    cells = tuple(
        (n, row["number"], say("yes") if row["forward"] else say("no"), reason(row["because"]))
        for n, row in enumerate(rows, start=1)
    )
    if cells:
        yield Table(header, cells, widths=(0.7, 0.7, 1, 6), figures=frozenset({0, 1}))


def person(number: int | None) -> Said:
    """Name a person by her number."""
    return say("person {n}", n=str(number)) if number else say("the system")


def called(unit: Sequence[str]) -> Words | str:
    """Say what a unit was called then."""
    _key, nb, en = (*unit, "", "", "")[:3]
    return Text(nb=nb, en=en) if nb or en else _key


def reason(kept: Any) -> Words | str:
    """Say a reason that was kept in each language, or in the words somebody wrote."""
    if isinstance(kept, Mapping):
        return (
            Text(**{code: kept.get(code, "") for code in ("nb", "nn", "en")})
            if any(kept.values())
            else UNKNOWN
        )
    return str(kept) if kept else UNKNOWN


def groups(order: Sequence[Sequence[int]]) -> str:
    """Write an order in which level ones stand together: 4, 7 = 9, 2."""
    return ", ".join(" = ".join(str(number) for number in group) for group in order)
