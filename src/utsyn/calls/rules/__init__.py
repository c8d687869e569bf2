"""The kinds of rule a call may hold: one function each; documents name them and give their parameters."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, partial
from importlib import import_module
from types import FunctionType
from typing import Any, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from utsyn.calls.proposal import Proposal, Truth
from utsyn.plugins import plugged
from utsyn.problems import Problem, Problems, problems_of, unknown_name
from utsyn.reasons import Finding
from utsyn.text import say

ROOMS = (
    "applicant", "grants", "partners", "consortium", "money", "tariffs", "budget", "time", "people", "earlier", "content", "papers",
    "judged", "sets",
)  # fmt: skip
# What the call itself supplies to a rule that asks for it by name.
SUPPLIED = frozenset({"on", "key", "currency", "opens", "closes", "closed_by", "open_ended"})

F = TypeVar("F", bound=Callable[..., Finding])
_found: dict[str, "Kind"] = {}


class Kind:
    """A kind of rule: its function, its parameters, and whether it is put to one proposal or to a whole set."""

    def __init__(
        self, function: Callable[..., Finding], *, over_set: bool, asks: tuple[str, ...] = ()
    ) -> None:
        self.name, self.function, self.over_set, self.asks = function.__name__, function, over_set, asks
        self.parameters = inspect.signature(function).parameters
        self.supplied = SUPPLIED & set(self.parameters)

    @cached_property
    def shape(self) -> type[BaseModel]:
        """The parameters as a shape, made from the function's signature; made on first use, which most never see."""
        hints = get_type_hints(self.function, include_extras=True)
        fields: dict[str, Any] = {
            name: (
                Truth if hints[name] is bool else hints[name],
                ... if parameter.default is parameter.empty else parameter.default,
            )
            for name, parameter in self.parameters.items()
            if parameter.kind is parameter.KEYWORD_ONLY and (name not in SUPPLIED or name == "currency")
        }
        if "currency" in fields:
            fields["currency"] = (str | None, None)
        return create_model(self.name, __config__=ConfigDict(extra="forbid", frozen=True), **fields)

    def checked(self, given: Mapping[str, Any], *, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters in their types. Raises Problems that name the parameter."""
        try:
            made = self.shape.model_validate(dict(given), context=dict(context))
        except ValidationError as error:
            raise Problems(*problems_of(error, self.shape, given=given)) from error
        found = {name: getattr(made, name) for name in self.shape.model_fields}
        if self.asks and all(
            found[name] is None or found[name] is False or found[name] == () for name in self.asks
        ):
            mend = say("Give at least one of {names}", names=", ".join(self.asks))
            raise Problems(Problem(say("The rule asks for nothing"), mend))
        return found

    def given(self, parameters: Mapping[str, Any]) -> Callable[..., Finding]:
        """Return the function with these parameters as its defaults, which are passed in a third of the time."""
        function = self.function
        if not isinstance(function, FunctionType):
            return partial(function, **parameters)
        code, names, closure = function.__code__, function.__globals__, function.__closure__
        made = FunctionType(code, names, function.__name__, function.__defaults__, closure)
        made.__kwdefaults__ = {**(function.__kwdefaults__ or {}), **parameters}
        return made


def rule(function: F) -> F:
    """Make a function a kind of rule, put to one proposal, under its own name."""
    _found[function.__name__] = Kind(function, over_set=False)
    return function


def rule_asking(*asks: str) -> Callable[[F], F]:
    """Make a function a kind of rule of which at least one of these parameters must be given."""

    def named(function: F) -> F:
        _found[function.__name__] = Kind(function, over_set=False, asks=asks)
        return function

    return named


def set_rule(function: F) -> F:
    """Make a function a kind of rule that is counted over a set of proposals."""
    _found[function.__name__] = Kind(function, over_set=True)
    return function


@cache
def kinds() -> Mapping[str, Kind]:
    """Return all kinds of rule, those of other packages (entry point group `utsyn.rules`) included."""
    for room in ROOMS:
        import_module(f"{__name__}.{room}")
    plugged("utsyn.rules")
    return dict(_found)


def kind(name: str) -> Kind:
    """Return a kind of rule by name. Raises Problems with the nearest right name."""
    if name not in kinds():
        raise Problems(unknown_name(name, list(kinds()))._replace(path=("rule",)))
    return kinds()[name]


Rule = Callable[..., Finding]
Proposals = Sequence[Proposal]
__all__ = ["Kind", "Problem", "Proposals", "Rule", "kind", "kinds", "rule", "rule_asking", "set_rule"]
