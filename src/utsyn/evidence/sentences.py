"""Sentences that are kept: what is asked for a recipe is written once, for this process and, in a folder, for those that come after.

They are named by all that they rest on: the recipe, its code, what it is about, and what wrote them.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from utsyn.evidence.disk import put, room
from utsyn.evidence.recipes import About, Recipe
from utsyn.evidence.sql import Sentences, Writing, sentences

FOLDER = "sql"
MOST = 8  # of a recipe, for other years or universities: the oldest go
_written: dict[tuple[Any, ...], Sentences] = {}


class Known:
    """What has been written for recipes; `folder` is that of the results, if they are kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder / FOLDER if folder else None
        self._writing = Writing()

    def of(self, recipe: Recipe, about: About, *, code: str, tables: tuple[str, ...]) -> Sentences | None:
        """Return what is asked of tables for a recipe, of which `code` is the hash; None where that rests on what is in them."""
        here = (recipe.make, recipe.key, recipe.version, recipe.columns, about, code, tables)
        if here not in _written:
            name = _name(recipe, about, code, tables)
            found = self._read(name) or self._write(name, recipe, about, tables)
            if found is None:
                return None
            _written[here] = found
        return _written[here]

    def _write(self, name: str, recipe: Recipe, about: About, tables: tuple[str, ...]) -> Sentences | None:
        try:
            found = sentences(recipe, about, writing=self._writing, tables=tables)
        except Exception:  # noqa: BLE001  whatever is wrong with a recipe is told once it is made of real tables
            return None
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            told = json.dumps({"steps": list(found.steps.items()), "asked": found.asked})
            with room(self.folder):
                put(self.folder / name, f"{_hashed(told)}\n{told}")
            _sweep(self.folder, recipe.key)
        return found

    def _read(self, name: str) -> Sentences | None:
        """Return what was kept, if all of it is there as it was."""
        if not self.folder:
            return None
        try:
            sha256, _, told = (self.folder / name).read_text("utf-8").partition("\n")
        except (OSError, ValueError):
            return None
        if sha256 != _hashed(told):
            return None
        held: Mapping[str, Any] = json.loads(told)
        return Sentences(dict(held["steps"]), held["asked"])


def _name(recipe: Recipe, about: About, code: str, tables: tuple[str, ...]) -> str:
    rests = [recipe.key, recipe.version, tables, recipe.columns, about, code, _writer()]
    return f"{recipe.key}~{_hashed(json.dumps(rests))[:32]}.json"


def _sweep(folder: Path, key: str) -> None:
    """Let go of the oldest, which other code or other years have left."""
    found = sorted(folder.glob(f"{key}~*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in found[MOST:]:
        path.unlink(missing_ok=True)


@cache
def _writer() -> list[str]:
    """Return what decides how sentences are written."""
    import utsyn.evidence.sql as own

    source = Path(own.__file__).read_bytes()
    return [version("ibis-framework"), version("sqlglot"), hashlib.sha256(source).hexdigest()]


def _hashed(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()
