"""The blocks that a paper is built of: headings, paragraphs, facts and tables, in any language of the house."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from utsyn.text import Words, shown

Said = Words | str


class Heading(NamedTuple):
    """A heading of level 1, 2 or 3."""

    words: Said
    level: int = 1


class Para(NamedTuple):
    """A paragraph; line breaks inside it are kept."""

    words: Said


class Facts(NamedTuple):
    """Names with a value each, one below another."""

    items: tuple[tuple[Said, object], ...]


class Table(NamedTuple):
    """Rows under a header; `widths` are shares of the page, and `figures` the columns that hold numbers."""

    header: tuple[Said, ...]
    rows: tuple[tuple[object, ...], ...]
    caption: Said = ""
    widths: tuple[float, ...] = ()
    figures: frozenset[int] = frozenset()


Block = Heading | Para | Facts | Table


def plain(blocks: Iterable[Block], language: str) -> Iterator[dict[str, Any]]:
    """Say blocks in a language, as names and strings alone; no heading is more than one level below the last."""
    deepest = 0
    for block in blocks:
        match block:
            case Heading(words, level):
                deepest = max(1, min(level, deepest + 1))
                yield {"kind": "heading", "level": deepest, "words": shown(words, language)}
            case Para(words):
                yield {"kind": "para", "words": shown(words, language)}
            case Facts(items):
                said = [[shown(name, language), shown(value, language)] for name, value in items]
                yield {"kind": "facts", "items": said}
            case Table():
                yield _table(block, language)


def _table(block: Table, language: str) -> dict[str, Any]:
    width = len(block.header)
    if any(len(row) != width for row in block.rows) or len(block.widths) not in (0, width):
        raise ValueError(f"every row of a table under {width} headers has {width} cells")
    return {
        "kind": "table",
        "caption": shown(block.caption, language),
        "header": [shown(cell, language) for cell in block.header],
        "rows": [[shown(cell, language) for cell in row] for row in block.rows],
        "widths": list(block.widths) or [1.0] * width,
        "figures": sorted(block.figures),
    }
