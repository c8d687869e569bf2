"""Two texts of a nomination held against each other, and three where two people wrote at the same time."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from utsyn.calls.rounds.nomination import Nomination as Told
from utsyn.web.nominations.reading import Fact, Reader
from utsyn.web.typed import sort_of


class Differs(NamedTuple):
    """A fact that differs: its label, and its lines before and after; none where it is not told."""

    label: str
    before: Sequence[str]
    after: Sequence[str]


class Clash(NamedTuple):
    """A fact that somebody changed meanwhile: as it was, as the other wrote it, as it is typed here.

    `both` tells whether both changed it, each in her own way.
    """

    label: str
    base: Sequence[str]
    theirs: Sequence[str]
    mine: Sequence[str]
    both: bool


def differences(before: Mapping[str, Any], after: Mapping[str, Any], *, reader: Reader) -> Sequence[Differs]:
    """Return the facts that differ between two texts, in the order of the form."""
    old, new = _by_name(reader, before), _by_name(reader, after)
    found = []
    for name in _in_order(old, new):
        was, is_ = old.get(name), new.get(name)
        if _raw(name, before) != _raw(name, after):
            found.append(Differs(_label(was, is_), _lines(was), _lines(is_)))
    return found


def clashes(
    base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any], *, reader: Reader
) -> Sequence[Clash]:
    """Return what somebody else changed meanwhile, each with what is typed here."""
    read = [_by_name(reader, told) for told in (base, theirs, mine)]
    found = []
    for name in _in_order(*read):
        was, is_, typed = (_raw(name, told) for told in (base, theirs, mine))
        if is_ not in (was, typed):
            facts = [one.get(name) for one in read]
            before, there, mine_ = map(_lines, facts)
            found.append(Clash(_label(*facts), before, there, mine_, both=typed != was))
    return found


def together(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> dict[str, Any]:
    """Bring two people's texts together: hers where she changed something, the other's everywhere else."""
    made = {}
    for name, info in Told.model_fields.items():
        was, is_, typed = base.get(name), theirs.get(name), mine.get(name)
        if sort_of(info.annotation).name == "keyed":
            keys = dict.fromkeys([*(is_ or {}), *(typed or {})])
            chosen: Any = {
                key: _chosen(*((told or {}).get(key) for told in (was, is_, typed))) for key in keys
            }
            chosen = {key: value for key, value in chosen.items() if value is not None}
        else:
            chosen = _chosen(was, is_, typed)
        if chosen is not None:
            made[name] = chosen
    return made


def _chosen(was: Any, theirs: Any, mine: Any) -> Any:
    return theirs if mine == was else mine


def _by_name(reader: Reader, told: Mapping[str, Any]) -> dict[str, Fact]:
    return {fact.name: fact for fact in reader.facts(told)}


def _in_order(*texts: Mapping[str, Fact]) -> list[str]:
    """List the names of the facts in any of the texts, in the order of the form."""
    order = {name: place for place, name in enumerate(Told.model_fields)}
    known = dict.fromkeys(name for text in texts for name in text)
    return sorted(known, key=lambda name: order.get(name.partition("[")[0], len(order)))


def _raw(name: str, told: Mapping[str, Any]) -> Any:
    root, _, key = name.partition("[")
    value = told.get(root)
    return value.get(key.removesuffix("]")) if key and isinstance(value, Mapping) else value


def _label(*facts: Fact | None) -> str:
    return next(fact.label for fact in facts if fact)


def _lines(fact: Fact | None) -> Sequence[str]:
    return fact.lines() if fact else ()
