"""A look at lists that somebody sent, in a process of its own: what would be loaded, its first rows, and all that is wrong with it.

In a process of its own, because a workbook of a few bytes may unfold to more than a machine has: python -m utsyn.web.evidence.looking FOLDER
"""

import json
import resource
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from utsyn.evidence.loading import Asked, Loading
from utsyn.evidence.sources.lists import LISTS
from utsyn.evidence.sources.plain import PLAIN
from utsyn.problems import Problem, Problems
from utsyn.text import LANGUAGES, Words, say

FIRST = 8  # rows of each list that are shown
MEMORY, SECONDS = 3 << 30, 60
Told = dict[str, Any]


def main() -> None:
    """Look, with little memory, and tell it as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    files = sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_file())
    sys.stdout.write(json.dumps(_looked(files)))


def _looked(files: Sequence[Path]) -> Told:
    """Load the files to nowhere, each by itself."""
    told, problems = _nothing(()), list[Problem]()
    for path in files:
        try:
            tables, counted = _loaded(path)
        except Problems as error:
            problems += error.problems
            continue
        told["tables"] += tables
        told["counted"] |= {f"{path.name}: {why}": n for why, n in counted.items()}
    return told | _nothing(problems) if problems else told


def _loaded(path: Path) -> tuple[list[Told], Mapping[str, int]]:
    if path not in PLAIN.recognise([path]):
        raise Problems(_stranger(path))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "store" / "plain" / "look"
        folder.mkdir(parents=True)
        into = Loading(folder, stage=folder / ".stage", asked=Asked("look", date.min), hashes={path: ""})
        PLAIN.load([path], into)
        return [{"file": path.name, **one} for one in _tables(into)], into.counted


def _tables(into: Any) -> Iterator[Told]:
    for loaded in into.tables:
        file = pq.ParquetFile(into.folder / loaded.file)
        batch = next(file.iter_batches(FIRST), None)
        rows = batch.to_pylist() if batch is not None else []
        first = [["" if value is None else str(value) for value in row.values()] for row in rows]
        yield {"table": loaded.table, "rows": loaded.rows, "columns": file.schema_arrow.names, "first": first}


def _stranger(path: Path) -> Problem:
    known = "; ".join(f"{kind.table.name}: {', '.join(kind.required)}" for kind in LISTS)
    what = say("The headings are those of no list that is known here")
    return Problem(what, say("Name the columns so. {known}", known=known), file=path.name)


def _nothing(problems: Sequence[Problem]) -> Told:
    return {"tables": [], "counted": {}, "problems": [_problem(one) for one in problems]}


def _problem(one: Problem) -> Told:
    """Tell a problem in every language, by the name of the file alone."""
    path = [str(part) for part in one.path]
    return {
        "file": Path(one.file).name,
        "line": one.line,
        "column": ".".join(path),
        "what": _said(one.what),
        "mend": _said(one.mend),
    }


def _said(words: Words) -> dict[str, str]:
    return {language: words.in_(language) for language in LANGUAGES}


if __name__ == "__main__":
    main()
