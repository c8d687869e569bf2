"""What is known of a call beside its rules: the names of facts, and their values in words."""

from collections.abc import Mapping
from functools import cache

from utsyn.calls.document import Fact
from utsyn.documents import read
from utsyn.home import SHIPPED
from utsyn.organisations.countries import name_of, names
from utsyn.text import Listed, Said, Text, Words, say, shown

FILE = "fact_names.yaml"


@cache
def shipped_names() -> Mapping[str, Text]:
    """Read the names of the facts that calls commonly have."""
    return read(SHIPPED / FILE).shaped(dict[str, Text])


def fact_name(key: str, fact: Fact | None = None) -> Words:
    """Name a fact: as its call does, else as calls commonly do, else by its key."""
    if fact and fact.name:
        return fact.name
    return shipped_names().get(key) or Said(key.replace("_", " "))


def fact_value(fact: Fact) -> Words:
    """Say a fact's value with its unit, or that no source states it."""
    if fact.value is None:
        return say("no source at hand states it")
    words = _value(fact.value)
    return say("{value} {unit}", value=words, unit=fact.unit) if fact.unit else words


def _value(value: object) -> Words:
    if value is None:
        return say("not known")
    if isinstance(value, Words):
        return value
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, (list, tuple)):
        return Listed(tuple(_value(item) for item in value))
    if isinstance(value, Mapping):
        pairs = ((_key(str(name)), _value(item)) for name, item in value.items())
        return Listed(tuple(say("{name}: {value}", name=name, value=item) for name, item in pairs))
    if isinstance(value, str) and value in names("en"):
        return _Country(value)
    return _Plain(value)


def _key(key: str) -> Words:
    return _Country(key) if key in names("en") else fact_name(key)


class _Country(str):
    """A country code that is said as its name."""

    __slots__ = ()

    def in_(self, language: str) -> str:
        return name_of(self, language)


class _Plain:
    """A number, a day or a word, said as people in the language write it."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def in_(self, language: str) -> str:
        return shown(self.value, language)
