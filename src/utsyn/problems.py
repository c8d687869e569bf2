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

    def said(self, language: str) -> str:
        """Say fault and mend, where the place is plain to see."""
        return f"{sentence(self.what.in_(language))} {sentence(self.mend.in_(language))}"

    def in_(self, language: str) -> str:
        """Say place, fault and mend in one line."""
        return f"{self.place}: {self.said(language)}" if self.place else self.said(language)


class Problems(ValueError):  # noqa: N818  what raises it is not an error of the program
    """What someone wrote cannot be used as it stands; `.problems` says all that is wrong with it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(problem.in_("en") for problem in problems))
        self.problems = problems


class Unfit(ValueError):  # noqa: N818  says that a value does not fit, in the words of `said`
    """Raised by a shape's own validators: a value does not fit, and `.said` tells how to mend it.

    `written` is the part of the value that is at fault, where not the whole of it is.
    """

    def __init__(self, said: Words, *, written: str | None = None) -> None:
        super().__init__(said.in_("en"))
        self.said, self.written = said, written


def sentence(words: str) -> str:
    """End words with a full stop, unless they end a sentence already."""
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."


def dotted(path: Path) -> str:
    """Write a path as people do: partners[0].country."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def problems_of(error: ValidationError, shape: Any, *, given: object = None) -> list[Problem]:
    """Turn pydantic's errors into problems that say what was meant and how to mend it."""
    found: dict[Path, Problem] = {}
    for detail in error.errors(include_url=False):
        problem = _problem(detail, shape, given)
        found.setdefault(problem.path, problem)
    # Where one form of a union fits so far that something inside it is wrong, the other forms were not meant.
    outer = {path[:length] for path in found for length in range(len(path))}
    return [problem for path, problem in found.items() if path not in outer] or list(found.values())


def _problem(detail: ErrorDetails, shape: Any, given: object) -> Problem:
    path = _told(detail["loc"], given)
    if detail["type"] == "extra_forbidden":
        name = str(detail["loc"][-1])
        if name.isdigit():  # `{share: 0,20}` names a share of 0, and then 20
            return Problem(_after_comma(name), say("Write numbers with a decimal point: 0.20"), path)
        if " " in name:  # `{en: It is gone, and nobody kept it}` too
            return Problem(
                _after_comma(name), say("Put quotation marks around text with a comma in it"), path
            )
        return unknown_name(
            name, _names_at(shape, path[:-1]) or _names_at(shape, detail["loc"][:-1]), path=path
        )
    if detail["type"] == "missing":
        name = str(detail["loc"][-1])
        return Problem(say("“{name}” is missing", name=name), say("Add it"), (*path, name))
    what, mend = _words(detail)
    return Problem(what, mend, path)


def unknown_name(name: str, names: list[str], *, path: Path = ()) -> Problem:
    """Say that a name is not known, and which one was probably meant."""
    mend = say("Known names: {names}", names=", ".join(names)) if names else say("Leave it out")
    return Problem(say("“{name}” is not a known name", name=name[:80]), _meant(name, names) or mend, path)


def _after_comma(name: str) -> Said:
    return say("“{name}” stands where a name should, after a comma", name=name[:80])


def _meant(written: str, names: list[str]) -> Said | None:
    small = {name.casefold(): name for name in names}  # INTPART-2022 means intpart-2022
    near = get_close_matches(written.casefold(), small, n=1, cutoff=0.6)
    return say("Did you mean “{near}”?", near=small[near[0]]) if near else None


def _words(detail: ErrorDetails) -> tuple[Words, Words]:
    """Say what is wrong with a value, and how to mend it."""
    kind, limits, written = detail["type"], dict(detail.get("ctx") or {}), detail.get("input")
    if isinstance(reason := limits.get("error"), Unfit):
        return _unusable(reason.written or written), reason.said
    if kind == "too_long":
        return _many(limits.get("actual_length")), say("Give at most {most}", most=limits.get("max_length"))
    if kind in ("enum", "literal_error"):
        names = [
            name.strip(" '") for name in str(limits.get("expected", "")).replace(" or ", ", ").split(",")
        ]
        mend = say("Choose one of: {names}", names=", ".join(names))
        return _unusable(written), _meant(str(written), names) or mend
    if kind in NUMBERS and isinstance(written, str) and "," in written:
        return _unusable(written), say(
            "Write it with a decimal point and without thousands separators: 1500000.50"
        )
    if kind in ("less_than", "less_than_equal") and 1 in (limits.get("lt"), limits.get("le")):
        return _unusable(written), say("Write it as a part of one: 0.20 for 20 per cent")
    named = MODELS.get(str(limits.get("class_name")))
    mend = named or MENDS.get(str(limits.get("pattern")), MENDS.get(kind, OTHERWISE))
    return _unusable(written), mend._replace(values=limits)


