"""The `utsyn` command: calls, plans, evidence, and what checks them. Runs without Django."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from utsyn.evidence import command as of_evidence
from utsyn.evidence import command_world as of_world
from utsyn.evidence.disk import forgotten, refused, written
from utsyn.plans import command as of_plans
from utsyn.problems import Problems
from utsyn.reasons import Verdict
from utsyn.text import LANGUAGES, Language, in_words, say

# 0 to 2 answer the question; from 64 on it could not be asked (the numbers of sysexits.h).
EXIT = {Verdict.YES: 0, Verdict.NO: 1, Verdict.UNKNOWN: 2, Verdict.JUDGEMENT: 2}
USAGE, DATA, INTERRUPTED = 64, 65, 130
MANY = 1_000  # proposals from which a progress bar is worth looking at

if TYPE_CHECKING:  # the command starts sooner without the calls
    from utsyn.calls.eligibility import Call
    from utsyn.checking.found import Found

T = TypeVar("T")
Lines = Iterable[str]


class Parser(argparse.ArgumentParser):
    """Argument parser that exits with 64 on misuse, since 2 means that the answer is unknown."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how the command is used."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    given = parser().parse_args(argv)
    try:
        done = given.run(given)
        return _ran(done) if isinstance(done, of_plans.Ran | of_evidence.Ran) else int(done)
    except Problems as error:
        for problem in error.problems:
            print(problem.in_(given.lang), file=sys.stderr)
        return DATA
    except KeyboardInterrupt:
        print(in_words(given.lang, "Interrupted; nothing was changed."), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader (head, less) has seen enough
        forgotten(sys.stdout)
        return 0
    except OSError as error:
        print(refused(error).in_(given.lang), file=sys.stderr)
        return DATA


def parser() -> Parser:
    """Return the parser of the whole command."""
    about = "May this proposal go to this call, is this goal on course, on this day, and why?"
    top = Parser(prog="utsyn", description=about)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    command = _adder(commands)
    made = command("calls", _calls, "List the calls at hand and how each stands on a day.")
    _add_day(made)
    made = command("show", _show, "Show a call as it stood on a day, or what differs between two days.")
    made.add_argument("call", help="key of the call, such as intpart-2022")
    _add_day(made)
    made.add_argument("--diff", type=_day, metavar="DAY", help="compare with this day")
    made = command("may-apply", _may_apply, "Answer whether a proposal may go to a call. Exit status: 0 yes, 1 no, "
                   "2 unknown or for a person to judge.")  # fmt: skip
    made.add_argument("call", help="key of the call, such as intpart-2022")
    made.add_argument("proposal", type=Path, help="YAML or JSON file")
    _add_day(made)
    made = command(
        "replay", _replay, "Replay a call's amendments over proposals: who turned, which way, why."
    )
    made.add_argument("call", help="key of the call, such as intpart-2022")
    made.add_argument("proposals", type=Path, help="folder of YAML or JSON files, or a .jsonl file")
    within = commands.add_parser("plan", help=(text := "Show a plan, or begin one."), description=text)
    of_plans.add(
        command, of_plan=_adder(within.add_subparsers(required=True, metavar="COMMAND")), day=_add_day
    )
    made = command(
        "check", _check, "Check calls, plans and indicators: what is wrong, where, and how to mend it."
    )
    made.add_argument(
        "path", type=Path, nargs="?", help="file, folder or key of a document; all at hand where left out"
    )
    made.add_argument(
        "--texts", type=Path, action="append", default=[], help="folder of source texts to check quotes in"
    )
    of_evidence.add(command, day=_add_day, clock=(time.sleep, lambda: datetime.now(UTC)))
    of_world.add(command, show=_print)
    made = command("schema", _schema, "Print a JSON Schema.")
    made.add_argument(
        "what",
        choices=["call", "proposal", "finding", "answer", "funder-list", "plan", "indicator", "figures"],
    )
    return top


def _adder(commands: "argparse._SubParsersAction[Parser]") -> of_plans.Command:
    def command(name: str, run: Callable[[argparse.Namespace], Any], text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(run=run)
        made.add_argument("--lang", choices=LANGUAGES, default=_language(), help="language of the answer")
        made.add_argument("--json", action="store_true", help="print JSON")
        return made

    return command


def _language() -> Language:
    named = (os.environ.get("UTSYN_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "").lower()
    return "nn" if named.startswith("nn") else "nb" if named.startswith(("nb", "no")) else "en"


def _add_day(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--on", type=_day, default=date.today(), metavar="DAY", help="as of this day; today if left out"
    )


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        message = f"{written!r} is no day that exists; write year-month-day: 2022-03-16"
        raise argparse.ArgumentTypeError(message) from None


def _calls(given: argparse.Namespace) -> int:
    from utsyn.calls import report
    from utsyn.calls.library import library, status

    held = library()
    calls = sorted(held.calls.values(), key=lambda call: call.key)
    if given.json:
        rows = [{"call": c.key, "title": c.text.title.in_(given.lang), "status": status(c, on=given.on).value,
                 "closes": c.reading(on=given.on).window.closes} for c in calls]  # fmt: skip
        return _print(_json({"on": given.on, "calls": rows}))
    _print(report.listed(calls, given.on, given.lang))
    for error in held.problems:
        print(error.problems[0].in_(given.lang), file=sys.stderr)
    return DATA if held.problems else 0


def _show(given: argparse.Namespace) -> int:
    from utsyn.calls.library import find

    call = find(given.call)
    with _placed(call):
        return _shown(call, given)


def _shown(call: "Call", given: argparse.Namespace) -> int:
    from utsyn.calls import answers, report
    from utsyn.calls.difference import difference

    if given.diff:
        first, second = sorted((given.diff, given.on))
        made = difference(call, first, second)
        return _print(
            _json(answers.difference_shape(call, made, given.lang))
            if given.json
            else report.difference(made, given.lang)
        )
    if given.json:
        return _print(_json(answers.call_shape(call, given.on, given.lang)))
    return _print(report.call(call, given.on, given.lang))


def _may_apply(given: argparse.Namespace) -> int:
    from utsyn.calls import answers, report, told
    from utsyn.calls.eligibility import eligibility
    from utsyn.calls.library import find

    call = find(given.call)
    with _placed(call):
        answer = eligibility(call, told.proposal(given.proposal), on=given.on)
    _print(_json(answers.as_shape(answer, given.lang)) if given.json else report.answer(answer, given.lang))
    return EXIT[answer.verdict]


def _replay(given: argparse.Namespace) -> int:
    from utsyn.calls import answers, report, told
    from utsyn.calls.library import find
    from utsyn.calls.replay import replay

    call = find(given.call)
    each = list(_watched(told.proposals(given.proposals), in_words(given.lang, "Reading proposals")))
    with _placed(call):
        days = replay(call, [(t.name, t.proposal) for t in each if t.proposal])
    _print(
        _json(answers.replay_shape(call, days, given.lang))
        if given.json
        else report.replayed(days, given.lang)
    )
    problems = [problem for t in each for problem in t.problems]
    sys.stderr.writelines(f"{problem.in_(given.lang)}\n" for problem in problems)
    return DATA if problems else 0


def _ran(done: of_plans.Ran | of_evidence.Ran) -> int:
    _print(done.lines)
    sys.stderr.writelines(f"{line}\n" for line in done.complaints)
    return done.status


def _check(given: argparse.Namespace) -> int:
    found = _found(given.path, given.texts)
    if given.json:
        _print(_json([item.as_dict(given.lang) for item in found]))
    else:
        _print(item.in_(given.lang) for item in found)
        bad = sum(item.fails for item in found)
        print(say("Findings: {n}, errors: {bad}", n=len(found), bad=bad).in_(given.lang), file=sys.stderr)
    return 1 if any(item.fails for item in found) else 0


def _found(path: Path | None, texts: list[Path]) -> "list[Found]":
    from utsyn.calls import check as calls
    from utsyn.calls.library import place
    from utsyn.checking.sorts import inside, is_folder, is_there, sort_of
    from utsyn.plans import check as plans

    if path is None:
        return [*calls.check_library(texts=texts), *plans.check_library(texts=texts)]
    if is_folder(path):
        others = plans.check(path, texts=texts)
        only = inside(path, "plans", "indicators") and not inside(path, "calls")
        return others if only else [*calls.check(path, texts=texts), *others]
    if not is_there(path):  # the key of a document will do, too, as it does for the other commands
        path = place(str(path)) or plans.place(str(path)) or path
    return (calls.check if sort_of(path) == "calls" else plans.check)(path, texts=texts)


@contextmanager
def _placed(call: "Call") -> Iterator[None]:
    """Name file and line of what is wrong with a call's lines, which is only seen when they are put to a proposal."""
    try:
        yield
    except Problems as error:
        raise Problems(
            *(p if p.file or p.path[:1] not in call.file.lines else call.file.at(p) for p in error.problems)
        ) from error


def _schema(given: argparse.Namespace) -> int:
    from utsyn.calls import shapes
    from utsyn.calls.document import CallDocument
    from utsyn.calls.lists import FunderList
    from utsyn.calls.proposal import Proposal
    from utsyn.plans.document import PlanDocument
    from utsyn.plans.indicators import IndicatorDocument
    from utsyn.plans.told import Told

    published: dict[str, Any] = {
        "call": CallDocument, "proposal": Proposal, "finding": shapes.ReasonShape, "answer": shapes.AnswerShape,
        "funder-list": FunderList, "plan": PlanDocument, "indicator": IndicatorDocument, "figures": Told,
    }  # fmt: skip
    return _print(_json(published[given.what].model_json_schema()))


def _json(value: Any) -> Lines:
    shaped = value.model_dump(mode="json") if hasattr(value, "model_dump") else value
    return [json.dumps(shaped, ensure_ascii=False, indent=2, default=str)]


def _print(lines: Lines) -> int:
    written(lines, to=sys.stdout)
    return 0


def _watched(items: Iterator[T], what: str) -> Iterator[T]:
    """Walk items with a progress bar on the terminal, once there are so many that it is worth it."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        for number, item in enumerate(items, start=1):
            if number % MANY == 0:
                progress.update(task, completed=number, description=f"{what}: {number:,}")
            yield item


if __name__ == "__main__":
    sys.exit(main())
