"""Values of a JSON file one after another, of a list, of lines or of one alone, without more than a few of them in memory."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from utsyn.evidence.sources.packed import CHUNK, damaged, stream
from utsyn.problems import Problems

BETWEEN = " \r\n\t[],\ufeff"


def values(path: Path, *, member: str = "") -> Iterator[tuple[int, Any]]:
    """Walk the values of a file with their number from 1. Raises Problems where it ends too early."""
    with stream(path, member=member) as raw:
        yield from enumerate(_values(raw, path), start=1)


def _values(raw: IO[bytes], path: Path) -> Iterator[Any]:
    decoder, held, last, listed, end = json.JSONDecoder(), "", False, False, ""
    letters = _decoded(raw, path)
    while not last:
        more = next(letters, None)
        last = more is None
        held += more or ""
        listed = listed or (held.lstrip(" \r\n\t\ufeff").startswith("[") and not end)
        end = (more or "").rstrip()[-1:] or end
        at = 0
        while True:
            while at < len(held) and held[at] in BETWEEN:
                at += 1
            if at == len(held):
                break
            try:
                value, at = decoder.raw_decode(held, at)
            except RecursionError as error:
                raise Problems(damaged(path)) from error
            except ValueError as error:
                if last:
                    raise Problems(damaged(path)) from error
                break
            yield value
        held = held[at:]
    if listed and end != "]":  # a list that was cut between two values
        raise Problems(damaged(path))


def _decoded(raw: IO[bytes], path: Path) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := raw.read(CHUNK):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Problems(damaged(path)) from error
