"""Answers, calls, differences and replays as plain text for a terminal, in one language."""

from collections.abc import Iterator, Mapping
from datetime import date

from utsyn.calls.amendments import versions
from utsyn.calls.answers import caveats
from utsyn.calls.difference import Differences, claim
from utsyn.calls.document import Amendment, Fact
from utsyn.calls.eligibility import Answer, Call, conditions
from utsyn.calls.kinds import Stage
from utsyn.calls.known import fact_name, fact_value
from utsyn.calls.library import STATUS_NAMES, status
from utsyn.calls.proposal import Proposal
from utsyn.calls.replay import Replayed
from utsyn.reasons import Finding, Source, Verdict
from utsyn.text import Said, Words, in_words, say, say_n, shown

VERDICTS: dict[Verdict, Said] = {
    Verdict.YES: say("yes"),
    Verdict.NO: say("no"),
    Verdict.UNKNOWN: say("unknown"),
    Verdict.JUDGEMENT: say("for a person to judge"),
}
SIGNS = {Verdict.YES: "✓", Verdict.NO: "✗", Verdict.UNKNOWN: "?", Verdict.JUDGEMENT: "§"}
QUOTED = {"nb": "«{}»", "nn": "«{}»", "en": "“{}”"}
KINDS: dict[str, Said] = {
    "widens": say("widens the call"),
    "narrows": say("narrows the call"),
    "corrects": say("corrects the call"),
    "notice": say("gives notice"),
}


def answer(made: Answer, language: str) -> Iterator[str]:
    """Walk the lines of an answer: verdict, reasons with citations, what is missing, what would turn it."""
    text = made.call.text
    yield in_words(language, "{sign} {verdict}: {claim}", sign=SIGNS[made.verdict], verdict=VERDICTS[made.verdict],
               claim=made.finding.claim)  # fmt: skip
    yield in_words(language, "Version {n} of the call, in force since {day}", n=made.version.number,
               day=made.version.since or say("a day that no source states"))  # fmt: skip
    for leaf in made.finding.decisive():
        yield from reason(leaf, language)
    if changes := list(made.changes()):
        yield in_words(language, "One of these alone would turn it:")
        yield from (f"  → {shown(mend.words, language)}" for mend in changes)
    for line in conditions(made.call, on=made.on):
        yield in_words(
            language, "Counted over all applications together: {claim}", claim=claim(line, made.on)
        )
    yield from (words.in_(language) for words in caveats(made))
    if text.binding_language and text.binding_language != language:
        yield in_words(
            language, "The binding text is in {language}.", language=LANGUAGE_NAMES[text.binding_language]
        )


def brief(made: Answer, language: str) -> Iterator[str]:
    """Walk the lines of an answer for one who skims: a yes by its count, else each reason with one citation."""
    yield in_words(language, "{sign} {verdict}", sign=SIGNS[made.verdict], verdict=VERDICTS[made.verdict])
    reasons = list(made.finding.decisive())
    if made.verdict is Verdict.YES:
        yield "  " + say_n(
            "the one line of the call holds", "all {n} lines of the call hold", len(reasons)
        ).in_(language)
        return
    for leaf in reasons:
        yield from reason(leaf._replace(sources=leaf.sources[-1:]), language)
    yield from (f"  → {shown(mend.words, language)}" for mend in made.changes())


LANGUAGE_NAMES: dict[str, Said] = {"nb": say("Bokmål"), "nn": say("Nynorsk"), "en": say("English")}


def reason(leaf: Finding, language: str, indent: str = "  ") -> Iterator[str]:
    """Walk the lines of one reason: claim, what was found, who must judge, and where it is written."""
    found = f" ({leaf.found.in_(language)})" if leaf.found else ""
    yield f"{indent}{SIGNS[leaf.verdict]} {leaf.claim.in_(language)}{found}"
    if leaf.verdict is Verdict.UNKNOWN and leaf.about:
        yield indent + "    " + in_words(language, "not told: {facts}", facts=", ".join(leaf.about))
    if leaf.ask and leaf.verdict is Verdict.JUDGEMENT:
        yield indent + "    " + in_words(language, "to be judged by: {who}", who=leaf.ask.decided_by)
    if leaf.since:
        yield indent + "    " + in_words(language, "so since {day}", day=leaf.since)
    yield from (f"{indent}    {line}" for line in _sources(leaf.sources, language))


def _sources(sources: tuple[Source, ...], language: str) -> Iterator[str]:
    for source in dict.fromkeys(sources):
        place = f", {source.place}" if source.place else ""
        quote = ": " + QUOTED[language].format(source.quote) if source.quote else ""
        yield f"[{shown(source.title, language)}{place}{quote}]"


