"""Set a paper as a tagged PDF (PDF/UA-1), the same bytes each time; what no font can show is written as its number."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from utsyn.blocks import Block, Said, plain
from utsyn.calls.list_paper import list_paper, title_of
from utsyn.calls.lists import FunderList
from utsyn.home import home
from utsyn.text import Language, say, shown

TEMPLATE = (Path(__file__).parent / "paper.typ").read_bytes()
REGION = {"nb": "NO", "nn": "NO", "en": "GB"}
CANNOT_SHOW = re.compile(r'the text `"(.*?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
ALWAYS_SHOWN = re.compile(r"[\n\x20-\x7e\xa0-\u017f]")  # Libertinus Serif has all of these
TURNS_THE_LINE = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Words so long that they would leave the page or their cell may be broken, which readers do not see.
LONG, LONG_IN_CELL = re.compile(r"(\S{66})(?=\S)"), re.compile(r"(\S{14})(?=\S{12})")
PAGE = say("Page {n} of {all}", n="{n}", all="{all}")
ROUNDS = 4  # of looking for characters that no font has


def paper(
    title: Said,
    language: Language,
    blocks: Iterable[Block],
    *,
    made_at: datetime,
    author: str = "",
    landscape: bool = False,
    page: Said = PAGE,
) -> bytes:
    """Set blocks as a PDF/UA-1 in a language: same blocks, same `made_at` (with its zone), same bytes.

    `page` is what stands in the foot, with places for {n} and {all}: what was frozen brings its own words for it.

    Fonts: Libertinus Serif for Latin, Greek and Cyrillic, DejaVu Sans Mono for Arabic (both lie in typst), then those
    in UTSYN_HOME/fonts. The machine's own are left alone, for they differ. A character that none of them has is
    written as [U+4E2D], and a last paragraph says so.
    """
    said = " ".join(shown(title, language).split()) or say("Untitled").in_(language)
    told = {
        "title": said,
        "author": author,
        "language": language,
        "region": REGION[language],
        "landscape": landscape,
        "foot": said,
        "page": shown(page, language),
        "made": _utc(made_at),
        "blocks": list(plain(blocks, language)),
    }
    return _shown_in_full(told, language, made_at)


def funder_list(listed: FunderList) -> bytes:
    """Set the list to the funder."""
    return paper(title_of(listed), listed.language, list_paper(listed), made_at=listed.made_at,
                 author=listed.institution, landscape=True)  # fmt: skip


def _utc(moment: datetime) -> dict[str, int]:
    utc = moment.astimezone(UTC)
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(utc, name) for name in names}


def _shown_in_full(told: dict[str, Any], language: str, made_at: datetime) -> bytes:
    """Set what is told, with those characters as numbers that the fonts turn out to lack."""
    lacking = set(TURNS_THE_LINE)
    for _ in range(ROUNDS):
        try:
            return _set(_spelt(told, language, lacking.__contains__), made_at)
        except typst.TypstError as error:
            found = set("".join(map(_unescaped, CANNOT_SHOW.findall(error.diagnostic))))
            if found <= lacking:
                break
            lacking |= found
    return _set(_spelt(told, language, lambda char: not ALWAYS_SHOWN.fullmatch(char)), made_at)


def _unescaped(text: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _spelt(told: dict[str, Any], language: str, lacking: Callable[[str], bool]) -> dict[str, Any]:
    """Write the characters that are lacking by their numbers, and say at the end which they are."""
    used = sorted(set("".join(_strings(told))))
    numbers = {char: f"[U+{ord(char):04X}]" for char in used if lacking(char)}
    made = {name: _each(value, str.maketrans(numbers), LONG) for name, value in told.items()}
    if numbers:
        words = say(
            "Written by their numbers, because no font here has them: {numbers}",
            numbers=", ".join(n[1:-1] for n in numbers.values()),
        )
        made["blocks"] = [*made["blocks"], {"kind": "para", "words": words.in_(language)}]
    return made


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _each(value: Any, numbers: dict[int, str], long: re.Pattern[str]) -> Any:
    """Change every string inside a value."""
    if isinstance(value, str):
        return long.sub("\\1\u200b", value.translate(numbers))
    if isinstance(value, list):
        return [_each(item, numbers, long) for item in value]
    if isinstance(value, dict):
        inside = LONG_IN_CELL if value.get("kind") == "table" else long
        return {name: _each(item, numbers, inside) for name, item in value.items()}
    return value


def _set(told: dict[str, Any], made_at: datetime) -> bytes:
    return typst.compile(TEMPLATE, sys_inputs={"told": json.dumps(told)}, font_paths=_fonts(home()),
                         pdf_standards=["ua-1"], timestamp=made_at.astimezone(UTC))  # fmt: skip


@cache
def _fonts(own: Path | None) -> typst.Fonts:
    """Return the fonts in typst and in the institution's folder, read once."""
    folder = own / "fonts" if own else None
    return typst.Fonts(False, True, [str(folder)] if folder and folder.is_dir() else [])
