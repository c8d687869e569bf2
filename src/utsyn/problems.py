"""What is wrong with something a person wrote: the place, the fault, and how to mend it."""

from collections.abc import Mapping
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from utsyn.text import Said, Words, say

Path = tuple[str | int, ...]


class Problem(NamedTuple):
    """One fault: in which file and line (from 1), at which path, what is wrong, and how to mend it."""

    what: Words
    mend: Words
    path: Path = ()
    file: str = ""
    line: int | None = None

    @property
    def place(self) -> str:
        """Name the place as editors do, `file:line`, and the path inside the document."""
        where = f"{self.file}:{self.line}" if self.file and self.line else self.file
        return " ".join(part for part in (where, dotted(self.path)) if part)

    def in_(self, language: str) -> str:
        """Say place, fault and mend in one line."""
        said = f"{self.what.in_(language)}. {self.mend.in_(language)}."
        return f"{self.place}: {said}" if self.place else said


class Problems(ValueError):  # noqa: N818  what raises it is not an error of the program
    """What someone wrote cannot be used as it stands; `.problems` says all that is wrong with it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(problem.in_("en") for problem in problems))
        self.problems = problems


class Unfit(ValueError):  # noqa: N818  says that a value does not fit, in the words of `said`
    """Raised by a shape's own validators: a value does not fit, and `.said` tells how to mend it."""

    def __init__(self, said: Words) -> None:
        super().__init__(said.in_("en"))
        self.said = said


def dotted(path: Path) -> str:
    """Write a path as people do: partners[0].country."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def problems_of(error: ValidationError, shape: Any, *, given: object = None) -> list[Problem]:
    """Turn pydantic's errors into problems that say what was meant and how to mend it."""
    found = [_problem(detail, shape, given) for detail in error.errors(include_url=False)]
    return list({problem.path: problem for problem in reversed(found)}.values())[::-1]


def _problem(detail: ErrorDetails, shape: Any, given: object) -> Problem:
    path = _told(detail["loc"], given)
    if detail["type"] == "extra_forbidden":
        return unknown_name(str(detail["loc"][-1]), _names_at(shape, path[:-1]), path=path)
    if detail["type"] == "missing":
        name = str(detail["loc"][-1])
        path = (*path, name)
        return Problem(say("“{name}” is missing", name=name), say("Add it"), path)
    written = detail.get("input")
    shown = str(written) if not isinstance(written, (dict, list)) else "…"
    what, mend = _words(detail, shown)
    return Problem(what, mend, path)


def unknown_name(name: str, names: list[str], *, path: Path = ()) -> Problem:
    """Say that a name is not known, and which one was probably meant."""
    near = get_close_matches(name, names, n=1, cutoff=0.6)
    mend = (
        say("Did you mean “{near}”?", near=near[0])
        if near
        else say("Known names: {names}", names=", ".join(names))
    )
    return Problem(say("“{name}” is not a known name", name=name), mend, path)


def _words(detail: ErrorDetails, shown: str) -> tuple[Words, Words]:
    kind, limits = detail["type"], dict(detail.get("ctx") or {})
    what = say("“{written}” cannot be used", written=shown[:80])
    if kind in ("value_error", "assertion_error"):
        reason = limits.get("error")
        if isinstance(reason, Unfit):
            return what, reason.said
        return what, say("{reason}", reason=str(reason or detail["msg"]))
    if kind in (
        "decimal_parsing",
        "decimal_type",
        "int_parsing",
        "int_type",
        "float_parsing",
        "int_from_float",
    ):
        if "," in shown:
            return what, say("Write the number with a decimal point and no thousands separators: 1500000.50")
        return what, say("Write a number in digits, such as 1500000 or 0.20")
    if kind.startswith(("date", "datetime", "time")):
        return what, say("Write a date that exists as year-month-day: 2022-03-16")
    if kind in ("enum", "literal_error"):
        return what, _choices(shown, str(limits.get("expected", "")))
    return what, LIMITS.get(kind, say("Expected: {reason}", reason=detail["msg"]))._replace(
        values={**limits, "reason": detail["msg"]}
    )


def _choices(shown: str, expected: str) -> Said:
    names = [name.strip(" '") for name in expected.replace(" or ", ", ").split(",")]
    near = get_close_matches(shown, names, n=1)
    return (
        say("Did you mean “{near}”?", near=near[0])
        if near
        else say("Choose one of: {names}", names=", ".join(names))
    )


LIMITS: Mapping[str, Said] = {
    "bool_parsing": say("Write true or false, or null when nobody knows"),
    "bool_type": say("Write true or false, or null when nobody knows"),
    "string_type": say("Write text, in quotation marks if it looks like a number"),
    "list_type": say("Write a list, one item on each line after a dash"),
    "frozen_set_type": say("Write a list, one item on each line after a dash"),
    "tuple_type": say("Write a list, one item on each line after a dash"),
    "dict_type": say("Write names with values under them"),
    "model_type": say("Write names with values under them"),
    "model_attributes_type": say("Write names with values under them"),
    "too_long": say("Give at most {max_length}; there are {actual_length}"),
    "string_too_long": say("Write at most {max_length} characters"),
    "greater_than_equal": say("Write a number that is at least {ge}"),
    "less_than_equal": say("Write a number that is at most {le}"),
    "greater_than": say("Write a number that is more than {gt}"),
    "string_pattern_mismatch": say("Write it in the form {pattern}"),
}


def _told(loc: Path, given: object) -> Path:
    """Keep the steps that exist in what was given: pydantic also names unions and validators."""
    path: list[str | int] = []
    for step in loc:
        if (isinstance(given, Mapping) and step in given) or (
            isinstance(given, (list, tuple)) and isinstance(step, int) and step < len(given)
        ):
            given = cast("dict[str | int, object]", given)[step]
        elif given is not None:
            continue
        path.append(step)
    return tuple(path)


def _names_at(shape: Any, path: Path) -> list[str]:
    """Return the names that the shape knows at a path."""
    shapes = _forms(shape)
    for step in path:
        shapes = [form for known in shapes for inner in _inside(known, step) for form in _forms(inner)]
    models = [form for form in shapes if isinstance(form, type) and issubclass(form, BaseModel)]
    return list(dict.fromkeys(name for model in models for name in model.model_fields))


def _forms(shape: Any) -> list[Any]:
    """Return the forms that a shape may take: the parts of a union, without their annotations."""
    if get_origin(shape) is Annotated:
        return _forms(get_args(shape)[0])
    if get_origin(shape) in (Union, UnionType):
        return [form for part in get_args(shape) for form in _forms(part)]
    return [shape]


def _inside(form: Any, step: str | int) -> list[Any]:
    """Return what a form holds under a name or an index."""
    if isinstance(form, type) and issubclass(form, BaseModel):
        return [form.model_fields[step].annotation] if step in form.model_fields else []
    return [part for part in get_args(form) if part is not Ellipsis]
