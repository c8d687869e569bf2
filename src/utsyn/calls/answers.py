"""Answers, calls, differences and replays in their published JSON shapes, in one language."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from utsyn.calls.amendments import standing, version_on
from utsyn.calls.binding import cited
from utsyn.calls.difference import Differences
from utsyn.calls.document import Amendment
from utsyn.calls.eligibility import Answer, Call, conditions
from utsyn.calls.kinds import Stage
from utsyn.calls.known import fact_name, fact_value
from utsyn.calls.library import status
from utsyn.calls.proposal import Proposal
from utsyn.calls.replay import Replayed
from utsyn.calls.shapes import (
    AmendmentShape,
    AnswerShape,
    CallShape,
    ChangeShape,
    CitationShape,
    ConditionShape,
    DifferenceLine,
    DifferenceShape,
    FactShape,
    LineShape,
    MissingShape,
    ReasonShape,
    ReplayDay,
    ReplayShape,
    TurnShape,
    VersionShape,
)
from utsyn.cited import Citation
from utsyn.reasons import Finding, Mend, Source
from utsyn.text import Language, Text, Words, say, shown


def as_shape(answer: Answer, language: Language) -> AnswerShape:
    """Return the answer in one language: the decisive reasons, what is missing, what would turn a no, and the tree."""
    call = answer.call
    rules = conditions(call, on=answer.on)
    return AnswerShape(
        call=call.key,
        on=answer.on,
        version=_version(call, answer.on),
        verdict=answer.verdict.value,
        reasons=[_reason(call, leaf, language) for leaf in answer.finding.decisive()],
        missing=[_missing(leaf, language) for leaf in answer.finding.missing()],
        changes=[_change(mend, language) for mend in answer.changes()],
        conditions=[_condition(line.put((), answer.on), language) for line in rules],
        caveats=[words.in_(language) for words in caveats(answer)],
        tree=_reason(call, answer.finding, language),
        language=language,
        binding_language=call.text.binding_language,
    )


def _reason(call: Call, finding: Finding, language: str) -> ReasonShape:
    version = call.version(finding.since)
    return ReasonShape(
        key=finding.key,
        verdict=finding.verdict.value,
        claim=finding.claim.in_(language),
        found=finding.found.in_(language) if finding.found else None,
        about=list(finding.about),
        version=version.number,
        since=version.since,
        decided_by=shown(finding.ask.decided_by, language) if finding.ask else None,
        evidence=finding.ask.evidence.in_(language) if finding.ask and finding.ask.evidence else None,
        sources=[_citation(source, language) for source in finding.sources],
        because=[_reason(call, part, language) for part in finding.because],
    )


def _citation(s: Source, language: str) -> CitationShape:
    return CitationShape(
        title=shown(s.title, language),
        url=s.url,
        place=s.place,
        quote=s.quote,
        language=s.language,
        derived=shown(s.derived, language),
        doubt=shown(s.doubt, language),
    )


def caveats(answer: Answer) -> Iterator[Words]:
    """Walk what a reader must bear in mind: a copy that is cut, and changes of unlogged day."""
    text = answer.call.text
    if text.cut():
        yield say("Some copies of the call at hand are cut: it may have rules that are not asked here.")
    for index in standing(text, on=answer.on, stage=answer.proposal.stage or Stage.NEW).unsettled:
        what = text.amendments[index].what
        yield say("The call was changed without notice at about this time: {what}", what=what)


def _condition(finding: Finding, language: str) -> ConditionShape:
    sources = [_citation(source, language) for source in finding.sources]
    return ConditionShape(key=finding.key, claim=finding.claim.in_(language), sources=sources)


def _missing(finding: Finding, language: str) -> MissingShape:
    return MissingShape(facts=list(finding.about), claim=finding.claim.in_(language))


def _change(mend: Mend, language: str) -> ChangeShape:
    value = mend.value if isinstance(mend.value, (bool, str, int, list, dict)) else str(mend.value)
    return ChangeShape(fact=mend.path, value=value, words=shown(mend.words, language))


def call_shape(call: Call, on: date, language: Language) -> CallShape:
    """Return a call as it stood on a day: its lines in words, its facts, its amendments."""
    text, held, stages = call.text, call.reading(on=on), (Stage.NEW, Stage.RUNNING)
    lines = {
        line.key: line for stage in stages for line in call.lines(on=on, stage=stage) if stage in line.stages
    }
    asked = [line.put(() if line.over_set else Proposal(), on) for line in lines.values()]
    return CallShape(
        call=call.key,
        on=on,
        title=text.title.in_(language),
        about=text.about.in_(language),
        inferred=shown(text.inferred, language),
        status=status(call, on=on).value,
        opens=held.window.opens,
        closes=str(held.window.closes) if held.window.closes else None,
        language=language,
        binding_language=text.binding_language,
        version=_version(call, on),
        lines=[_line(call, finding, language) for finding in asked],
        facts=[
            FactShape(
                name=name,
                title=fact_name(name, fact).in_(language),
                words=fact_value(fact).in_(language),
                value=_plain(fact.value, language),
                unit=fact.unit,
                sources=_sources(call, fact.cite, language),
            )
            for name, fact in held.facts.items()
        ],
        amendments=[amendment_shape(call, amendment, language) for amendment in text.amendments],
    )


def difference_shape(call: Call, made: Differences, language: Language) -> DifferenceShape:
    """Return what differs between two days."""
    return DifferenceShape(
        first=made.first,
        second=made.second,
        lines=[
            DifferenceLine(
                key=line.key,
                before=_words(line.before, language),
                after=_words(line.after, language),
                gone=_words(line.gone, language),
                come=_words(line.come, language),
                amendments=[amendment_shape(call, amendment, language) for amendment in line.amendments],
            )
            for line in made.lines
        ],
        unsettled=[amendment_shape(call, amendment, language) for amendment in made.unsettled],
    )


def replay_shape(call: Call, days: tuple[Replayed, ...], language: Language) -> ReplayShape:
    """Return a replay: on each day of change, who turned, which way, because of what."""
    return ReplayShape(
        call=call.key,
        days=[
            ReplayDay(
                on=day.on,
                amendments=[amendment_shape(call, amendment, language) for amendment in day.amendments],
                asked=day.asked,
                turns=[
                    TurnShape(
                        name=turn.name,
                        before=turn.before.value,
                        after=turn.after.value,
                        because=[_reason(call, leaf, language) for leaf in turn.because],
                    )
                    for turn in day.turns
                ],
            )
            for day in days
        ],
    )


def amendment_shape(call: Call, amendment: Amendment, language: Language) -> AmendmentShape:
    """Return an amendment with its number (from 1, in the order of the document)."""
    between = amendment.between
    return AmendmentShape(
        number=call.text.amendments.index(amendment) + 1,
        on=amendment.on,
        after=between.after if between else None,
        before=between.before if between else None,
        kind=amendment.kind,
        what=amendment.what.in_(language),
        applies_to=[stage.value for stage in amendment.applies_to],
        sources=_sources(call, amendment.cite, language),
    )


def _version(call: Call, on: date) -> VersionShape:
    version = version_on(call.text, on)
    return VersionShape(number=version.number, since=version.since, sha256=call.file.sha256)


def _line(call: Call, finding: Finding, language: str) -> LineShape:
    version = call.version(finding.since)
    return LineShape(
        key=finding.key,
        claim=finding.claim.in_(language),
        version=version.number,
        since=version.since,
        sources=[_citation(source, language) for source in finding.sources],
        because=[_line(call, part, language) for part in finding.because],
    )


def _sources(call: Call, cite: tuple[Citation, ...], language: str) -> list[CitationShape]:
    return [_citation(source, language) for source in cited(call.text, cite)]


def _words(words: Words | None, language: str) -> str | None:
    return words.in_(language) if words else None


def _plain(value: object, language: str) -> object:
    """Return a fact's value as JSON carries it: numbers as numbers, days as 2022-03-16, texts in the language."""
    if isinstance(value, (date, Decimal)):
        return str(value)
    return value.in_(language) if isinstance(value, Text) else value