def listed(calls: list[Call], on: date, language: str) -> Iterator[str]:
    """Walk the lines of a list of calls: key, title, how it stands on the day, deadline."""
    width = max((len(call.key) for call in calls), default=0)
    for call in calls:
        window = call.reading(on=on).window
        none = say("no deadline") if window.open_ended else say("deadline not known")
        closes = str(window.closes) if window.closes else none.in_(language)
        stands = STATUS_NAMES[status(call, on=on)].in_(language)
        yield f"{call.key:<{width}}  {stands:<14}  {closes:<30}  {call.text.title.in_(language)}"


def call(shown_call: Call, on: date, language: str) -> Iterator[str]:
    """Walk the lines of a call as it stood on a day: window, lines with citations, facts, versions."""
    text = shown_call.text
    yield f"{text.title.in_(language)} ({text.key})"
    yield text.about.in_(language)
    if text.inferred:
        yield in_words(language, "Known only by inference: {how}", how=text.inferred)
    yield in_words(
        language, "As it stood on {day}: {status}", day=on, status=STATUS_NAMES[status(shown_call, on=on)]
    )
    for line in shown_call.lines(on=on, stage=Stage.NEW):
        if Stage.NEW in line.stages:
            yield from asked(line.put(() if line.over_set else Proposal(), on), language)
    running = [line for line in shown_call.lines(on=on, stage=Stage.RUNNING) if Stage.RUNNING in line.stages]
    if running:
        yield in_words(language, "For running projects:")
        yield from (said for line in running for said in asked(line.put(Proposal(), on), language))
    yield from _facts(shown_call.reading(on=on).facts, language)
    for lot in text.lots:
        yield from _facts(lot.facts, language, f"  {lot.title.in_(language)}: ")
    yield in_words(language, "Versions:")
    for version in versions(text):
        yield f"  {version.number}. {_version(version.amendment, version.since, language)}"


def asked(finding: Finding, language: str, indent: str = "  ") -> Iterator[str]:
    """Walk what a line asks for, and under it what its parts do."""
    yield f"{indent}• {finding.claim.in_(language)}"
    for part in finding.because:
        yield from asked(part, language, indent + "  ")


def _facts(facts: Mapping[str, Fact], language: str, before: str = "  ") -> Iterator[str]:
    for name, fact in facts.items():
        said = (fact_name(name, fact), fact_value(fact))
        yield before + in_words(language, "{name}: {value}", name=said[0], value=said[1])


def _version(amendment: Amendment | None, since: date | None, language: str) -> str:
    if amendment is None:
        return in_words(language, "as first known, {day}", day=since or say("on a day that no source states"))
    what = amendment.what.in_(language)
    return in_words(
        language, "{when}: {what} ({kind})", when=when(amendment), what=what, kind=KINDS[amendment.kind]
    )


def when(amendment: Amendment) -> Words:
    """Say when an amendment was made, or between which days where nobody logged it."""
    if amendment.between is None:
        return say("{day}", day=amendment.on)
    first, last = amendment.between.after, amendment.between.before
    return say("without notice between {first} and {last}", first=first, last=last)


def difference(made: Differences, language: str) -> Iterator[str]:
    """Walk the lines of a difference: each line as it was and as it is, and why."""
    yield in_words(language, "From {first} to {second}:", first=made.first, second=made.second)
    if not made.lines:
        yield "  " + in_words(language, "nothing differs")
    for line in made.lines:
        if line.before:
            yield f"  − {line.before.in_(language)}"
        if line.after:
            yield f"  + {line.after.in_(language)}"
        if line.gone:
            yield "      " + in_words(language, "taken out: {items}", items=line.gone)
        if line.come:
            yield "      " + in_words(language, "put in: {items}", items=line.come)
        yield from (f"      {_version(amendment, None, language)}" for amendment in line.amendments)
    for amendment in made.unsettled:
        yield "  ? " + _version(amendment, None, language)


def replayed(days: tuple[Replayed, ...], language: str) -> Iterator[str]:
    """Walk the lines of a replay: each day of change, who turned, which way, because of what."""
    for day in days:
        what = "; ".join(amendment.what.in_(language) for amendment in day.amendments)
        yield in_words(language, "{day}: {what}", day=day.on, what=what)
        yield "  " + in_words(language, "{n} of {all} turned", n=len(day.turns), all=day.asked)
        for turn in day.turns:
            before, after = (VERDICTS[verdict].in_(language) for verdict in (turn.before, turn.after))
            yield f"  {SIGNS[turn.before]}→{SIGNS[turn.after]} {turn.name}: {before} → {after}"
            for leaf in turn.because:
                found = f" ({leaf.found.in_(language)})" if leaf.found else ""
                yield f"       {SIGNS[leaf.verdict]} {leaf.claim.in_(language)}{found}"
