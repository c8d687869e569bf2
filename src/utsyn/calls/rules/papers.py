"""The documents that go with an application: which, how many, on which template, how long, signed by whom."""

from collections.abc import Iterator
from functools import cached_property, partial
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from utsyn.calls.proposal import MOST, Paper, Proposal
from utsyn.calls.rules import rule
from utsyn.reasons import Finding, Mend, all_of, every, finding
from utsyn.text import Text, Words, later, say, say_n

Count = Annotated[int, Field(ge=0, le=1_000)]


class Wanted(BaseModel):
    """A document that the call asks for: how many of its kind there must be, and what each of them must be like."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: str
    name: Text
    pages_at_most: Count | None = None
    on_template: bool = False
    signed_by: str = ""
    signer: Text | None = None  # the role of signed_by in words
    at_least: Count = 1
    at_most: Count | None = None

    @cached_property
    def claim(self) -> Words:
        """What is asked for, in words."""
        parts = _number(self)
        if self.pages_at_most is not None:
            parts = say_n(
                "{so_far}, at most {n} page", "{so_far}, at most {n} pages", self.pages_at_most, so_far=parts
            )
        if self.on_template:
            parts = say("{so_far}, on the funder's template", so_far=parts)
        if self.signed_by:
            parts = say("{so_far}, signed by {role}", so_far=parts, role=self.signer or self.signed_by)
        return parts


@rule
def papers_complete(proposal: Proposal, *, papers: tuple[Wanted, ...]) -> Finding:
    """Every document asked for is there, on its template, within its pages, with its signature."""
    parts = [_there(wanted, proposal.papers) for wanted in papers]
    return parts[0] if len(parts) == 1 else all_of(say("The documents asked for are there"), parts)


def _there(wanted: Wanted, papers: tuple[Paper, ...] | None) -> Finding:
    if papers is None:
        return finding(None, wanted.claim, about=("papers",))
    kind, mine = wanted.kind, 0
    each: list[tuple[int, bool | None]] = []
    for n, paper in enumerate(papers):
        if paper.kind == kind or paper.kind is None:
            mine += paper.kind is not None
            each.append((n, _fits(wanted, paper)))
    number = _number_right(wanted, mine, len(each))
    holds = every([number, *[fit for _, fit in each]])
    if holds:
        return finding(True, wanted.claim, found=later(_given, mine), about=("papers",))
    about = tuple(_about(wanted, papers, each, holds)) or ("papers",)
    mends = partial(_mends, wanted, papers, each, number) if holds is False else None
    return finding(holds, wanted.claim, found=later(_given, mine), about=about, mends=mends)


def _given(n: int) -> Words:
    return say("{n} given", n=n)


def _number_right(wanted: Wanted, sure: int, possible: int) -> bool | None:
    """Tell whether there are enough and not too many, where some may or may not be of the kind."""
    enough = True if sure >= wanted.at_least else None if possible >= wanted.at_least else False
    most = wanted.at_most
    return enough if most is None or possible <= most else False if sure > most else every((enough, None))


def _mends(
    wanted: Wanted, papers: tuple[Paper, ...], each: list[tuple[int, bool | None]], number: bool | None
) -> Iterator[Mend]:
    """Add the one that is wanting, or mend the one that does not fit; where both are so, neither would do."""
    unfit = [n for n, fit in each if fit is False]
    if not unfit and len(each) == wanted.at_least - 1 and len(papers) < MOST:
        yield Mend("papers[+]", _like(wanted), say("Add this document: {name}", name=wanted.name))
    elif len(unfit) == 1 and number is not False:
        yield from _mended(wanted, papers[unfit[0]], f"papers[{unfit[0]}]")


def _about(
    wanted: Wanted, papers: tuple[Paper, ...], each: list[tuple[int, bool | None]], holds: bool | None
) -> Iterator[str]:
    """Name the documents that do not fit, or what is untold of those that may."""
    for n, fit in each:
        if holds is False and fit is False:
            yield f"papers[{n}]"
        elif holds is None and papers[n].kind is None:
            yield f"papers[{n}].kind"
        elif holds is None and fit is None:
            yield from (
                f"papers[{n}].{name}" for name, ok in _checks(wanted, papers[n]).items() if ok is None
            )


def _fits(wanted: Wanted, paper: Paper) -> bool | None:
    """Tell whether a document is as wanted; one of unknown kind need not be."""
    checks = _checks(wanted, paper)
    fits = every(list(checks.values())) if checks else True
    return fits if paper.kind or fits else None


def _checks(wanted: Wanted, paper: Paper) -> dict[str, bool | None]:
    """Tell for each fact of a document whether it is as wanted."""
    checks: dict[str, bool | None] = {}
    if wanted.pages_at_most is not None:
        checks["pages"] = None if paper.pages is None else paper.pages <= wanted.pages_at_most
    if wanted.on_template:
        checks["on_template"] = paper.on_template
    if wanted.signed_by:
        checks["signed_by"] = None if paper.signed_by is None else paper.signed_by == wanted.signed_by
    return checks


def _like(wanted: Wanted) -> dict[str, object]:
    """Return a document that would fit."""
    facts = {
        "pages": wanted.pages_at_most,
        "on_template": wanted.on_template or None,
        "signed_by": wanted.signed_by or None,
    }
    return {"kind": wanted.kind} | {name: value for name, value in facts.items() if value is not None}


def _mended(wanted: Wanted, paper: Paper, path: str) -> Iterator[Mend]:
    wrong = [name for name, ok in _checks(wanted, paper).items() if ok is False]
    if len(wrong) == 1:
        yield Mend(f"{path}.{wrong[0]}", _like(wanted)[wrong[0]], wanted.claim)


def _number(wanted: Wanted) -> Words:
    least, most, name = wanted.at_least, wanted.at_most, wanted.name
    if least == most:
        return say("{name}: {n}", name=name, n=least)
    if most is not None:
        return say("{name}: from {least} to {most}", name=name, least=least, most=most)
    if least > 1:
        return say("{name}: at least {n}", name=name, n=least)
    return say("{name} is there", name=name)
