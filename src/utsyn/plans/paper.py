"""A report as blocks to be read: made from what was frozen alone, with its own labels, whatever the program says today."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from utsyn.blocks import Block, Facts, Heading, Para, Table
from utsyn.text import FALLBACK

Plain = Mapping[str, Any]


def said(kept: Any, language: str) -> str:
    """Return words that were kept in every language in one of them."""
    if isinstance(kept, dict):
        return next((kept[code] for code in FALLBACK[language] if kept.get(code)), "")
    return "" if kept is None else str(kept)


class Paper:
    """A frozen report, or a draft of one, in a language."""

    def __init__(self, made: Plain, language: str, *, sha256: str = "") -> None:
        self.made, self.language, self.sha256 = made, language, sha256
        self.labels = {name: said(words, language) for name, words in made["labels"].items()}

    def say(self, kept: Any) -> str:
        """Say words that were kept."""
        return said(kept, self.language)

    def title(self) -> str:
        """Name the report."""
        return self.say(self.made["title"])

    def blocks(self) -> Iterator[Block]:
        """Walk the report in the order in which it is read."""
        parts = (
            self.top, self.overall, self.changes, self.goals, self.own_figures, self.answers, self.measures,
            self.figures, self.definitions, self.asked, self.internal, self.rests,
        )  # fmt: skip
        for part in parts:
            yield from part()

    def top(self) -> Iterator[Block]:
        """Say what report it is, and how many goals stand where."""
        made, label = self.made, self.labels
        approved, plan = made["approved"], made["plan"]
        if made["rehearsal"]:
            yield Para(label["invented"])
        facts = [
            (label["unit"], self.say(made["unit"]["name"])), (label["period"], self.say(made["reporting"]["period"])),
            (label["plan"], self.say(plan["title"])), (label["edition"], str(plan["edition"])),
            (label["standing"], self.say(made["day"])),
        ]  # fmt: skip
        if approved:
            facts.append((label["approved"], f"{self.say(approved['day'])}, {self.say(approved['role'])}"))
            facts.append((label["number"], str(approved["number"])))
        if approved and approved["because"]:
            facts.append((label["corrects"], approved["because"]))
        yield Facts(tuple(facts))
        if not approved:
            yield Para(label["draft"])
        yield Heading(label["progress"], 1)
        rows = tuple((self.say(one["name"]), str(one["n"])) for one in made["counts"])
        yield Table((label["state"], label["count"]), rows, widths=(3, 1), figures=frozenset({1}))

    def overall(self) -> Iterator[Block]:
        """Say what people wrote of the year."""
        if self.made["overall"]:
            yield Heading(self.labels["overall"], 1)
            yield Para(self.made["overall"])

    def changes(self) -> Iterator[Block]:
        """Say what has changed since the report before."""
        changes = self.made["changes"]
        yield Heading(self.labels["changes"], 1)
        if changes is None:
            yield Para(self.labels["first"])
            return
        yield Para(f"{self.say(changes['report'])}, {self.say(changes['day'])}")
        yield from (Para(f"– {self.say(line)}") for line in changes["lines"])
        if not changes["lines"]:
            yield Para(self.labels["none"])

    def goals(self) -> Iterator[Block]:
        """Say where each goal stands, why, and what people write of it; chapter by chapter."""
        chapter = None
        yield from self.overview()
        for goal in self.made["goals"]:
            if goal["chapter"] != chapter:
                chapter = goal["chapter"]
                yield Heading(self.say(goal["chapter_title"]), 1)
            yield from self.goal(goal)

    def overview(self) -> Iterator[Block]:
        """List the goals, one in a row: what is read in a minute."""
        label, goals = self.labels, self.made["goals"]
        yield Heading(label["goals"], 1)
        if not goals:
            yield Para(label["none"])
            return
        rows = tuple(
            (
                self.say(goal["title"]),
                self.say(goal["state"]["name"]),
                self._levels(goal, "level"),
                self._levels(goal, "goal"),
            )
            for goal in goals
        )
        yield Table(
            tuple(label[name] for name in ("goal", "state", "level", "target")), rows, widths=(5, 2, 1.5, 1.5)
        )

    def _levels(self, goal: Plain, name: str) -> str:
        levels = (self.say(one[name]["shown"]) for one in goal["standings"] if one[name]["value"] is not None)
        return "\n".join(levels) or "–"

    def goal(self, goal: Plain) -> Iterator[Block]:
        """Say all of one goal."""
        label = self.labels
        yield Heading(self.say(goal["title"]), 2)
        facts = [(label["state"], self.say(goal["state"]["name"]))]
        if goal["by_hand"]:
            hand = goal["by_hand"]
            named = f"{self.say(hand['state']['name'])} ({self.say(hand['day'])}, {self.say(hand['by'])})"
            facts.append((label["by_hand"], f"{named}\n{hand['because']}"))
        if goal["unmeasured"]:
            facts.append((label["unmeasured"], self.say(goal["unmeasured"]["because"])))
            facts.append((label["would_need"], self.say(goal["unmeasured"]["needs"])))
        if goal["measures"]:
            facts.append((label["measures"], ", ".join(map(str, goal["measures"]))))
        yield Facts(tuple(facts))
        if goal["disagree"]:
            yield Para(label["disagree"])
        for standing in goal["standings"]:
            yield from self.standing(standing)
        for name in ("assessment", "obstacles", "needs"):
            if text := goal["words"].get(name):
                yield Para(f"{label[name]}:\n{text}")

    def standing(self, one: Plain) -> Iterator[Block]:
        """Say where one target stands."""
        label = self.labels
        facts = [(label["claim"], self.say(one["claim"])), (label["state"], self.say(one["state"]["name"]))]
        told = (name for name in ("level", "base", "goal", "asked") if one[name]["value"] or name == "level")
        facts += [
            (label["target" if name == "goal" else name], self.say(one[name]["shown"])) for name in told
        ]
        facts.append((label["finding"], "\n".join(self.finding(one["finding"]))))
        facts += [(label["caveat"], self.say(words)) for words in one["caveats"]]
        if one["stale"]:
            facts.append((label["caveat"], label["stale"]))
        for other in one["others"]:
            state = f"{other['provider']}: {self.say(other['state']['name'])}, {self.say(other['level']['shown'])}"
            facts.append((label["others"], state))
        yield Facts(tuple(facts))

    def finding(self, finding: Plain, depth: int = 0) -> Iterator[str]:
        """Walk a finding's lines: verdict, claim, what was found, and what it rests on."""
        found = f" – {self.say(finding['found'])}" if finding.get("found") else ""
        judge = f" ({self.labels['judge']}: {self.say(finding['judge'])})" if finding.get("judge") else ""
        verdict = self.labels[f"verdict.{finding['verdict']}"]
        yield f"{'– ' * depth}{self.say(finding['claim'])}: {verdict}{found}{judge}"
        for part in finding.get("because", ()):
            yield from self.finding(part, depth + 1)

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
                f"{self.say(one['shown'])} {one['unit']}".strip(),
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
            str(one["number"]), told["title"], self.say(one["unit"]["name"]), self.say(one["status"]["name"]),
            self.say(one["period"]) or unknown, self.say(one["budget"]) or unknown,
        )  # fmt: skip

    def figures(self) -> Iterator[Block]:
        """List the figures that the goals' states rest on, each with its source."""
        label, rows = self.labels, list(self._shown_figures())
        yield Heading(label["figures"], 1)
        if not rows:
            yield Para(label["none"])
            return
        header = tuple(label[name] for name in ("indicator", "period", "value", "source", "version"))
        cells = tuple(
            (
                self.say(one["title"]) + (f" ({label['own']})" if one["own"] else ""),
                self.say(one["period"]), self.say(one["shown"]), self.source(one), str(one["version"]),
            )
            for one in rows
        )  # fmt: skip
        yield Table(header, cells, widths=(3, 1.5, 1.5, 4, 0.8), figures=frozenset({2, 4}))

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
        sources = (self.say(one["title"]) for one in figure["sources"] if one.get("title"))
        parts: Sequence[str] = [self.say(figure["provider"]["title"]), *sources, figure["method"]]
        return ". ".join(dict.fromkeys(part.rstrip(".") for part in parts if part))

    def definitions(self) -> Iterator[Block]:
        """Say what each figure means, in the words that held."""
        label = self.labels
        if self.made["definitions"]:
            yield Heading(label["definitions"], 1)
        for one in self.made["definitions"]:
            yield Heading(f"{self.say(one['title'])}, {label['version'].lower()} {one['version']}", 2)
            yield Para(self.say(one["says"]))
            facts = [(label[name], self.say(one[name])) for name in ("numerator", "denominator") if one[name]]
            facts += [(label["weakness"], self.say(words)) for words in one["weaknesses"]]
            if facts:
                yield Facts(tuple(facts))

    def asked(self) -> Iterator[Block]:
        """Say what people were asked for, and why the house could not know it."""
        yield Heading(self.labels["asks"], 1)
        facts = [(self.say(one["name"]), self.say(one["because"])) for one in self.made["asked"]]
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
            titles = {goal["key"]: self.say(goal["title"]) for goal in self.made["goals"]}
            rows = tuple(
                (
                    titles.get(one["goal"], one["goal"]),
                    self.say(one["name"]),
                    self.say(one["said"]),
                    self._why(one),
                )
                for one in inside["sent"]
            )
            yield Table(
                tuple(label[n] for n in ("goal", "unit", "answer", "because")), rows, widths=(4, 2.5, 1.5, 4)
            )
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
