"""A document as YAML that every reader understands alike, whether it knows YAML 1.1 or 1.2."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

# Plain where no reader can take it for anything but a word; what YAML 1.1 takes for true, false or nothing is not.
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
NO_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"}
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
DAYS = {"since", "until", "on", "due", "accessed", "adopted"}  # names under which a day is written
SHORT = 90  # characters of a list on one line
# Line ends and marks that YAML 1.1 reads as such, or that no eye sees.
UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def written(document: BaseModel) -> str:
    """Return a document as YAML; what stands at its default is left out."""
    data = document.model_dump(mode="python", exclude_defaults=True)
    return "".join(f"{line}\n" for line in _mapping(data))


def _mapping(data: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for name, value in data.items():
        yield from _entry(f"{indent}{scalar(name)}:", value, indent, name)


def _entry(head: str, value: Any, indent: str, name: str = "") -> Iterator[str]:
    """Walk the lines of a value behind its head: on the same line, or below and further in."""
    if isinstance(value, Mapping) and value:
        yield head
        yield from _mapping(value, f"{indent}  ")
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        flow = f"[{', '.join(scalar(one) for one in value)}]" if all(map(_single, value)) else ""
        if flow and len(head) + len(flow) < SHORT:
            yield f"{head} {flow}"
            return
        yield head
        for one in value:
            yield from _item(one, f"{indent}  ")
    else:
        yield f"{head} {scalar(value, name)}"


def _item(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        first, *others = _mapping(value, f"{indent}  ")
        yield f"{indent}- {first.lstrip(' ')}"
        yield from others
    else:
        yield from _entry(f"{indent}-", value, indent)


def _single(value: Any) -> bool:
    return value is None or isinstance(value, (str, int, Decimal, date))


def scalar(value: Any, name: str = "") -> str:
    """Write one value; text is in double quotation marks unless it is a plain word."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (int, date)):
        return str(value)
    if isinstance(value, str):
        return _text(str(value), name)
    return "{}" if isinstance(value, Mapping) else "[]"


def _text(value: str, name: str) -> str:
    plain = WORD.fullmatch(value) and value.casefold() not in NO_WORDS
    if plain or (name in DAYS and DAY.fullmatch(value)):
        return value
    return UNSEEN.sub(lambda met: f"\\u{ord(met[0]):04x}", json.dumps(value, ensure_ascii=False))
