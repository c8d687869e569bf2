"""From what was typed into a form to a shape: blanks are untold, spaces in numbers are no matter.

A field's name in the form is its path in the shape: `partners[0].country`, `statements[letter-of-intent]`.
"""

import re
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple, Protocol, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from utsyn.organisations.countries import Country
from utsyn.problems import Path

PROSE = 1_000  # characters: what may be longer than this gets room for several lines
NONE = "!none"  # the box that says: there are none
SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
NUMBER = re.compile(r"[-+]?\d{1,3}( \d{3})*([.,]\d*)?|[-+]?\d+([.,]\d*)?")


class Post(Protocol):
    """What a browser sends: several values under each name."""

    def __iter__(self) -> Iterator[str]: ...

    def getlist(self, key: str, /) -> list[str]:
        """Return all values of a name."""
        ...


class Sort(NamedTuple):
    """What sort of field a type asks for, and the type inside it."""

    name: Literal[
        "text",
        "prose",
        "number",
        "yesno",
        "choice",
        "country",
        "date",
        "moment",
        "set",
        "lines",
        "group",
        "rows",
        "years",
        "keyed",
    ]
    inner: Any = None


SIMPLE: Mapping[Any, Sort] = {
    bool: Sort("yesno"),
    int: Sort("number", int),
    Decimal: Sort("number", Decimal),
    date: Sort("date"),
    datetime: Sort("moment"),
    str: Sort("text"),
}


