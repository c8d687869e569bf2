"""What a report says of each unit that has a goal, beside what it says of the goal; a report of the first form says nothing."""

from collections.abc import Iterator, Sequence

from utsyn.blocks import Block, Table
from utsyn.plans.paper_lists import Lists, Plain


class UnitLists(Lists):
    """A report in a language, as far as it is of units; those outside read it without them."""

    def units(self, goal: Plain) -> Iterator[Block]:
        """List the units that have a goal: what each answered, where it stands by its own figures, and its measures."""
        rows = self.unit_rows(goal)
        if not rows:
            return
        label, numbered = self.labels, {one["number"]: one for one in self.made["measures"]}
        cells = tuple(
            (
                self.kept(row["unit"]["name"]),
                "\n".join(self.unit_answers(row)) or label["not_sent"],
                "\n".join(self.unit_stands(row)),
                "\n".join(self._measure(numbered.get(n), n) for n in row["measures"]) or label["none"],
            )
            for row in rows
        )
        header = tuple(label[name] for name in ("unit", "answer", "own_state", "measures"))
        yield Table(header, cells, caption=label["by_units"], widths=(2.2, 3.2, 3.6, 2.6))

    def unit_rows(self, goal: Plain) -> Sequence[Plain]:
        """Return the units that have a goal; none in a report of the first form, or one without its inside."""
        rows: Sequence[Plain] = (self.made.get("internal") or {}).get("units", {}).get(goal["key"], ())
        return rows

    def unit_answers(self, row: Plain) -> Iterator[str]:
        """Walk what a unit answered: the answer, the goal in its own words, and why."""
        for one in row["answers"]:
            yield self.kept(one["said"]) + (f" ({self.kept(one['of'])})" if one["of"] else "")
            if one["own_words"]:
                yield f"{self.labels['own_words']}: {one['own_words']}"
            if one["because"]:
                yield f"{self.labels['because']}: {one['because']}"
            if again := next((t for t in one["turns"][::-1] if t["answer"] == "asked again"), None):
                yield f"{self.kept(again['by'])}: {again['because']}"

    def unit_stands(self, row: Plain) -> Iterator[str]:
        """Walk where a unit stands by its own figures, and from what or why nobody knows."""
        standing = row["standing"]
        if standing is None:
            yield self.labels["whole"]
            return
        yield self.kept(standing["state"]["name"])
        if standing["because"]:
            yield f"{self.labels['because']}: {self.kept(standing['because'])}"
        for one in standing["standings"]:
            found = one["finding"].get("found") or (one["finding"].get("because") or [{}])[0].get("found")
            said = f"{self.kept(one['claim'])}: {self.kept(one['state']['name'])}"
            yield f"{said} – {self.kept(found)}" if found else said

    def _measure(self, one: Plain | None, number: int) -> str:
        return f"{number} {one['told']['title']} ({self.kept(one['status']['name'])})" if one else str(number)
