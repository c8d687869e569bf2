"""Applications and how many of them succeed, from plain rows of the project bank; what is not decided is in no rate, and is counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from utsyn.evidence.figures import Stated, decimal, period
from utsyn.evidence.intervals import wilson
from utsyn.evidence.readings import LEAST
from utsyn.reasons import Figure, Source
from utsyn.text import Words, say, say_n

# By the words of the project bank, and of the Research Council's open data.
OUTCOMES: Mapping[str, str] = {
    "granted": "granted", "granted_reduced": "granted", "granted_conditional": "granted", "refused": "refused",
    "rejected": "refused", "submitted": "waiting", "waiting": "waiting", "pending": "waiting", "withdrawn": "withdrawn",
}  # fmt: skip
RECIPE = "applications 1"
UNKNOWN, YEAR = "unknown", "year"
Row = Mapping[str, Any]


def applications(
    rows: Iterable[Row], *, by: Sequence[str] = (YEAR,), source: Source
) -> Iterator[tuple[Stated, Stated]]:
    """Walk how many applications there were, and what share of the decided ones was granted, by columns of the rows.

    A row has `status` and the columns of `by`. Withdrawn applications count as sent and are never decided.
    """
    groups: dict[tuple[Any, ...], Counter[str]] = {}
    for row in rows:
        counts = groups.setdefault(tuple(row.get(name) for name in by), Counter())
        counts[OUTCOMES.get(row.get("status") or "", UNKNOWN)] += 1
    for key in sorted(groups, key=lambda key: [(part is not None, str(part)) for part in key]):
        told = dict(zip(by, key, strict=True))
        yield _sent(told, groups[key], source), _granted(told, groups[key], source)


def _sent(told: Row, counts: Counter[str], source: Source) -> Stated:
    number = sum(counts.values())
    parts = {name: Decimal(counts[name]) for name in sorted(counts)}
    figure = Figure(
        Decimal(number), "applications", _period(told), RECIPE, (source,), parts, None, tuple(_said(counts))
    )
    return Stated("applications", told, figure, Fraction(number))


def _granted(told: Row, counts: Counter[str], source: Source) -> Stated:
    granted, decided = counts["granted"], counts["granted"] + counts["refused"]
    exact = Fraction(granted, decided) if decided else None
    parts = {
        "numerator": Decimal(granted),
        "denominator": Decimal(decided),
        "excluded": Decimal(counts["waiting"] + counts["withdrawn"]),
        "unknown": Decimal(counts[UNKNOWN]),
    }
    caveats = [*_said(counts)]
    if decided < LEAST:
        few = say("No percentage is shown of fewer than {least}: it would be {numerator} of {denominator}", least=LEAST,
                  numerator=granted, denominator=decided)  # fmt: skip
        caveats.insert(0, few)
    shown = decimal(exact) if exact is not None and decided >= LEAST else None
    figure = Figure(shown, "applications", _period(told), RECIPE, (source,), parts, None, tuple(caveats))
    return Stated("application-success", told, figure, exact, wilson(granted, decided))


def _said(counts: Counter[str]) -> Iterator[Words]:
    if counts["waiting"]:
        yield say_n("{n} is not decided", "{n} are not decided", counts["waiting"])
    if counts["withdrawn"]:
        yield say_n("{n} was withdrawn", "{n} were withdrawn", counts["withdrawn"])
    if counts[UNKNOWN]:
        yield say_n("Of {n} nobody has told what came of it", "Of {n} nobody has told what came of them", counts[UNKNOWN])  # fmt: skip


def _period(told: Row) -> str:
    if told.get(YEAR) is None:
        return ""
    since, until = period(told[YEAR])
    return f"{since}/{until}"
