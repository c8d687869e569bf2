"""What is both in and out: a country in a list of partners' countries and in one that keeps partners away."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from utsyn.calls.check.found import Code, Found
from utsyn.calls.check.scopes import Leaf, Scope
from utsyn.calls.check.subject import Subject
from utsyn.listings import Listing
from utsyn.organisations.countries import CountryList, name_of
from utsyn.problems import Path as Steps
from utsyn.text import Listed, say

LETS_IN = {"partner_in": ("countries",), "partners_only_in": ("countries", "home"),
           "consortium_size": ("countries", "at_least_one_in")}  # fmt: skip


class Country(NamedTuple):
    """A country that is said by name."""

    code: str

    def in_(self, language: str) -> str:
        """Say the country's name."""
        return name_of(self.code, language)


def items_said(items: Iterable[str]) -> Listed:
    """Return items in order, countries by name."""
    return Listed(tuple(Country(one) if re.fullmatch("[A-Z]{2}", one) else one for one in sorted(items)))


def countries(subject: Subject, scope: Scope) -> Iterator[Found]:
    """Find countries and other items that the same text both lets in and keeps out."""
    for leaf in scope.leaves:
        for name, value in leaf.values.items():
            if isinstance(value, Listing) and (both := set(value.known) & set(value.excluded)):
                yield _twice(subject, leaf, name, value, sorted(both))
    for keeps_out in scope.of("no_partner_in", "partners_only_in"):
        listed: CountryList = keeps_out.values["countries"]
        out = listed.codes if keeps_out.rule == "no_partner_in" else listed.never
        for lets_in in scope.of(*LETS_IN):
            for name in LETS_IN[lets_in.rule]:
                given = lets_in.values[name]
                if given is not None and (both := given.codes & out):
                    yield _both(subject, lets_in.at(name), keeps_out.at("countries"), sorted(both))


def _both(subject: Subject, let_in: Steps, kept_out: Steps, codes: list[str]) -> Found:
    line = subject.file.line(_item(subject, let_in, codes[0]))
    what = say("{countries} is let in on line {line} and kept out here",
               countries=items_said(codes), line=str(line))  # fmt: skip
    mend = say("Take it out of one of the two lists, on the day when that changed")
    return subject.found(Code.COUNTRY_IN_AND_OUT, _item(subject, kept_out, codes[0]), what, mend)


def _twice(subject: Subject, leaf: Leaf, name: str, value: Listing, both: list[str]) -> Found:
    is_country = isinstance(value, CountryList)
    what = say("{items} is both known to be in and excluded", items=items_said(both))
    code = Code.COUNTRY_IN_AND_OUT if is_country else Code.ITEM_IN_AND_OUT
    path = _item(subject, leaf.at(name), both[0])
    return subject.found(code, path, what, say("Take it out of known or of excluded"))


def _item(subject: Subject, path: Steps, item: str) -> Steps:
    """Return where an item is written in a list, else where the list is."""
    value = subject.written(path)
    inner = value.items() if isinstance(value, dict) else [(None, value)]
    for name, items in reversed(list(inner)):
        if isinstance(items, list) and item in items:
            return (*path, *([] if name is None else [name]), items.index(item))
    return path
