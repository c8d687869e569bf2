"""Answers as they are frozen: plain names and strings in one canonical JSON, every word said in nb, nn and en.

What is frozen needs neither the catalogues nor the documents any more: whoever reads it years later reads what stood.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from utsyn.plans.indicators import Definition, IndicatorDocument, Sort
from utsyn.plans.series import BY_HAND, Observation
from utsyn.plans.spoken import Level, Shown, currency, period
from utsyn.plans.states import STATE_NAMES, Gauge, Progress, Standing, State
from utsyn.reasons import Finding, Source
from utsyn.text import LANGUAGES, Text, Words, say, shown

FORMAT = (
    "utsyn-report/2"  # the first form had no `internal.units`: what was sent lay in `internal.sent` alone
)
UNKNOWN = say("not known")
Plain = dict[str, Any]


def canonical(value: Any) -> str:
    """Write a value as JSON in the one form that a hash can rest on. Raises TypeError for what JSON has no exact form of.

    Names in the order of their code points, no space between, UTF-8 as it is. A number with a fraction is refused: its
    binary form would be a rounding, so figures are strings.
    """
    _exact(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def public(text: str) -> str:
    """Return a frozen report without what is for those inside alone, in the same canonical form."""
    return canonical({name: value for name, value in json.loads(text).items() if name != "internal"})


def _exact(value: Any) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            if not isinstance(name, str):
                raise TypeError(f"a name in JSON is a string, and not {name!r}")
            name.encode()
            _exact(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _exact(inner)
    elif isinstance(value, str):
        value.encode()  # half a character of UTF-16 has no UTF-8
    elif value is not None and not isinstance(value, (bool, int)):
        raise TypeError(f"{value!r} has no exact form in JSON: write it as a string")


def in_all(words: Words | str | object) -> Plain | str:
    """Say words in every language of the house; what is a plain string already is the same in all."""
    if isinstance(words, str):
        return words
    return {code: shown(words, code) for code in LANGUAGES}


def words(kept: Any) -> Any:
    """Return words that were kept in every language as words that can be said."""
    return Text(**kept) if isinstance(kept, dict) and any(kept.values()) else (kept or "")


def plain_number(value: Decimal) -> str:
    """Write a number with all the digits it has and no more: 0.50000000 is 0.5."""
    return format(trimmed(value), "f")


def trimmed(value: Decimal) -> Decimal:
    """Return the same number without the zeros that a table's column adds."""
    return Decimal(format(value.normalize(), "f")) if value else Decimal(0)


def optional(value: Decimal | date | datetime | None) -> str | None:
    """Write a number or a day that may be unknown."""
    if value is None:
        return None
    return plain_number(value) if isinstance(value, Decimal) else value.isoformat()


