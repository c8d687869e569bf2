"""Evidence as plain text for a terminal, and as plain values for JSON: figures, what is beneath them, and why they moved."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any, NamedTuple

from utsyn.evidence.causes import CAUSES, COUNTS
from utsyn.evidence.compare import Against, Caused, Change, Counts
from utsyn.evidence.compute import Made
from utsyn.evidence.defined import Defined, defined
from utsyn.evidence.explain import LISTS, WHY, Explained, Listed, shown
from utsyn.evidence.figures import Stated, decimal
from utsyn.evidence.readings import LEAST
from utsyn.evidence.recipes import find
from utsyn.evidence.snapshots import Vintage
from utsyn.evidence.ways import same, words
from utsyn.text import Percent, say

FINE = Decimal("0.0001")


class Marked(NamedTuple):
    """What stands above every answer: the recipe, of which figure, from which vintages, and whether any of it is made up."""

    recipe: str
    of: Mapping[str, Any]
    vintages: Sequence[Vintage]

    @property
    def synthetic(self) -> bool:
        """Whether any of it was made up."""
        return any(one.synthetic for one in self.vintages)

    @property
    def definition(self) -> Defined | None:
        """What the indicator's document says, if there is one."""
        return defined(find(self.recipe).indicator)

    def plain(self) -> dict[str, Any]:
        """Return it as plain values."""
        definition = self.definition
        return {
            "definition": definition
            and {"version": definition.version, "says": definition.says.model_dump()},
            "recipe": self.recipe,
            "of": dict(self.of),
            "synthetic": self.synthetic,
            "vintages": [*map(_vintage, self.vintages)],
        }

    def flat(self) -> dict[str, str]:
        """Return what stands in every row of an export."""
        return {
            "synthetic": "yes" if self.synthetic else "no",
            "vintages": "; ".join(map(_name, self.vintages)),
        }

    def lines(self, language: str) -> Iterator[str]:
        """Walk the lines above an answer."""
        of = ", ".join(f"{name} {'–' if value is None else value}" for name, value in self.of.items())
        yield f"{self.recipe}{': ' if of else ''}{of}"
        yield from _from(self.vintages, language)
        yield from (f"  {said.in_(language)}" for said in words({**same(self.recipe), **self.of}))
        definition = self.definition
        if definition:
            yield "  " + say(
                "The indicator, version {n}, asks for: {says}", n=definition.version, says=definition.says
            ).in_(language)


def _from(vintages: Sequence[Vintage], language: str) -> Iterator[str]:
    if any(one.synthetic for one in vintages):
        yield "  " + say("Synthetic: made up, and true of nobody").in_(language)
    for one in vintages:
        yield "  " + say("{title}, {name}, {day}", title=one.title, name=_name(one), day=one.day).in_(
            language
        )


def _name(one: Vintage) -> str:
    return f"{one.source}/{one.key}"


def _vintage(one: Vintage) -> dict[str, Any]:
    return {
        "source": one.source,
        "key": one.key,
        "title": one.title,
        "day": one.day,
        "synthetic": one.synthetic,
    }


def result(made: Made) -> dict[str, Any]:
    """Return a result as plain values."""
    return {"recipe": made.recipe.key, "version": made.recipe.version, "about": made.about._asdict(), "anew": made.anew,
            "synthetic": made.synthetic, "vintages": [*map(_vintage, made.vintages)], "sha256": made.result.sha256,
            "columns": made.result.columns, "rows": made.result.rows}  # fmt: skip


def results(found: Sequence[Made], language: str) -> Iterator[str]:
    """Walk a line a result: how many rows, its hash, whether it was computed before; and the vintages once."""
    used = {(one.source, one.key): one for made in found for one in made.vintages}
    yield from (line.strip() for line in _from(tuple(used.values()), language))
    for made in found:
        how = say("computed") if made.anew else say("as computed before")
        rows = say("{n} rows", n=len(made.result.rows)).in_(language)
        yield f"{made.recipe.key:<44} {rows:>14}  {made.result.sha256[:16]}  {how.in_(language)}"


