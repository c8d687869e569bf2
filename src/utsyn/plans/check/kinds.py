"""Targets that cannot be put to any figure: an unknown kind, a wrong parameter, an indicator that is not there or of a wrong sort."""

from collections.abc import Iterator

from utsyn.plans.check.bases import number
from utsyn.plans.check.found import Code, Found
from utsyn.plans.check.levels import PARTS_OF_ONE
from utsyn.plans.check.subject import Put, Subject, put
from utsyn.plans.document import PlanDocument
from utsyn.plans.targets import Kind, kinds
from utsyn.problems import Problem, Problems, unknown_name

# What is said of these where it is missing is said better by checks of their own: bases.py, levels.py.
TOLD_ELSEWHERE = ("base", "among")


def put_to_kinds(subject: Subject, plan: PlanDocument) -> Iterator[Found]:
    """Put every target to its kind, and its indicator to the library."""
    for one in put(subject, plan):
        yield from _indicator(subject, one)
        kind = kinds().get(one.target.kind)
        if kind is None:
            problem = unknown_name(one.target.kind, list(kinds()))
            yield subject.found(Code.UNKNOWN_KIND, one.at("kind"), problem.what, problem.mend)
            continue
        yield from _parameters(subject, one, kind)
        if one.indicator is not None or one.target.indicator is None:
            try:
                kind.fitting(one.indicator)
            except Problems as error:
                for problem in error.problems:
                    yield subject.found(Code.WRONG_SORT, one.at(*problem.path), problem.what, problem.mend)


def _indicator(subject: Subject, one: Put) -> Iterator[Found]:
    name = one.target.indicator
    if name is not None and one.indicator is None:
        known = subject.near.names("indicators")
        if name not in known:
            problem = unknown_name(name, known)
            yield subject.found(Code.UNKNOWN_INDICATOR, one.at("indicator"), problem.what, problem.mend)


def _parameters(subject: Subject, one: Put, kind: Kind) -> Iterator[Found]:
    try:
        kind.checked(one.given)
    except Problems as error:
        for problem in error.problems:
            if not _told_elsewhere(one, problem):
                path = one.at("given", *problem.path)
                yield subject.found(Code.PARAMETER, path, problem.what, problem.mend)


def _told_elsewhere(one: Put, problem: Problem) -> bool:
    name = str(problem.path[0]) if len(problem.path) == 1 else ""
    above = number(one.given.get(name)) if name in PARTS_OF_ONE.get(one.target.kind, ()) else None
    return (name in TOLD_ELSEWHERE and not one.given.get(name)) or (above is not None and above > 1)