def source_told(source: Source) -> Plain:
    """Freeze a source, without what it does not tell."""
    told = {
        "title": in_all(source.title), "url": source.url, "place": source.place, "quote": source.quote,
        "language": source.language, "derived": in_all(source.derived), "doubt": in_all(source.doubt),
        "accessed": optional(source.accessed), "licence": source.licence, "sha256": source.sha256,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


def finding_told(finding: Finding) -> Plain:
    """Freeze a finding with all that it rests on."""
    told: Plain = {
        "verdict": finding.verdict.value,
        "claim": in_all(finding.claim),
        "found": in_all(finding.found) if finding.found is not None else None,
        "judge": in_all(finding.ask.decided_by) if finding.ask else None,
        "sources": [source_told(source) for source in finding.sources],
        "because": [finding_told(part) for part in finding.because],
    }
    return {name: value for name, value in told.items() if value}


SHOWN: Mapping[Sort, Shown] = {Sort.SHARE: "share", Sort.AMOUNT: "money", Sort.RANK: "rank"}


def value_words(value: Decimal | None, indicator: IndicatorDocument | None) -> Words:
    """Return a figure's value as people read it, by the sort of its indicator."""
    if value is None:
        return UNKNOWN
    exact = trimmed(value)
    sort = indicator.sort if indicator else Sort.COUNT
    if sort is Sort.ARRANGEMENT:
        return say("in force") if exact else say("not in force")
    return Level(exact, SHOWN.get(sort, "number"), currency(indicator))


def level_words(value: Decimal | None, gauge: Gauge, indicator: IndicatorDocument | None) -> Words:
    """Return a level of a target as people read it."""
    if value is None:
        return UNKNOWN
    if indicator and indicator.sort is Sort.ARRANGEMENT:
        return value_words(value, indicator)
    return Level(trimmed(value), gauge.shown_as, currency(indicator))


def observation_told(one: Observation, indicator: IndicatorDocument | None) -> Plain:
    """Freeze a figure: value, parts, sources, method, who gave it, and by which version of the definition."""
    figure, provider = one.figure, indicator.provider(one.provider) if indicator else None
    return {
        "key": one.key,
        "indicator": one.indicator,
        "title": in_all(indicator.title) if indicator else one.indicator,
        "unit": in_all(indicator.unit) if indicator else "",
        "since": one.since.isoformat(),
        "until": one.until.isoformat(),
        "period": in_all(period(one)),
        "value": optional(figure.value),
        "shown": in_all(value_words(figure.value, indicator)),
        "parts": {name: plain_number(value) for name, value in figure.parts.items()},
        "precision": optional(figure.precision),
        "method": figure.recipe,
        "sources": [source_told(source) for source in figure.sources],
        "caveats": [in_all(words) for words in figure.caveats],
        "provider": _provider(one, in_all(provider.title) if provider else one.provider),
        "version": one.version,
        "by_hand": one.by_hand,
        "known": one.known.isoformat(),
    }


def _provider(one: Observation, title: Plain | str) -> Plain:
    return {
        "key": one.provider,
        "title": in_all(say("entered by hand")) if one.provider == BY_HAND else title,
    }


def definition_told(indicator: IndicatorDocument, one: Definition) -> Plain:
    """Freeze one version of a definition with what its indicator is."""
    return {
        "indicator": indicator.key, "version": one.version, "since": one.since.isoformat(),
        "title": in_all(indicator.title), "asks": in_all(indicator.asks), "unit": in_all(indicator.unit),
        "sort": indicator.sort.value, "owner": in_all(indicator.owner), "says": in_all(one.says),
        "numerator": in_all(one.numerator) if one.numerator else None,
        "denominator": in_all(one.denominator) if one.denominator else None,
        "because": in_all(one.because) if one.because else None,
        "weaknesses": [in_all(words) for words in one.weaknesses],
    }  # fmt: skip


def state_told(state: str) -> Plain:
    """Freeze a state: its name in the program, and what it is called."""
    known = state in [one.value for one in State]
    return {"key": state, "name": in_all(STATE_NAMES[State(state)]) if known else state}


def standing_told(one: Standing, indicators: Mapping[str, IndicatorDocument]) -> Plain:
    """Freeze where a target stands by one provider's figures, and by the others beside it."""
    indicator = indicators.get(one.target.indicator or "")
    gauge, target = one.gauge, one.target
    written = dict(target)  # a target's `choice` is how its words were read, and no chance

    def level(value: Decimal | None) -> Plain:
        return {"value": optional(value), "shown": in_all(level_words(value, gauge, indicator))}

    return {
        "target": target.key, "kind": target.kind, "indicator": target.indicator, "provider": one.provider,
        "claim": in_all(target.claim or gauge.holds.claim), "due": optional(target.due),
        "choice": in_all(written["choice"]) if written["choice"] else None,
        "state": state_told(one.state), "finding": finding_told(one.finding),
        "level": level(gauge.level), "base": level(gauge.base), "goal": level(gauge.goal), "asked": level(one.asked),
        "age": one.age, "stale": one.stale, "caveats": [in_all(words) for words in gauge.caveats],
        "figures": keys(point.observation for point in gauge.points), "based": keys(gauge.based),
        "others": [standing_told(other, indicators) for other in one.others],
    }  # fmt: skip


def keys(observations: Iterable[Observation]) -> list[str]:
    """Name figures by their keys, each once."""
    return list(dict.fromkeys(one.key for one in observations))


def progress_told(one: Progress, indicators: Mapping[str, IndicatorDocument]) -> Plain:
    """Freeze where a goal stands, with everything it rests on."""
    by_hand = one.by_hand
    return {
        "state": state_told(one.state),
        "finding": finding_told(one.finding),
        "stale": one.stale,
        "disagree": one.disagree,
        "standings": [standing_told(standing, indicators) for standing in one.standings],
        "by_hand": by_hand
        and {
            "state": state_told(by_hand.state),
            "because": by_hand.because,
            "on": by_hand.on.isoformat(),
            "day": in_all(by_hand.on),
            "by": in_all(by_hand.by),
        },
    }
