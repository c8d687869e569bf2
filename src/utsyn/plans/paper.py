"""A report as blocks to be read: made from what was frozen alone, with its own labels, whatever the program says today."""

from collections.abc import Iterator

from utsyn.blocks import Block, Facts, Heading, Para, Table
from utsyn.plans.paper_lists import Plain, said
from utsyn.plans.paper_units import UnitLists

# The parts of a report, in the order in which they are read.
PARTS = (
    "top", "states", "overall", "changes", "overview", "goals", "own_figures", "answers", "measures", "figures",
    "definitions", "asked", "internal", "rests",
)  # fmt: skip


class Paper(UnitLists):
    """A frozen report, or a draft of one, in a language."""

    def title(self) -> str:
        """Name the report."""
        return self.kept(self.made["title"])

    def blocks(self, *, but: frozenset[str] = frozenset()) -> Iterator[Block]:
        """Walk the report in the order in which it is read, without the parts that a page shows in its own way."""
        for part in PARTS:
            if part not in but:
                yield from getattr(self, part)()

    def top(self) -> Iterator[Block]:
        """Say what report it is, and how many goals stand where."""
        made, label = self.made, self.labels
        approved, plan = made["approved"], made["plan"]
        if made["rehearsal"]:
            yield Para(label["invented"])
        facts = [
            (label["unit"], self.kept(made["unit"]["name"])), (label["period"], self.kept(made["reporting"]["period"])),
            (label["plan"], self.kept(plan["title"])), (label["edition"], str(plan["edition"])),
            (label["standing"], self.kept(made["day"])),
        ]  # fmt: skip
        if approved:
            facts.append((label["approved"], f"{self.kept(approved['day'])}, {self.kept(approved['role'])}"))
            facts.append((label["number"], str(approved["number"])))
        if approved and approved["because"]:
            facts.append((label["corrects"], approved["because"]))
        yield Facts(tuple(facts))
        if not approved:
            yield Para(label["draft"])

    def states(self) -> Iterator[Block]:
        """Say how many goals stand where."""
        label, made = self.labels, self.made
        yield Heading(label["progress"], 1)
        rows = tuple((self.kept(one["name"]), str(one["n"])) for one in made["counts"])
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
        yield Para(f"{self.kept(changes['report'])}, {self.kept(changes['day'])}")
        yield from (Para(f"– {self.kept(line)}") for line in changes["lines"])
        if not changes["lines"]:
            yield Para(self.labels["none"])
        if inside := (self.made.get("internal") or {}).get("changes"):
            yield Heading(self.labels["unit_changes"], 2)
            yield from (Para(f"– {self.kept(line)}") for line in inside)

    def goals(self) -> Iterator[Block]:
        """Say where each goal stands, why, and what people write of it; chapter by chapter."""
        chapter = None
        for goal in self.made["goals"]:
            if goal["chapter"] != chapter:
                chapter = goal["chapter"]
                yield Heading(self.kept(goal["chapter_title"]), 1)
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
                self.kept(goal["title"]),
                self.kept(goal["state"]["name"]),
                self._levels(goal, "level"),
                self._levels(goal, "goal"),
            )
            for goal in goals
        )
        yield Table(
            tuple(label[name] for name in ("goal", "state", "level", "target")), rows, widths=(5, 2, 1.5, 1.5)
        )

    def levels(self, goal: Plain) -> str:
        """Say in a line how far a goal has come and how far it is to come."""
        pairs = (
            (one["level"], one["goal"]) for one in goal["standings"] if one["level"]["value"] is not None
        )
        return ", ".join(
            f"{self.kept(level['shown'])} → {self.kept(aim['shown'])}"
            if aim["value"]
            else self.kept(level["shown"])
            for level, aim in pairs
        )

    def _levels(self, goal: Plain, name: str) -> str:
        levels = (
            self.kept(one[name]["shown"]) for one in goal["standings"] if one[name]["value"] is not None
        )
        return "\n".join(levels) or "–"

    def goal(self, goal: Plain) -> Iterator[Block]:
        """Say all of one goal."""
        label = self.labels
        yield Heading(self.kept(goal["title"]), 2)
        facts = [(label["state"], self.kept(goal["state"]["name"]))]
        if goal["by_hand"]:
            hand = goal["by_hand"]
            named = f"{self.kept(hand['state']['name'])} ({self.kept(hand['day'])}, {self.kept(hand['by'])})"
            facts.append((label["by_hand"], f"{named}\n{hand['because']}"))
        if goal["unmeasured"]:
            facts.append((label["unmeasured"], self.kept(goal["unmeasured"]["because"])))
            facts.append((label["would_need"], self.kept(goal["unmeasured"]["needs"])))
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
        yield from self.units(goal)

    def standing(self, one: Plain) -> Iterator[Block]:
        """Say where one target stands."""
        label = self.labels
        facts = [(label["claim"], self.kept(one["claim"])), (label["state"], self.kept(one["state"]["name"]))]
        told = (name for name in ("level", "base", "goal", "asked") if one[name]["value"] or name == "level")
        facts += [
            (label["target" if name == "goal" else name], self.kept(one[name]["shown"])) for name in told
        ]
        facts.append((label["finding"], "\n".join(self.finding(one["finding"]))))
        facts += [(label["caveat"], self.kept(words)) for words in one["caveats"]]
        if one["stale"]:
            facts.append((label["caveat"], label["stale"]))
        for other in one["others"]:
            state = f"{other['provider']}: {self.kept(other['state']['name'])}, {self.kept(other['level']['shown'])}"
            facts.append((label["others"], state))
        yield Facts(tuple(facts))

    def finding(self, finding: Plain, depth: int = 0) -> Iterator[str]:
        """Walk a finding's lines: verdict, claim, what was found, and what it rests on."""
        found = f" – {self.kept(finding['found'])}" if finding.get("found") else ""
        judge = f" ({self.labels['judge']}: {self.kept(finding['judge'])})" if finding.get("judge") else ""
        verdict = self.labels[f"verdict.{finding['verdict']}"]
        yield f"{'– ' * depth}{self.kept(finding['claim'])}: {verdict}{found}{judge}"
        for part in finding.get("because", ()):
            yield from self.finding(part, depth + 1)


__all__ = ["PARTS", "Paper", "said"]
