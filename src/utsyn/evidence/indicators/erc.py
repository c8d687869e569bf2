"""Grants of the European Research Council that the university hosts: signed here, moved in, moved out, and running on a day.

CORDIS tells that a participation ended before its project did, and not when. So a grant that moved counts in the year of its signature:
as moved out where it was signed with us, as moved in where another signed it.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.grants import PAID, Row, grouped, parts, plain_parts, plain_within, within
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe
from utsyn.evidence.results import Result

if TYPE_CHECKING:
    import ibis.expr.types as ir

MAIN = ("main", "synergy")  # Starting, Consolidator and Advanced; and Synergy
SAME = ("project", "programme", "kind", "year", "starts", "ends")
NEEDS = ("grants", "participations")


def _hosted(given: Given, about: About) -> "ir.Table":
    """Return the ERC projects that the university hosts or hosted: live, gone, and whether another's part in it ended."""
    import ibis

    told = parts(given).filter(lambda t: t.pillar == "ERC")
    scheme = told.scheme.upper()
    told = told.mutate(
        kind=ibis.cases(
            (told.scheme.isnull(), "unknown"),
            (scheme.contains("POC"), "proof-of-concept"),
            (scheme.contains("SYG"), "synergy"),
            (scheme.contains("LVG"), "other"),
            (scheme.startswith("ERC") | scheme.startswith("HORIZON-ERC"), "main"),
            else_="other",
        ),
        ours=(told.ror == about.university).fill_null(False),
        over=told.ended.fill_null(False),
    )
    hosts = (told.role == "coordinator") | (
        (told.role == "participant") & ((told.kind == "synergy") | told.over)
    )
    other = ~told.ours & told.over & told.role.isin(PAID) & (told.kind != "synergy")
    found = told.group_by(list(SAME)).aggregate(
        live=(told.ours & hosts & ~told.over).fill_null(False).cast("int64").max(),
        gone=(told.ours & hosts & told.over).fill_null(False).cast("int64").max(),
        other=other.fill_null(False).cast("int64").max(),
    )
    return found.filter((found.live == 1) | (found.gone == 1))


def kind(scheme: str | None) -> str:
    """Return what kind of grant a scheme is."""
    if scheme is None:
        return "unknown"
    for mark, name in (("POC", "proof-of-concept"), ("SYG", "synergy"), ("LVG", "other")):
        if mark in scheme.upper():
            return name
    return "main" if scheme.upper().startswith(("ERC", "HORIZON-ERC")) else "other"


def _plain_hosted(rows: Rows, about: About) -> Iterator[Row]:
    told = ({**one, "kind": kind(one["scheme"])} for one in plain_parts(rows) if one["pillar"] == "ERC")
    for names, found in grouped(told, SAME):
        project = dict(zip(SAME, names, strict=True))
        synergy = project["kind"] == "synergy"
        live = gone = other = False
        for one in found:
            over = bool(one["ended"])
            if one["ror"] != about.university:
                other |= over and one["role"] in PAID and not synergy
            elif one["role"] == "coordinator" or (one["role"] == "participant" and (synergy or over)):
                live, gone = live or not over, gone or over
        if live or gone:
            yield {**project, "live": live, "gone": gone, "other": other}


def _make(given: Given, about: About) -> "ir.Table":
    found = within(_hosted(given, about), about)
    moved_in = ((found.live == 1) & (found.gone == 0) & (found.other == 1)).cast("int64")
    return found.group_by(["programme", "kind", "year"]).aggregate(
        signed=(1 - moved_in).sum(),
        moved_in=moved_in.sum(),
        moved_out=(found.live == 0).cast("int64").sum(),
    )


def _slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    told = plain_within(_plain_hosted(rows, about), about)
    for names, found in grouped(told, ("programme", "kind", "year")):
        moved_in = sum(one["live"] and not one["gone"] and one["other"] for one in found)
        yield (*names, len(found) - moved_in, moved_in, sum(not one["live"] for one in found))


def _running(given: Given, about: About) -> "ir.Table":
    import ibis

    hosted = _hosted(given, about).filter(lambda t: (t.live == 1) & t.kind.isin(MAIN))
    known = hosted.starts.notnull() & hosted.ends.notnull()
    sides = [
        hosted.filter(known).select(day=_whole(day), began=began, ended=1 - began, unknown=0)
        for day, began in ((hosted.starts, 1), (hosted.ends, 0))
    ]
    lost = hosted.filter(~known).select(day=ibis.null("int64"), began=0, ended=0, unknown=1)
    found = ibis.union(*sides, lost, distinct=False)
    return found.group_by("day").aggregate(
        **{name: found[name].cast("int64").sum() for name in ("began", "ended", "unknown")}
    )


def _whole(day: Any) -> Any:
    return (day.year() * 10_000 + day.month() * 100 + day.day()).cast("int64")


def _slowly_running(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    counted: dict[int | None, list[int]] = {}
    for one in _plain_hosted(rows, about):
        if not one["live"] or one["kind"] not in MAIN:
            continue
        if one["starts"] is None or one["ends"] is None:
            counted.setdefault(None, [0, 0, 0])[2] += 1
            continue
        counted.setdefault(whole(one["starts"]), [0, 0, 0])[0] += 1
        counted.setdefault(whole(one["ends"]), [0, 0, 0])[1] += 1
    for day, counts in counted.items():
        yield (day, *counts)


def whole(day: date) -> int:
    """Return a day as the results write it: 20261126."""
    return day.year * 10_000 + day.month * 100 + day.day


def running(result: Result, *, on: date) -> tuple[int, int]:
    """Return how many hosted main grants run on a day, their first and last included, and how many have no known days."""
    now = unknown = 0
    for day, began, ended, lost in result.rows:
        if day is None:
            unknown += lost
            continue
        now += (began if day <= whole(on) else 0) - (ended if day < whole(on) else 0)
    return now, unknown


recipe(
    Recipe(
        "erc-grants", 1, NEEDS, ("programme", "kind", "year"), ("signed", "moved_in", "moved_out"), _make, _slowly,
        indicator="erc-grants",
    )
)  # fmt: skip
recipe(
    Recipe(
        "erc-running", 1, NEEDS, ("day",), ("began", "ended", "unknown"), _running, _slowly_running,
        indicator="erc-running",
    )
)  # fmt: skip
