"""What a figure's definition says, read from the indicator's document: in words, with its version, its rule and its known weaknesses."""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from utsyn.documents import read
from utsyn.home import places
from utsyn.problems import Problems
from utsyn.text import Text


class Defined(NamedTuple):
    """The newest definition of an indicator; `rules` are of providers that count otherwise than it says."""

    title: Text
    version: int
    says: Text
    numerator: Text | None
    denominator: Text | None
    weaknesses: tuple[Text, ...]
    rule: Text | None = None
    rules: Mapping[str, Text] = {}


def defined(indicator: str) -> Defined | None:
    """Return the definition of an indicator; None where no document defines it, or where that cannot be read."""
    name = f"{os.sep}{indicator}.yaml"
    path = next((Path(place) for place in places("indicators") if place.endswith(name)), None)
    return _read(path, path.stat().st_mtime_ns) if path else None


@cache
def _read(path: Path, _changed: int) -> Defined | None:
    try:
        told: Mapping[str, Any] = read(path).data
        newest = max(told["definitions"], key=lambda one: one["version"])
        weaknesses = tuple(Text(**one) for one in newest.get("weaknesses", ()))
        title, says = Text(**told["title"]), Text(**newest["says"])
        rules = {one["key"]: Text(**one["rule"]) for one in told.get("providers", ()) if one.get("rule")}
    except (Problems, KeyError, TypeError, ValueError):  # `utsyn check` says what is wrong with it
        return None
    parts = [
        Text(**newest[name]) if newest.get(name) else None for name in ("numerator", "denominator", "rule")
    ]
    return Defined(title, newest["version"], says, parts[0], parts[1], weaknesses, parts[2], rules)