def sort_of(annotation: Any) -> Sort:
    """Tell what sort of field a type asks for. Raises TypeError for one that no form can hold."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if annotation == Country:
        return Sort("country")
    if origin in (Union, types.UnionType):
        return sort_of(next(part for part in inner if part is not type(None)))
    if origin in COMPOSED:
        return COMPOSED[origin](inner)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Sort("group", annotation)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return Sort("choice", tuple(annotation))
    if annotation not in SIMPLE:
        raise TypeError(f"no form field for {annotation}")
    return SIMPLE[annotation]


def _is_long(inner: tuple[Any, ...]) -> bool:
    """Tell whether a type asks for text of more than a line."""
    limits = [getattr(limit, "max_length", 0) for one in inner[1:] for limit in getattr(one, "metadata", ())]
    return inner[0] is str and max(limits, default=0) >= PROSE


def _several(inner: tuple[Any, ...]) -> Sort:
    return Sort("rows" if sort_of(inner[0]).name == "group" else "lines", inner[0])


def _keyed(inner: tuple[Any, ...]) -> Sort:
    return Sort("years" if sort_of(inner[0]).inner is int else "keyed", inner[1])


COMPOSED: Mapping[Any, Callable[[tuple[Any, ...]], Sort]] = {
    Annotated: lambda inner: Sort("prose") if _is_long(inner) else sort_of(inner[0]),
    Literal: lambda inner: Sort("choice", inner),
    frozenset: lambda inner: Sort("set", inner[0]),
    tuple: _several,
    dict: _keyed,
}


def typed(post: Post, shape: type[BaseModel], *, within: str = "") -> dict[str, Any]:
    """Read a form as a tree of what was typed, nothing judged yet and nothing lost."""
    names = {
        f"{within}.{name}" if within else name: (name, info.annotation)
        for name, info in shape.model_fields.items()
    }
    return {name: _typed(post, sort_of(annotation), place) for place, (name, annotation) in names.items()}


def _typed(post: Post, sort: Sort, place: str) -> Any:
    given = post.getlist(place)
    if sort.name == "group":
        return typed(post, sort.inner, within=place)
    if sort.name == "rows":
        rows = [typed(post, sort.inner, within=f"{place}[{step}]") for step in steps(post, place)]
        none: list[Any] | None = [] if post.getlist(place + NONE) else None
        return rows if any(map(something, rows)) or (rows and none is None) else none
    if sort.name == "years":
        rows = [
            {half: _first(post.getlist(f"{place}[{n}].{half}")) for half in ("year", "value")}
            for n in steps(post, place)
        ]
        return rows or None
    if sort.name == "keyed":
        return {key: _typed(post, sort_of(sort.inner), f"{place}[{key}]") for key in steps(post, place)}
    if sort.name == "set":
        return given or ([] if post.getlist(place + NONE) else None)
    return _first(given)


def steps(post: Post, place: str) -> list[str]:
    """List the steps that the form takes below a place, in the order of the form, each once."""
    below = re.compile(re.escape(place) + r"\[([^\]]{1,80})\]")
    return list(dict.fromkeys(match[1] for name in post if (match := below.match(name))))


def _first(values: Sequence[str]) -> str:
    return values[-1].strip() if values else ""


def told(raw: Any, sort: Sort, *, zone: Any) -> Any:
    """Turn what was typed into what was told: blanks gone, numbers without spaces, moments with a zone."""
    if raw in (None, ""):
        return None
    if sort.name == "group":
        return _without_none(raw, sort.inner.model_fields, zone) or None
    if sort.name == "rows":
        return [_without_none(row, sort.inner.model_fields, zone) for row in raw]
    if sort.name == "keyed":
        kept = {key: told(value, sort_of(sort.inner), zone=zone) for key, value in raw.items()}
        return {key: value for key, value in kept.items() if value is not None}
    if sort.name == "moment":
        return _moment(raw, zone)
    return PLAIN[sort.name](raw) if sort.name in PLAIN else raw


def _without_none(raw: Mapping[str, Any], fields: Mapping[str, FieldInfo], zone: Any) -> dict[str, Any]:
    made = {name: told(raw.get(name), sort_of(info.annotation), zone=zone) for name, info in fields.items()}
    return {name: value for name, value in made.items() if value is not None}


def _by_year(raw: list[Mapping[str, str]]) -> dict[str, str] | None:
    return {row["year"]: number(row["value"]) for row in raw if row["year"] or row["value"]} or None


def _lines(raw: Any) -> list[str]:
    return [line for line in re.split(r"[\s,;]+", raw) if line] if isinstance(raw, str) else list(raw)


def number(written: str) -> str:
    """Take the spaces out of a number, `1 500 000`; whatever is not a number stays as it was written."""
    plain = SPACES.sub(" ", written.strip())
    return plain.replace(" ", "") if NUMBER.fullmatch(plain) else written


PLAIN: Mapping[str, Callable[[Any], Any]] = {
    "years": _by_year,
    "lines": _lines,
    "yesno": lambda raw: {"yes": True, "no": False}.get(raw, raw),
    "number": lambda raw: number(str(raw)),
    "prose": lambda raw: raw.replace("\r\n", "\n"),
}


def _moment(written: str, zone: Any) -> str:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return written
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()


def without_blank_rows(raw: Any, sort: Sort) -> Any:
    """Drop the rows in which nothing was typed, so that the rows left are those that are judged."""
    if not raw:
        return raw
    if sort.name == "group":
        fields = sort.inner.model_fields
        return {
            name: without_blank_rows(value, sort_of(fields[name].annotation)) for name, value in raw.items()
        }
    if sort.name == "rows":
        rows = [without_blank_rows(row, Sort("group", sort.inner)) for row in raw]
        return [row for row in rows if something(row)] or None
    if sort.name == "years":
        return [row for row in raw if something(row)] or None
    return raw


def something(raw: Any) -> bool:
    """Tell whether anything at all was typed."""
    if isinstance(raw, Mapping):
        return any(map(something, raw.values()))
    return any(map(something, raw)) if isinstance(raw, list) else bool(raw)


def place_of(path: Path, shape: Any) -> str:
    """Name the field of the form at a path of the shape: ("statements", "x") is `statements[x]`."""
    place, sort = "", Sort("group", shape)
    for step in path:
        if sort.name == "group" and step in sort.inner.model_fields:
            place = f"{place}.{step}" if place else str(step)
            sort = sort_of(sort.inner.model_fields[step].annotation)
        elif sort.name in ("rows", "keyed"):
            place, sort = (
                f"{place}[{step}]",
                Sort("group", sort.inner) if sort.name == "rows" else sort_of(sort.inner),
            )
        else:
            break
    return place
