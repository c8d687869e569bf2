"""The documents that go with an application: which, on which template, how long, signed by whom."""

from pydantic import BaseModel, ConfigDict

from utsyn.calls.proposal import Paper, Proposal
from utsyn.calls.rules import rule
from utsyn.reasons import Finding, all_of, every, finding
from utsyn.text import Text, Words, say


class Wanted(BaseModel):
    """One document that the call asks for; `each_of` says of how many there must be one."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: str
    name: Text
    pages_at_most: int | None = None
    on_template: bool = False
    signed_by: str = ""
    at_least: int = 1
    at_most: int | None = None


@rule
def papers_complete(proposal: Proposal, *, papers: tuple[Wanted, ...]) -> Finding:
    """Every document asked for is there, on its template, within its pages, with its signature."""
    parts = [_there(wanted, proposal.papers) for wanted in papers]
    return parts[0] if len(parts) == 1 else all_of(say("The documents asked for are there"), parts)


def _there(wanted: Wanted, papers: tuple[Paper, ...] | None) -> Finding:
    claim = _claim(wanted)
    if papers is None:
        return finding(None, claim, about=("papers",))
    mine = [(n, paper) for n, paper in enumerate(papers) if paper.kind == wanted.kind]
    each = [_fits(wanted, paper) for _, paper in mine]
    open_kinds = None if any(paper.kind is None for paper in papers) else False
    number = len(mine) >= wanted.at_least or open_kinds
    few = wanted.at_most is None or len(mine) <= wanted.at_most
    about = tuple(f"papers[{n}]" for (n, _), fit in zip(mine, each, strict=True) if fit is not True) or (
        "papers",
    )
    return finding(every([number, few, *each]), claim, found=say("{n} given", n=len(mine)), about=about)


def _fits(wanted: Wanted, paper: Paper) -> bool | None:
    checks: list[bool | None] = []
    if wanted.pages_at_most is not None:
        checks.append(None if paper.pages is None else paper.pages <= wanted.pages_at_most)
    if wanted.on_template:
        checks.append(paper.on_template)
    if wanted.signed_by:
        checks.append(None if paper.signed_by is None else paper.signed_by == wanted.signed_by)
    return every(checks)


def _claim(wanted: Wanted) -> Words:
    parts: Words = say("{name} is there", name=wanted.name)
    if wanted.pages_at_most is not None:
        parts = say("{so_far}, at most {n} pages", so_far=parts, n=wanted.pages_at_most)
    if wanted.on_template:
        parts = say("{so_far}, on the funder's template", so_far=parts)
    if wanted.signed_by:
        parts = say("{so_far}, signed by the {role}", so_far=parts, role=wanted.signed_by)
    return parts
