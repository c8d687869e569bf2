"""Which sort of document a file holds, as its names at the margin say, or else the folder in which it lies."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Literal

Sort = Literal["calls", "plans", "indicators"]
# Names that only one sort of document has, at the margin or behind the first brace.
TELLING: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("plans", re.compile(r'(?m)^\{?"?(goals|chapters|aims|lasts|follows)"?[ \t]*:')),
    ("indicators", re.compile(r'(?m)^\{?"?(definitions|asks|sort|providers)"?[ \t]*:')),
    ("calls", re.compile(r'(?m)^\{?"?(programme|rules|window|lots|amendments|copy_of)"?[ \t]*:')),
)
FOLDERS: tuple[Sort, ...] = ("calls", "plans", "indicators")
CASES = ".cases.yaml"
MOST = 200_000  # characters that are looked at


def sort_of(path: Path) -> Sort:
    """Return the sort of a document. What nothing tells is taken for a call, whose check says what is wrong with it."""
    if path.name.endswith(CASES):
        return "calls"
    text = _beginning(path)
    met = [sort for sort, names in TELLING if names.search(text)]
    if len(met) == 1:
        return met[0]
    folders = path.absolute().parent.parts
    for folder in (*folders[-1:], *met, *reversed(folders)):  # its own folder tells more than the names do
        for sort in FOLDERS:
            if folder == sort:
                return sort
    return "calls"


def inside(folder: Path, *sorts: Sort) -> list[Path]:
    """List the documents of some sorts in a folder and what lies below it, or in its own folders for them."""
    roots = [folder / sort for sort in FOLDERS if (folder / sort).is_dir()]
    return [path for path in _files(roots or [folder]) if sort_of(path) in sorts]


def is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; a name that no file can have is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_there(path: Path) -> bool:
    """Tell whether anything lies at a path."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _files(roots: Collection[Path]) -> list[Path]:
    return [path for root in roots for path in sorted(root.rglob("*.yaml")) if not path.is_dir()]


def _beginning(path: Path) -> str:
    try:
        if not path.is_file():  # to read from a pipe is to wait, perhaps for ever
            return ""
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            return file.read(MOST)
    except (OSError, ValueError):
        return ""
