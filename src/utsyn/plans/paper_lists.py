"""What stands in a report after its goals: measures, figures, definitions, what was asked, and what the report rests on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from utsyn.blocks import Block, Facts, Heading, Para, Table
from utsyn.text import FALLBACK

Plain = Mapping[str, Any]


def said(kept: Any, language: str) -> str:
    """Return words that were kept in every language in one of them."""
    if isinstance(kept, dict):
        return next((kept[code] for code in FALLBACK[language] if kept.get(code)), "")
    return "" if kept is None else str(kept)


class Lists:
    """A report in a language, as far as it is lists; every word in it is one that was kept."""

    def __init__(self, made: Plain, language: str, *, sha256: str = "") -> None:
        self.made, self.language, self.sha256 = made, language, sha256
        self.labels = {name: said(words, language) for name, words in made["labels"].items()}

    def kept(self, words: Any) -> str:
        """Say words that were kept."""
        return said(words, self.language)

    def own_figures(self) -> Iterator[Block]:
        """Say the figures that the unit told itself."""
        if not (rows := self.made["own_figures"]):
            return
        label = self.labels
        yield Heading(label["own_figures"], 1)
        header = (label["figure"], label["value"], label["period"], label["source"], label["method"])
        cells = tuple(
            (
                one["what"],
                f"{self.kept(one['shown'])} {one['unit']}".strip(),
                one["period"],
                one["source"],
                one["method"],
            )
            for one in rows
        )
        yield Table(header, cells, widths=(3, 1.5, 1.5, 3, 3), figures=frozenset({1}))

    def answers(self) -> Iterator[Block]:
        """Say what was answered to the institution's own questions."""
        if self.made["answers"]:
            yield Heading(self.labels["answers"], 1)
        for one in self.made["answers"]:
            yield Para(f"{one['question']}\n{one['answer'] or self.labels['nobody']}")

    def measures(self) -> Iterator[Block]:
        """List the measures."""
        label, rows = self.labels, self.made["measures"]
        yield Heading(label["measures"], 1)
        if not rows:
            yield Para(label["none"])
            return
        header = tuple(label[name] for name in ("number", "measure", "unit", "status", "period", "budget"))
        yield Table(
            header, tuple(map(self.measure, rows)), widths=(0.7, 5, 2.6, 1.4, 2, 1.6), figures=frozenset({0})
        )

    def measure(self, one: Plain) -> tuple[str, ...]:
        """Return a measure as the cells of a row."""
        told, unknown = one["told"], self.labels["unknown"]
        return (
            str(one["number"]), told["title"], self.kept(one["unit"]["name"]), self.kept(one["status"]["name"]),
            self.kept(one["period"]) or unknown, self.kept(one["budget"]) or unknown,
        )  # fmt: skip

    def figures(self) -> Iterator[Block]:
        """List the figures that the goals' states rest on, each with its source."""
        label, rows = self.labels, list(self._shown_figures())
        yield Heading(label["figures"], 1)
        if not rows:
            yield Para(label["none"])
            return
        yield self._table((f"{self.kept(one['title'])} ({label['own']})" if one["own"] else self.kept(one["title"]), one)
                          for one in rows)  # fmt: skip

    def unit_figures(self) -> Iterator[Block]:
        """List the figures that the units' own standings rest on, each with its source, for those inside."""
        if rows := (self.made.get("internal") or {}).get("figures"):
            yield Heading(self.labels["unit_figures"], 2)
            yield self._table((f"{self.kept(one['of'])}: {self.kept(one['title'])}", one) for one in rows)

    def _table(self, rows: Iterable[tuple[str, Plain]]) -> Table:
        header = tuple(self.labels[name] for name in ("indicator", "period", "value", "source", "version"))
        cells = tuple(
            (
                title,
                self.kept(one["period"]),
                self.kept(one["shown"]),
                self.source(one),
                str(one["version"]),
            )
            for title, one in rows
        )
        return Table(header, cells, widths=(3, 1.5, 1.5, 4, 0.8), figures=frozenset({2, 4}))

    def _shown_figures(self) -> Iterator[Plain]:
        """Walk the figures that a standing rests on and the unit's own; the older ones stand in the workbook and the JSON."""
        named = set[str]()
        for goal in self.made["goals"]:
            for one in goal["standings"]:
                for standing in (one, *one["others"]):
                    named |= {*standing["based"], *standing["figures"][-1:]}
        return (one for one in self.made["figures"] if one["own"] or one["key"] in named)

    def source(self, figure: Plain) -> str:
        """Say who gave a figure, from where and how."""
        sources = (self.kept(one["title"]) for one in figure["sources"] if one.get("title"))
        parts: Sequence[str] = [self.kept(figure["provider"]["title"]), *sources, figure["method"]]
        return ". ".join(dict.fromkeys(part.rstrip(".") for part in parts if part))

    def definitions(self) -> Iterator[Block]:
        """Say what each figure means, in the words that held."""
        label = self.labels
        if self.made["definitions"]:
            yield Heading(label["definitions"], 1)
        for one in self.made["definitions"]:
            yield Heading(f"{self.kept(one['title'])}, {label['version'].lower()} {one['version']}", 2)
            yield Para(self.kept(one["says"]))
            facts = [
                (label[name], self.kept(one[name])) for name in ("numerator", "denominator") if one[name]
            ]
            facts += [(label["weakness"], self.kept(words)) for words in one["weaknesses"]]
            if facts:
                yield Facts(tuple(facts))

    def asked(self) -> Iterator[Block]:
        """Say what people were asked for, and why the house could not know it."""
        yield Heading(self.labels["asks"], 1)
        facts = [(self.kept(one["name"]), self.kept(one["because"])) for one in self.made["asked"]]
        facts += [(one["question"], one["because"]) for one in self.made["answers"]]
        yield Facts(tuple(facts))

    def internal(self) -> Iterator[Block]:
        """Say what the public version leaves out."""
        inside, label = self.made.get("internal"), self.labels
        if not inside or not any(inside.values()):
            return
        yield Heading(label["internal"], 1)
        if inside["note"]:
            yield Para(f"{label['note']}:\n{inside['note']}")
        if inside["sent"]:
            yield Heading(label["sent"], 2)
            titles = {goal["key"]: self.kept(goal["title"]) for goal in self.made["goals"]}
            rows = tuple(
                (
                    titles.get(one["goal"], one["goal"]),
                    self.kept(one["name"]),
                    self.kept(one["said"]),
                    self._why(one),
                )
                for one in inside["sent"]
            )
            yield Table(
                tuple(label[n] for n in ("goal", "unit", "answer", "because")), rows, widths=(4, 2.5, 1.5, 4)
            )
        yield from self.unit_figures()
        if inside["notes"]:
            yield Facts(tuple((f"{label['measure']} {n}", note) for n, note in _by_number(inside["notes"])))

    def _why(self, sent: Plain) -> str:
        return "\n".join(turn["because"] for turn in sent["turns"] if turn["because"]) or "–"

    def rests(self) -> Iterator[Block]:
        """Say what the report can be held against."""
        label, log = self.labels, self.made["log"]
        facts = [(label["plan_hash"], self.made["plan"]["sha256"])]
        if log:
            facts.append((label["log"], f"{log['line']}: {log['chained']}"))
        if self.sha256:
            facts.append((label["hash"], self.sha256))
        yield Heading(label["rests"], 1)
        yield Facts(tuple(facts))


def _by_number(notes: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(notes.items(), key=lambda one: int(one[0]))