def plain(made: Made, stated: Stated, language: str) -> dict[str, Any]:
    """Return a figure as plain values."""
    figure, interval = stated.figure, stated.interval
    return {
        "indicator": stated.indicator, "recipe": made.recipe.key, "version": made.recipe.version, "of": dict(stated.by),
        "value": figure.value, "unit": figure.unit, "period": figure.period, "parts": dict(figure.parts),
        "interval": interval and {"low": decimal(interval.low), "high": decimal(interval.high), "how": interval.how},
        "caveats": [said.in_(language) for said in figure.caveats], "synthetic": made.synthetic,
        "vintages": [*map(_vintage, made.vintages)], "sha256": made.result.sha256,
    }  # fmt: skip


def figures(each: Iterable[tuple[Made, Stated]], language: str) -> Iterator[str]:
    """Walk a line a figure under what each result is from; what must be known of several is said once, below."""
    for _, group in groupby(each, key=lambda one: (one[0].result.sha256, one[0].about, one[1].indicator)):
        told = list(group)
        made, first = told[0]
        yield f"{first.indicator} ({made.recipe.key} {made.recipe.version}), {made.about.university}"
        yield from _from(made.vintages, language)
        notes: dict[str, int] = {}
        for _, stated in told:
            yield "    " + _figure(stated, language, notes)
        yield from (f"    [{number}] {note}" for note, number in notes.items())


def _figure(stated: Stated, language: str, notes: dict[str, int]) -> str:
    of = " ".join("–" if value is None else str(value) for value in stated.by.values())
    value, interval = stated.figure.value, stated.interval
    above = say("Synthetic: made up, and true of nobody")
    known = [
        said.in_(language) for said in stated.figure.caveats[value is None :] if said != above
    ]  # the first says why there is none
    marks = "".join(f"[{notes.setdefault(note, len(notes) + 1)}]" for note in known)
    parts = stated.figure.parts
    if stated.sort != "share" or not {"numerator", "denominator"} <= set(parts):
        told = ", ".join(f"{name} {_plainly(part)}" for name, part in parts.items())
        bounds = (interval.low, interval.high) if interval and value is not None else ()
        between = "–".join(_plainly(decimal(bound).quantize(FINE)) for bound in bounds)
        return f"{of:<32} {'–' if value is None else _plainly(value):>9}  {between:>15}  {told}  {marks}".rstrip()
    shown_, between = "–", ""
    if value is not None:
        shown_ = _percent(Fraction(value), language)
        between = (
            f"{_percent(interval.low, language)}–{_percent(interval.high, language)}" if interval else ""
        )
    counted = f"{_plainly(parts['numerator'])}/{_plainly(parts['denominator'])}"
    return f"{of:<32} {shown_:>9}  {counted:>15}  {between}  {marks}".rstrip()


