"""The kinds of target a plan may hold: one function each; documents name them and give their parameters."""

import inspect
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from importlib import import_module
from typing import Any, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from utsyn.plans.document import Target
from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.plans.series import Known
from utsyn.plans.states import Gauge
from utsyn.plugins import plugged
from utsyn.problems import Problem, Problems, problems_of, unknown_name
from utsyn.text import say

ROOMS = ("levels", "increases", "programmes", "places", "flows", "groups", "judged")
PLUGGED = "utsyn.targets"

F = TypeVar("F", bound=Callable[..., Gauge])
_found: dict[str, "Kind"] = {}


class Kind:
    """A kind of target: its function, the sorts of indicator that it takes, and its parameters.

    Where `alone`, it needs no indicator: a person judges.
    """

    def __init__(self, function: Callable[..., Gauge], takes: tuple[Sort, ...]) -> None:
        self.name, self.function = function.__name__, function
        self.takes = takes
        self.alone = not takes

    @cached_property
    def shape(self) -> type[BaseModel]:
        """The parameters as a shape, made from the function's signature; made on first use."""
        hints = get_type_hints(self.function, include_extras=True)
        fields: dict[str, Any] = {
            name: (hints[name], ... if parameter.default is parameter.empty else parameter.default)
            for name, parameter in inspect.signature(self.function).parameters.items()
            if parameter.kind is parameter.KEYWORD_ONLY
        }
        return create_model(self.name, __config__=ConfigDict(extra="forbid", frozen=True), **fields)

    def checked(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters in their types. Raises Problems that name the parameter."""
        try:
            made = self.shape.model_validate(dict(given))
        except ValidationError as error:
            raise Problems(*problems_of(error, self.shape, given=given)) from error
        return {name: getattr(made, name) for name in self.shape.model_fields}

    def fitting(self, indicator: IndicatorDocument | None) -> None:
        """Accept an indicator that the kind can be put to. Raises Problems for another, and for none where one is needed."""
        if self.alone or (indicator is not None and indicator.sort in self.takes):
            return
        sorts = ", ".join(self.takes)
        if indicator is None:
            what = say("“{kind}” needs an indicator", kind=self.name)
            raise Problems(
                Problem(what, say("Name one of these sorts: {sorts}", sorts=sorts), ("indicator",))
            )
        what = say("“{kind}” takes no {sort}", kind=self.name, sort=indicator.sort.value)
        mend = say(
            "Name an indicator of one of these sorts: {sorts}; or choose among {kinds}",
            sorts=sorts,
            kinds=", ".join(kind.name for kind in kinds().values() if indicator.sort in kind.takes),
        )
        raise Problems(Problem(what, mend, ("indicator",)))


def target(*takes: Sort) -> Callable[[F], F]:
    """Make a function a kind of target under its own name, put to indicators of these sorts; of none, a person judges."""

    def named(function: F) -> F:
        _found[function.__name__] = Kind(function, takes)
        return function

    return named


@cache
def kinds() -> Mapping[str, Kind]:
    """Return all kinds of target, those of other packages (entry point group `utsyn.targets`) included."""
    for room in ROOMS:
        import_module(f"{__name__}.{room}")
    plugged(PLUGGED)
    return dict(_found)


def kind(name: str) -> Kind:
    """Return a kind of target by name. Raises Problems with the nearest right name."""
    if name not in kinds():
        raise Problems(unknown_name(name, list(kinds()))._replace(path=("kind",)))
    return kinds()[name]


def checked(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kind's parameters in their types. Raises Problems that name the parameter and the nearest right name."""
    return kind(name).checked(given)


def gauge(aim: Target, known: Known) -> Gauge:
    """Put a target to what is known. Raises Problems, placed within the target, where it cannot be put at all."""
    which = kind(aim.kind)
    try:
        given = which.checked(aim.given)
    except Problems as error:
        raise Problems(*(p._replace(path=("given", *p.path)) for p in error.problems)) from error
    which.fitting(known.indicator)
    return which.function(known, **given)


__all__ = ["Kind", "checked", "gauge", "kind", "kinds", "target"]
