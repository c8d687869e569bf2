"""Write the list of indicators of evidence, docs/reference/indicators-of-evidence.md:  python -m tools.indicator_manual.

What was asked for and what answers it is in `tools/indicator_catalogue.py`; what each recipe counts, and by which rule, the program says itself.
A house test holds the page in step, and every name in the catalogue.
"""

from collections.abc import Iterator
from pathlib import Path

from tools.indicator_catalogue import CATALOGUE, Row
from utsyn.evidence.defined import defined
from utsyn.evidence.readings import READINGS, reading
from utsyn.evidence.recipes import Recipe, recipes
from utsyn.evidence.rules import rule

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "indicators-of-evidence.md"
ALONG = ("", "-by-field", "-by-unit")
HEAD = """# Indicators of evidence

<!-- Written by `python -m tools.indicator_manual` from the catalogue, the recipes and the definitions. Change those, not this page. -->

What is asked of evidence, and what answers it. Every recipe is written twice, for any engine and slowly in plain Python, and a test draws worlds in
which both come to the same hash. Every definition is a document in nb, nn and en (`src/utsyn/data/indicators/`). The figures of a recipe have a page at
`/evidence/RECIPE/`, a line a figure in `utsyn figures RECIPE`, and `utsyn explain` and `utsyn compare` where works are counted one by one.

"""
MIDDLE = """
## What each recipe counts, and by which rule

“Read as” tells how a row becomes a figure; below thirty no share, mean or difference is shown. Where a family has it, the same is there by field and by unit.

"""


def page() -> str:
    """Return the page."""
    return HEAD + "\n".join(_catalogue()) + "\n" + MIDDLE + "\n".join(_recipes()) + "\n"


def documents_of(row: Row) -> list[str]:
    """Return the definitions of a row."""
    every = recipes()
    return list(dict.fromkeys([*(every[key].indicator for key in row.recipes), *row.documents]))


def _catalogue() -> Iterator[str]:
    yield "## The catalogue\n"
    for row in CATALOGUE:
        yield f"### {row.name}: {row.asks}\n"
        if row.recipes:
            yield f"- Recipes: {', '.join(map(_code, row.recipes))}"
        if row.functions:
            yield f"- Worked out by: {', '.join(map(_code, row.functions))}"
        if documents_of(row):
            yield f"- Definitions: {', '.join(map(_document, documents_of(row)))}"
        if row.variants:
            yield f"- Variants: {row.variants}"
        for test in row.tests:
            file, _, name = test.partition("::")
            yield f"- Held by: {name.removeprefix('test_').replace('_', ' ')} (`tests/evidence/{file}.py`)"
        if row.lacks:
            yield f"- What it does not reach: {row.lacks}"
        yield ""


def _recipes() -> Iterator[str]:
    yield "| Recipe | By | Read as | Rule |"
    yield "|---|---|---|---|"
    every = recipes()
    for key, one in sorted(every.items()):
        if not (key.endswith(ALONG[1:]) and key.rpartition("-by-")[0] in every):
            yield _line(one, [end[4:] for end in ALONG[1:] if key + end in every])


def _line(one: Recipe, along: list[str]) -> str:
    how = reading(one)
    also = f" (also by {' and '.join(along)})" if along else ""
    said = rule(one)[0].in_("en")
    return f"| {_code(one.key)} | {', '.join(one.by)}{also} | {how.sort} of {', '.join(how.of)} | {said} |"


def _document(key: str) -> str:
    found = defined(key)
    version = found.version if found else "?"
    provider = READINGS[key].provider if key in READINGS else ""
    return f"{_code(key)} {version}{f' ({provider})' if provider else ''}"


def _code(name: str) -> str:
    return f"`{name}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
