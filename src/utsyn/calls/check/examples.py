"""The worked examples beside a call: those that no longer hold, and a call that has none."""

from collections.abc import Iterator

from utsyn.calls.cases import beside, run
from utsyn.calls.check.found import Code, Found
from utsyn.calls.check.subject import Subject, of_problem, opened
from utsyn.calls.eligibility import Call
from utsyn.problems import Problems
from utsyn.text import say


def examples(subject: Subject) -> Iterator[Found]:
    """Run the cases of a call. What is wrong with one of them is found in their own file."""
    path = beside(subject.path)
    if not path.exists():
        if subject.call.rules or subject.call.lots:
            what, mend = say("The call has no cases"), say("Write some beside it, in {name}", name=path.name)
            yield subject.found(Code.NO_CASES, (), what, mend)
        return
    try:
        file = opened(path)
    except Problems as error:
        yield from (of_problem(problem, Code.UNREADABLE) for problem in error.problems)
        return
    try:
        for ran in run(Call(subject.call, subject.file), path):
            if ran.problem:
                yield of_problem(ran.problem, Code.CASE_FAILS, file.data)
    except Problems as error:
        yield from (of_problem(problem, Code.SHAPE, file.data) for problem in error.problems)
    except (TypeError, ArithmeticError, LookupError, AttributeError, ValueError) as error:
        what = say("A case brings its rule down: {why}", why=str(error))
        yield subject.found(Code.RULE, ("rules",), what, say("Look for a rule without its limits"))
