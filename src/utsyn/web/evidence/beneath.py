"""What lies beneath the figures, and around them, in words: works and their affiliations, partners, vintages, jobs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from utsyn.evidence.recipes import recipes
from utsyn.evidence.rules import rule
from utsyn.text import Words, say, say_n
from utsyn.web.evidence import facts
from utsyn.web.evidence.facts import named
from utsyn.web.evidence.models import Basis, Behind, Job, Loaded, Partner
from utsyn.web.evidence.queries import Atlas, case_of
from utsyn.web.evidence.values import VALUES

Units = Mapping[str, Words]
MOST_PRINTED = 30  # affiliations that are not folded


def cases(found: Iterable[str]) -> Sequence[tuple[str, Sequence[Words]]]:
    """Return the cases by which works are listed, each in words."""
    return [(case, [_word(part) for part in case.split()] or [say("as it stands")]) for case in found]


def _word(key: str) -> Words:
    return next((names[key] for names in VALUES.values() if key in names), facts.Key(key))


class Affiliation(NamedTuple):
    """An affiliation as it was printed: whose place among the authors, what it was taken for, and where that is."""

    position: int
    raw: str
    organisation: str
    country: Words | None
    ours: bool


class Part(NamedTuple):
    """What a work adds to a figure: yes, no, or nobody can tell."""

    names: Sequence[Words]
    verdict: str


class Work(NamedTuple):
    """A work as its page shows it."""

    countries: Sequence[Words]
    first: Sequence[Affiliation]  # those that stand on the page; the rest is folded
    rest: Sequence[Affiliation]
    parts: Sequence[tuple[str, Words, Sequence[Part]]]
    itself: str


def work(row: Behind) -> Work:
    """Return the page of a work."""
    printed = [
        Affiliation(position, raw or "", name or "", facts.Land(country) if country else None, bool(own))
        for position, name, country, own, raw in row.printed
    ]
    families: dict[str, list[Part]] = {}
    for key, part in row.parts.items():
        family, _, case = key.partition(" ")
        verdict = "unknown" if part is None else "yes" if part else "no"
        families.setdefault(family, []).append(Part([_word(one) for one in case.split()], verdict))
    told = [(family, facts.title(family), parts) for family, parts in families.items()]
    counts = row.parts.get(case_of("international-copublication", ""), "")
    return Work(
        [facts.Land(code) for code in row.countries],
        printed[:MOST_PRINTED],
        printed[MOST_PRINTED:],
        told,
        "yes" if counts else "no" if counts == 0 else "unknown",
    )


def countries(atlas: Atlas) -> Sequence[tuple[Words, Mapping[str, Any]]]:
    """Return the table beside the map."""
    return [(facts.Land(one["country"]), one) for one in atlas.countries]


def partner(row: Partner, *, units: Units) -> Mapping[str, Any]:
    """Return the page of a partner."""
    told = row.told
    name = _name_of(units)
    since, until = told["span"]
    agreements = None if told["agreements"] is None else [
        (named("relation", relation), name(unit), kind, _day(begins), _day(ends)) for relation, unit, kind, begins, ends in told["agreements"]
    ]  # fmt: skip
    stays = None if told["stays"] is None else [
        (year, named("way", way), kind, people, unknown) for year, way, kind, people, unknown in told["stays"]
    ]  # fmt: skip
    projects = None if told["projects"] is None else [
        (named("programme", programme), _day(begins), _day(ends), n) for programme, begins, ends, n in told["projects"]
    ]  # fmt: skip
    return {
        "country": facts.Land(row.country) if row.country else None,
        "span": say("{since} to {until}", since=str(since), until=str(until)),
        "years": [(str(year), works, plain, facts.Number(score)) for year, works, _, plain, score in told["years"]],
        "units": None if told["units"] is None else [(name(unit), works) for unit, works in told["units"]],
        "people": told["people"], "largest": told["largest"],
        "agreements": agreements, "stays": stays, "projects": projects, "written": _written(told.get("funded")),
        "undated": "funded" in told and told["funded"] is None,
        "verdicts": [_finding(one) for one in told["verdicts"].values()],
        "caveats": [facts.Kept(one) for one in told["caveats"]],
        "rules": rule(recipes()["partners"]),
        "next": [NEXT[sign] for sign in NEXT if sign in signs(row)],
    }  # fmt: skip


def signs(row: Partner) -> Sequence[str]:
    """Return the signs of a partner by which something is to be done."""
    silent = (row.told.get("funded") or {}).get("works") == 0
    return [sign for sign in NEXT if (silent if sign == UNWRITTEN else getattr(row, sign))]


def spans(told: Mapping[str, Any]) -> str:
    """Write the years in which something of joint projects could come out."""
    return ", ".join(f"{first}–{last}" if first != last else str(first) for first, last in told["spans"])


def followed(found: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Sequence[tuple[str, str, int, str, int]]:
    """Return the table of partners with joint projects: ROR id, name, projects, years, publications in these."""
    return [(ror, name, told["projects"], spans(told), told["works"]) for ror, name, told in found]


def _written(told: Mapping[str, Any] | None) -> Words | None:
    """Say how much was written together in the years in which something of joint projects could come out; None where no day is known."""
    if told is None:
        return None
    years = spans(told)
    if not told["works"]:
        return say(
            "Nothing was written together in the years of joint projects and the two after them ({years})",
            years=years,
        )
    return say_n(
        "{n} publication was written together in the years of joint projects and the two after them ({years})",
        "{n} publications were written together in the years of joint projects and the two after them ({years})",
        told["works"], years=years,
    )  # fmt: skip


UNWRITTEN = "unwritten"
NEXT: Mapping[str, Words] = {
    "hidden": say("Ask the units that write with it whether an agreement would help them: exchange of staff and students, joint applications."),
    "emerging": say("It grows fast: ask who of ours drives it, and whether they would apply together."),
    "dormant": say("Ask the unit that signed it whether the agreement is still wanted, before it is renewed."),
    UNWRITTEN: say("Ask those who lead the joint projects what is written of them, and with whom."),
}  # fmt: skip


def _name_of(units: Units) -> Any:
    return lambda key: units.get(key) or (facts.Key(key) if key else say("authors whom no unit lists"))


def _finding(one: Mapping[str, Any]) -> Mapping[str, Any]:
    found = facts.Kept(one["found"]) if one["found"] else None
    because = [_finding(part) for part in one["because"]]
    return {"verdict": one["verdict"], "claim": facts.Kept(one["claim"]), "found": found, "because": because}


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def vintages(
    found: Iterable[Loaded],
) -> Sequence[tuple[Loaded, Sequence[Mapping[str, Any]], Sequence[tuple[str, int]]]]:
    """Return what is loaded, with its tables and what was counted when it was."""
    return [(one, one.told["tables"], list(one.told["counted"].items())) for one in found]


JOBS: Mapping[str, Words] = {
    "world": say("Make the synthetic world"), "load": say("Load files"), "compute": say("Compute all figures"),
}  # fmt: skip
STATES: Mapping[str, Words] = {
    "queued": say("waits"), "running": say("is being done"), "done": say("done"), "failed": say("failed"),
}  # fmt: skip
LOOKS: Mapping[str, str] = {"queued": "planned", "running": "closing", "done": "open", "failed": "no"}


def jobs(found: Iterable[Job]) -> Sequence[Mapping[str, Any]]:
    """Return jobs in words."""
    return [
        {
            "job": one, "name": JOBS[one.kind], "state": STATES[one.state], "look": LOOKS[one.state],
            "far": say("{did} of {steps}", did=one.did, steps=one.steps) if one.steps and one.state == Job.State.RUNNING else None,
            "again": say_n("taken up again {n} time after it had stopped", "taken up again {n} times after it had stopped", one.tries - 1)
            if one.tries > 1 else None,
            "said": [facts.Kept(part) for part in one.said],
        }
        for one in found
    ]  # fmt: skip


def busy(found: Iterable[Job]) -> bool:
    """Tell whether anything waits or is being done."""
    return any(one.state in (Job.State.QUEUED, Job.State.RUNNING) for one in found)


def lacking(basis: Basis | None) -> Sequence[tuple[Words, Sequence[Words]]]:
    """Return which figures could not be computed, each with why and how to mend it."""
    told = basis.lacking if basis else {}
    return [(facts.title(key), [words for part in why for words in _why(part)]) for key, why in told.items()]


def _why(part: Any) -> Iterable[Words]:
    """Say what a recipe lacked and how to mend it, as it was kept; computed by an older version it is the name of a table."""
    return (
        [facts.Kept(part["what"]), facts.Kept(part["mend"])]
        if isinstance(part, Mapping)
        else [facts.Key(str(part))]
    )
