"""Worked examples that the author of a call writes beside it (`2022.cases.yaml`), run by `utsyn check` and the tests."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from utsyn.calls.eligibility import Call, eligibility
from utsyn.calls.proposal import Proposal
from utsyn.documents import Document, read
from utsyn.problems import Problem, Problems, problems_of, unknown_name
from utsyn.text import Said, Words, say


class Case(BaseModel):
    """A proposal, the day it is asked about, and the answer a person expects.

    `like` takes over an earlier case's proposal, of which `proposal` then changes only what it names.
    `because` names the keys of the lines that decide: all of them, no others. Left out, they are not compared.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    on: date
    expect: Literal["yes", "no", "unknown", "judgement"]
    because: frozenset[str] | None = None
    like: str = ""
    proposal: Mapping[str, Any] = {}


class Ran(NamedTuple):
    """A case that was run, its proposal, and what is wrong where it did not hold."""

    case: Case
    proposal: Proposal | None
    problem: Problem | None


def beside(path: Path) -> Path:
    """Return the file of cases that belongs to a call's file."""
    return path.with_name(f"{path.stem}.cases.yaml")


def run(call: Call, path: Path) -> Iterator[Ran]:
    """Run the cases in a file. Raises Problems where the file itself is wrong."""
    document = read(path)
    proposals: dict[str, Mapping[str, Any]] = {}
    for index, case in enumerate(document.shaped(list[Case])):
        if case.like and case.like not in proposals:
            yield Ran(case, None, document.at(unknown_name(case.like, list(proposals), path=(index, "like"))))
            continue
        if case.name in proposals:
            what, mend = (
                say("Two cases are called “{name}”", name=case.name),
                say("Give each a name of its own"),
            )
            yield Ran(case, None, document.at(Problem(what, mend, (index, "name"))))
            continue
        told = merged(proposals.get(case.like, {}), case.proposal)
        proposals[case.name] = told
        yield _ran(call, case, told, document, index)


def _ran(call: Call, case: Case, told: Mapping[str, Any], document: Document, index: int) -> Ran:
    try:
        proposal = Proposal.model_validate(dict(told))
        answer = eligibility(call, proposal, on=case.on)
    except ValidationError as error:
        first = problems_of(error, Proposal, given=told)[0]
        return Ran(case, None, document.at(first._replace(path=(index, "proposal", *first.path))))
    except Problems as error:
        return Ran(case, None, document.at(error.problems[0]._replace(path=(index, "on"))))
    keys = frozenset(leaf.key for leaf in answer.finding.decisive())
    if answer.verdict.value == case.expect and case.because in (None, keys):
        return Ran(case, proposal, None)
    if answer.verdict.value == case.expect:
        return Ran(case, proposal, document.at(_otherwise(case, keys)._replace(path=(index, "because"))))
    what = say("The case “{name}” expects {expect} and gets {verdict}, because of {keys}", name=case.name,
               expect=case.expect, verdict=answer.verdict.value, keys=", ".join(sorted(keys)))  # fmt: skip
    mend = say("Read the call again: mend the rule, or the case")
    return Ran(case, proposal, document.at(Problem(what, mend, (index, "expect"))))


def _otherwise(case: Case, keys: frozenset[str]) -> Problem:
    """Say that a case gets the answer it expects, because of other lines than it names."""
    what = say("The case “{name}” expects {expect} because of {wanted}, and gets it because of {keys}",
               name=case.name, expect=case.expect, wanted=_keys(case.because or ()), keys=_keys(keys))  # fmt: skip
    return Problem(what, say("Name all the lines that decide and no others, or leave because out"))


def _keys(keys: Iterable[str]) -> Words:
    return Said(", ".join(sorted(keys))) if keys else say("none")


def merged(before: Mapping[str, Any], changes: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what was told with some of it told otherwise; lists are replaced whole."""
    both = dict(before)
    for name, value in changes.items():
        old = both.get(name)
        both[name] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return both