def _plainly(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _percent(value: Fraction, language: str) -> str:
    return Percent((Decimal(value.numerator) / value.denominator).quantize(FINE)).in_(language)


def explained_plain(found: Explained) -> dict[str, Any]:
    """Return the sums and the variants of an explained figure as plain values."""
    return {
        "numerator": shown(found.numerator, found.scale), "denominator": found.denominator,
        "works": {name: len(works) for name, works in found.lists.items()},
        "variants": [{**one._asdict(), "gained": len(one.gained), "lost": len(one.lost)} for one in found.variants],
    }  # fmt: skip


def explained(found: Explained, mark: Marked, language: str, *, most: int | None) -> Iterator[str]:
    """Walk the lines of an explained figure: its sums, its lists down to the affiliations, and its variants."""
    yield from mark.lines(language)
    yield say(
        "{numerator} of {denominator}",
        numerator=shown(found.numerator, found.scale),
        denominator=found.denominator,
    ).in_(language)
    for name, works in found.lists.items():
        yield ""
        yield f"{LISTS[name].in_(language)}: {len(works)}"
        for one in works[:most]:
            yield from _work(one, language)
        if most is not None and len(works) > most:
            yield "  " + say("… and {n} more", n=len(works) - most).in_(language)
    if found.variants:
        yield ""
        yield say("What others would quote of the same works").in_(language)
    for variant in found.variants:
        said = "; ".join(one.in_(language) for one in words(variant.values))
        moved = say(
            "{gained} works more, {lost} fewer in the numerator",
            gained=len(variant.gained),
            lost=len(variant.lost),
        )
        share = _share((0, variant.numerator, variant.denominator, 0), language)
        yield f"  {'/'.join(variant.values.values()):<18} {share:>24}  {moved.in_(language)}. {said}"


def _work(one: Listed, language: str) -> Iterator[str]:
    yield f"  W{one.work}  {one.title}" + (f"  doi:{one.doi}" if one.doi else "")
    if one.why:
        yield f"      {WHY[one.why].in_(language)} ({one.type})"
    for country in one.countries:
        yield from (f"      {country.code}  “{printed.text}”" for printed in country.printed)
        if not country.printed:
            yield f"      {country.code}  " + say("no text of it is kept").in_(language)
    yield from (f"      ??  “{printed.text}”" for printed in one.unplaced)


def changed_plain(found: Change, wanted: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return a change as plain values: before, after, causes with their works, and each year (and unit, class) by itself."""
    holds = _wanted(found, wanted)
    was, now = found.sums(holds)
    by = ("year", *found.ways[1].by)
    return {
        "changed": found.changed, "before": _counts(was), "after": _counts(now),
        "causes": [{**_caused(one, language), "works": [f"W{work}" for work in found.works(one.cause, holds)]}
                   for one in found.causes(holds)],
        "each": [{**dict(zip(by, key, strict=True)), "before": _counts(found.before.get(key)), "after": _counts(found.after.get(key)),
                  "causes": [_caused(one, language) for one in found.causes(key.__eq__)]} for key in found.keys if holds(key)],
    }  # fmt: skip


def _wanted(found: Change, wanted: Mapping[str, Any]) -> Any:
    by = ("year", *found.ways[1].by)
    places = [(by.index(name), value) for name, value in wanted.items()]
    return lambda key: all(key[place] == value for place, value in places)


def _counts(counts: Counts | None) -> dict[str, int]:
    return dict(zip(COUNTS, counts or (0, 0, 0, 0), strict=True))


def _caused(one: Caused, language: str) -> dict[str, Any]:
    return {
        "cause": one.cause,
        "said": CAUSES[one.cause].in_(language),
        "moved": one.moved,
        "by": _counts(one.counts),
    }


def changed(found: Change, mark: Marked, wanted: Mapping[str, Any], language: str) -> Iterator[str]:
    """Walk the lines of a change: before, the causes, after; what the causes come to is the difference."""
    yield from mark.lines(language)
    if found.ways[0] != found.ways[1]:
        by = ["/".join(str(value) for _, value in way.where) for way in found.ways]
        yield "  " + say("Before counted by {then}, after by {now}", then=by[0], now=by[1]).in_(language)
    holds = _wanted(found, wanted)
    was, now = found.sums(holds)
    head = (say("works"), say("numerator"), say("denominator"), say("unknown"))
    yield f"{'':<64}" + "".join(f"{one.in_(language):>12}" for one in head)
    yield _line(say("Before").in_(language), was, language)
    for one in found.causes(holds):
        yield f"  {CAUSES[one.cause].in_(language):<62}" + "".join(f"{add:>+12,}" for add in one.counts)
    yield _line(say("After").in_(language), now, language)
    if not found.causes(holds):
        yield say("No work moved").in_(language)


def _line(what: str, counts: Counts, language: str) -> str:
    return f"{what:<38}{_share(counts, language):>26}" + "".join(f"{count:>12,}" for count in counts)


def _share(counts: Counts, language: str) -> str:
    """Write a share with what it is of; below thirty there is no percentage."""
    _, numerator, denominator, _ = counts
    told = f"{numerator:,}/{denominator:,}"
    return (
        f"{_percent(Fraction(numerator, denominator), language)} ({told})"
        if LEAST <= denominator >= numerator
        else told
    )


def against_plain(held: Against, language: str) -> dict[str, Any]:
    """Return a comparison with another source as plain values."""
    return {"ours": decimal(held.ours), "other": {**held.other._asdict(), "value": decimal(held.other.value)},
            "difference": decimal(held.difference), "reasons": [said.in_(language) for said in held.reasons]}  # fmt: skip


def against(held: Against, mark: Marked, language: str) -> Iterator[str]:
    """Walk the lines of a comparison with another source."""
    yield from mark.lines(language)
    ours, theirs = say("Ours").in_(language), held.other.source or say("The other").in_(language)
    yield f"{ours:<24} {_percent(held.ours, language):>10}"
    yield f"{theirs:<24} {_percent(held.other.value, language):>10}"
    yield say("Why they need not be the same").in_(language)
    yield from (f"  {said.in_(language)}" for said in held.reasons)
