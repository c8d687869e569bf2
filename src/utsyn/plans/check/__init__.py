"""`utsyn check` for plans and indicators: everything that is wrong with them, with file, line and mend."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from utsyn.checking.languages import languages
from utsyn.checking.quotes import quotes
from utsyn.checking.reading import findings
from utsyn.checking.sorts import inside, is_folder, sort_of
from utsyn.checking.sources import sources
from utsyn.checking.subject import opened
from utsyn.documents import Document, parse
from utsyn.home import SHIPPED, documents, home
from utsyn.plans.check.bases import bases
from utsyn.plans.check.citations import uncited
from utsyn.plans.check.found import KINDS, Code, Found, Severity
from utsyn.plans.check.kinds import put_to_kinds
from utsyn.plans.check.levels import levels
from utsyn.plans.check.library import indicator
from utsyn.plans.check.mapping import mapping
from utsyn.plans.check.names import names
from utsyn.plans.check.subject import Near, Subject, keys, near
from utsyn.plans.check.unwritten import unwritten
from utsyn.plans.document import PlanDocument
from utsyn.plans.indicators import IndicatorDocument
from utsyn.text import LANGUAGES, say

OF_A_PLAN: tuple[Callable[[Subject, PlanDocument], Iterator[Found]], ...] = (
    names, put_to_kinds, bases, levels, mapping, uncited, unwritten
)  # fmt: skip


def check(path: Path, *, texts: Sequence[Path] = ()) -> list[Found]:
    """Check a plan or an indicator, or all of them in a folder; `texts` are folders with the texts of sources."""
    paths = inside(path, "plans", "indicators") if is_folder(path) else [path]
    return [item for one in paths for item in _document(one, near(one), texts)]


def check_library(*, texts: Sequence[Path] = ()) -> list[Found]:
    """Check every plan and indicator at hand: the shipped ones, with the institution's own laid over them."""
    paths = (path for kind in ("plans", "indicators") for path in documents(kind))
    return [item for path in paths for item in _document(path, Near(), texts)]


def place(key: str) -> Path | None:
    """Return the file of the plan or else the indicator with this key, if there is one."""
    paths = (path for kind in ("plans", "indicators") for path in documents(kind))
    return next((path for path in paths if key in keys(path)), None)


def check_text(
    text: str, *, key: str, plans: Mapping[str, PlanDocument] | None = None, texts: Sequence[Path] = ()
) -> list[Found]:
    """Check a plan that is being written, as if it lay among those at hand and `plans` under its key."""
    path = (home() or SHIPPED) / "plans" / f"{key}.yaml"
    content = text.encode(errors="replace")
    return _plan(path, lambda: parse(content, file=path.name), Near(plans=plans or {}), texts)


def _document(path: Path, around: Near, texts: Sequence[Path]) -> list[Found]:
    """Return what is wrong with one document, in the order of its lines."""
    if sort_of(path) == "plans":
        return _plan(path, lambda: opened(path), around, texts)
    return findings(
        lambda: opened(path),
        IndicatorDocument,
        kinds=KINDS,
        subject=lambda file, text: Subject(path, file, text, around),
        found=lambda subject: _in_indicator(subject, texts),
        empty=say("Write an indicator, or delete the file"),
    )


def _plan(path: Path, opening: Callable[[], Document], around: Near, texts: Sequence[Path]) -> list[Found]:
    return findings(
        opening,
        PlanDocument,
        kinds=KINDS,
        subject=lambda file, text: Subject(path, file, text, around),
        found=lambda subject: _in_plan(subject, texts),
        empty=say("Write a plan, or delete the file"),
    )


def _in_plan(subject: Subject, texts: Sequence[Path]) -> Iterator[Found]:
    plan = subject.text
    if isinstance(plan, PlanDocument):
        yield from languages(subject, must=plan.languages or LANGUAGES)
        for family in OF_A_PLAN:
            yield from family(subject, plan)
    yield from sources(subject)
    yield from quotes(subject, texts)


def _in_indicator(subject: Subject, texts: Sequence[Path]) -> Iterator[Found]:
    if isinstance(subject.text, IndicatorDocument):
        yield from indicator(subject, subject.text)
    yield from languages(subject)
    yield from sources(subject)
    yield from quotes(subject, texts)


__all__ = ["Code", "Found", "Severity", "check", "check_library", "check_text", "place"]