def _many(count: int | None) -> Said:
    return say("There are too many of them") if count is None else say("There are {n} of them", n=count)


def _unusable(written: object) -> Said:
    if written is None:
        return say("Nothing is written here")
    if isinstance(written, (list, tuple, set, frozenset)):
        return say("A list cannot be used here")
    if isinstance(written, Mapping):
        return say("Names with values under them cannot be used here")
    if isinstance(written, bool):
        return say("“{written}” cannot be used", written=str(written).lower())
    return say("“{written}” cannot be used", written=str(written)[:80])


TRUTH = say("Write true or false without quotation marks, or null when nobody knows")
TEXT = say("Write text, in quotation marks if it looks like a number")
LIST = say("Write a list, one item on each line after a dash")
NAMES = say("Write names with values under them")
NUMBER = say("Write a number in digits, such as 1500000 or 0.20")
WHOLE = say("Write a whole number in digits, such as 3")
DIGITS = say("Write a number with fewer digits")
DAY = say("Write a date that exists as year-month-day: 2022-03-16")
MOMENT = say("Write day, time and zone as 2022-03-16T13:00+01:00")
NUMBERS = frozenset(
    {"decimal_parsing", "decimal_type", "int_parsing", "int_type", "float_parsing", "float_type"}
)
# Shapes of which people write the inner part alone.
MODELS: Mapping[str, Said] = {
    "Text": say("Write it in each language, after nb, nn and en"),
    "Fact": say("Write it after value, and add unit and cite"),
}
OTHERWISE = say("It does not fit here; utsyn schema shows what does")

# What pydantic, and the shapes of the house, find wrong; by their names for it or by the pattern that is not met.
MENDS: Mapping[str, Said] = {
    **dict.fromkeys(("bool_parsing", "bool_type"), TRUTH),
    **dict.fromkeys(("string_type", "string_sub_type", "string_unicode"), TEXT),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type", "iterable_type"), LIST),
    **dict.fromkeys(
        ("dict_type", "mapping_type", "model_type", "model_attributes_type", "dataclass_type"), NAMES
    ),
    **dict.fromkeys(
        ("decimal_parsing", "decimal_type", "float_parsing", "float_type", "finite_number"), NUMBER
    ),
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), WHOLE),
    **dict.fromkeys(("decimal_max_digits", "decimal_whole_digits", "int_parsing_size"), DIGITS),
    **dict.fromkeys(
        ("day", "date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), DAY
    ),
    **dict.fromkeys(("moment", "datetime_type", "datetime_parsing", "datetime_from_date_parsing"), MOMENT),
    **dict.fromkeys(("time_type", "time_parsing"), say("Write a time of day that exists, such as 13:00")),
    "year": say("Write a year from 1900 to 2200"),
    "deadline": say(
        "Write a deadline as 2022-03-16T13:00 Europe/Oslo, time and zone only where they are known"
    ),
    "silent": say("Write words in at least one of nb, nn and en"),
    "string_too_long": say("Write at most {max_length} characters"),
    "string_too_short": say("Write at least {min_length} characters"),
    "too_short": say("Give at least {min_length}"),
    "decimal_max_places": say("Write at most {decimal_places} digits after the decimal point"),
    "greater_than_equal": say("Write a number that is at least {ge}"),
    "less_than_equal": say("Write a number that is at most {le}"),
    "greater_than": say("Write a number that is more than {gt}"),
    "less_than": say("Write a number that is less than {lt}"),
    r"^0[a-z0-9]{6}\d\d$": say("Write the nine characters of a ROR id, such as 03zga2b32"),
    r"^[\w.:/@-]+$": say("Write letters, digits and . : / @ - _ without spaces"),
    r"^[A-Z]{3}$": say("Write the three capital letters of the currency, such as NOK or EUR"),
    r"^[a-z0-9]+(-[a-z0-9]+)*$": say("Write small letters and digits, with hyphens between them"),
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
