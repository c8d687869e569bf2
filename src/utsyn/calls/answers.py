"""An answer as JSON, in one language, in a published shape."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from utsyn.calls.eligibility import Answer, conditions
from utsyn.reasons import Finding, Mend, Source
from utsyn.text import Language, shown


class Shape(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CitationShape(Shape):
    """Where a reason rests: the source, the place in it, and the words quoted, in the source's own language."""

    title: str
    url: str
    place: str
    quote: str
    language: str
    derived: str
    doubt: str


class ReasonShape(Shape):
    """One line of the call: what it asks, what was found, since when it stands so, and who must judge."""

    key: str
    verdict: Literal["yes", "no", "unknown", "judgement"]
    claim: str
    found: str | None
    about: list[str]
    since: date | None
    decided_by: str | None
    evidence: str | None
    sources: list[CitationShape]
    because: list["ReasonShape"]


class MissingShape(Shape):
    """A fact that we would have to learn, and the claim that waits for it."""

    facts: list[str]
    claim: str


class ChangeShape(Shape):
    """One fact that, told otherwise, turns the answer."""

    fact: str
    value: Any
    words: str


class ConditionShape(Shape):
    """A rule that is counted over all applications together, so that no single one can answer it."""

    key: str
    claim: str
    sources: list[CitationShape]


class VersionShape(Shape):
    """The version of the call that the answer rests on: number from 1, first day, hash of the document."""

    number: int
    since: date | None
    sha256: str


class AnswerShape(Shape):
    """The answer: may this proposal go to this call on this day, and why."""

    call: str
    on: date
    version: VersionShape
    verdict: Literal["yes", "no", "unknown", "judgement"]
    reasons: list[ReasonShape]
    missing: list[MissingShape]
    changes: list[ChangeShape]
    conditions: list[ConditionShape]
    tree: ReasonShape
    language: Language
    binding_language: Language | None


def as_shape(answer: Answer, language: Language) -> AnswerShape:
    """Return the answer in one language: the decisive reasons, what is missing, what would turn a no, and the tree."""
    version, call = answer.version, answer.call
    rules = conditions(call, on=answer.on)
    return AnswerShape(
        call=call.key,
        on=answer.on,
        version=VersionShape(number=version.number, since=version.since, sha256=call.file.sha256),
        verdict=answer.verdict.value,
        reasons=[_reason(leaf, language) for leaf in answer.finding.decisive()],
        missing=[_missing(leaf, language) for leaf in answer.finding.missing()],
        changes=[_change(mend, language) for mend in answer.changes()],
        conditions=[_condition(line.put((), answer.on), language) for line in rules],
        tree=_reason(answer.finding, language),
        language=language,
        binding_language=call.text.binding_language,
    )


def _reason(finding: Finding, language: str) -> ReasonShape:
    return ReasonShape(
        key=finding.key,
        verdict=finding.verdict.value,
        claim=finding.claim.in_(language),
        found=finding.found.in_(language) if finding.found else None,
        about=list(finding.about),
        since=finding.since,
        decided_by=finding.ask.decided_by if finding.ask else None,
        evidence=finding.ask.evidence.in_(language) if finding.ask and finding.ask.evidence else None,
        sources=[_citation(source) for source in finding.sources],
        because=[_reason(part, language) for part in finding.because],
    )


def _citation(s: Source) -> CitationShape:
    return CitationShape(
        title=s.title,
        url=s.url,
        place=s.place,
        quote=s.quote,
        language=s.language,
        derived=s.derived,
        doubt=s.doubt,
    )


def _condition(finding: Finding, language: str) -> ConditionShape:
    sources = [_citation(source) for source in finding.sources]
    return ConditionShape(key=finding.key, claim=finding.claim.in_(language), sources=sources)


def _missing(finding: Finding, language: str) -> MissingShape:
    return MissingShape(facts=list(finding.about), claim=finding.claim.in_(language))


def _change(mend: Mend, language: str) -> ChangeShape:
    value = mend.value if isinstance(mend.value, (bool, str, int, list, dict)) else str(mend.value)
    return ChangeShape(fact=mend.path, value=value, words=shown(mend.words, language))
