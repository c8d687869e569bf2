"""Orders as people write them: a number beside each nomination, the same number for level ones, none for unranked ones."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from utsyn.problems import Problem, Problems
from utsyn.text import say

HIGHEST = 9_999


class Line(NamedTuple):
    """A nomination on such a form: its number, title and faculty, what was written beside it, and why it is kept apart.

    `refused`: the call's rules say no to it, so that it does not compete.
    """

    number: int
    title: str
    faculty: object = ""
    place: str = ""
    apart: str = ""
    refused: bool = False


def places(post: Mapping[str, str], numbers: Iterable[int]) -> dict[int, str]:
    """Return what was written beside each nomination."""
    return {number: post.get(f"place-{number}", "").strip()[:20] for number in numbers}


def groups(written: Mapping[int, str]) -> Sequence[Sequence[int]]:
    """Return the order that was written, level ones together. Raises Problems for what is no place."""
    wrong = [number for number, place in written.items() if place and not _place(place)]
    if wrong:
        raise Problems(*(_unreadable(number, written[number]) for number in wrong))
    by_place: dict[int, list[int]] = {}
    for number, place in written.items():
        if place:
            by_place.setdefault(int(place), []).append(number)
    return [by_place[place] for place in sorted(by_place)]


def written(order: Sequence[Sequence[int]]) -> dict[int, str]:
    """Return an order as it is written beside the nominations."""
    told: dict[int, str] = {}
    place = 1
    for group in order:
        told |= dict.fromkeys(group, str(place))
        place += len(group)
    return told


def _place(written: str) -> bool:
    return written.isascii() and written.isdigit() and 1 <= int(written) <= HIGHEST


def _unreadable(number: int, place: str) -> Problem:
    what = say("“{place}” beside number {n} is no place", place=place, n=number)
    return Problem(what, say("Write 1, 2, 3 and so on; level ones share a number"), (f"place-{number}",))
