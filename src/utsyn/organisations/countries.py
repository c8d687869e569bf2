"""Countries by ISO 3166-1 code, their names in three languages, and dated groups of them."""

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any

from babel import Locale
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo, model_validator

from utsyn.documents import read
from utsyn.listings import Listing
from utsyn.problems import Unfit
from utsyn.reasons import Source
from utsyn.text import LANGUAGES, Listed, Text, Words, in_order, say

FILE = Path(__file__).parent.parent / "data" / "countries.yaml"
# CLDR also names what is no country, and islands with a code of their own that lie under another country's universities.
NOT_COUNTRIES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)
ALSO_CALLED: Mapping[str, str] = {
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "great britain": "GB", "el": "GR", "holland": "NL",
    "czech republic": "CZ", "u.s.": "US", "u.s.a.": "US", "united states of america": "US", "burma": "MM",
}  # fmt: skip


class Period(BaseModel):
    """The members of a group from one day to another, both included; None is open."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    since: date | None = None
    until: date | None = None
    countries: frozenset[str]


class Group(BaseModel):
    """A dated group of countries: Panorama, EEA, African countries, DAC."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: Text
    source: str
    url: str = ""
    derived: str = ""
    complete: bool = True
    periods: tuple[Period, ...]

    def members(self, on: date) -> frozenset[str] | None:
        """Return the members on a day, or None where no period of the document holds that day."""
        for period in self.periods:
            if (period.since is None or period.since <= on) and (period.until is None or on <= period.until):
                return period.countries
        return None

    def cited(self) -> Source:
        """Return where the membership was read."""
        return Source(title=self.source, url=self.url, derived=self.derived)


class Countries(BaseModel):
    """The shape of data/countries.yaml: names that CLDR lacks or gets wrong, and groups."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    names: Mapping[str, Text]
    groups: Mapping[str, Group]


@cache
def countries() -> Countries:
    """Read the shipped document of names and groups, once."""
    return read(FILE).shaped(Countries)


@cache
def names(language: str) -> Mapping[str, str]:
    """Return the name of every country in a language, by ISO code."""
    cldr = {str(code): str(name) for code, name in Locale.parse(language).territories.items()}
    own = {code: text.in_(language) for code, text in countries().names.items()}
    return {code: cldr[code] for code in cldr if len(code) == 2 and code not in NOT_COUNTRIES} | own


def name_of(code: str, language: str) -> str:
    """Return a country's name, or the code itself where it is not known."""
    return names(language).get(code, code)


class Places(tuple[str, ...]):
    """Country codes that are said as names."""

    __slots__ = ()

    def in_(self, language: str) -> str:
        """Say the countries in the order told, or that there are none."""
        return Listed(tuple(name_of(code, language) for code in self) or (say("no country"),)).in_(language)


@cache
def _codes_by_name() -> Mapping[str, str]:
    named = {name.casefold(): code for language in LANGUAGES for code, name in names(language).items()}
    return {**named, **{code.casefold(): code for code in names("en")}, **ALSO_CALLED}


def country_code(written: str) -> str:
    """Return an ISO code that exists. Raises Unfit naming the code that was probably meant."""
    if re.fullmatch("[A-Z]{2}", written) and written in names("en"):
        return written
    by_name, asked = _codes_by_name(), written.strip().casefold()
    if asked in by_name:
        raise Unfit(say("Write the country's two-letter code: {code}", code=by_name[asked]), written=written)
    near = get_close_matches(asked, by_name, n=1, cutoff=0.8)
    if near and len(asked) > 3:
        code = by_name[near[0]]
        meant = say("Did you mean {country}? Its code is {code}", country=Places((code,)), code=code)
        raise Unfit(meant, written=written)
    raise Unfit(say("Write the country's two-letter ISO code in capitals, such as NO or BR"), written=written)


Country = Annotated[str, AfterValidator(country_code)]


class CountryList(Listing):
    """A list of countries and dated groups, as a call writes it: `[panorama, DE, FR]`, `[africa@2025-01-01]`.

    A group without a day is read on the day in the validation context (`on`), which the call supplies.
    """

    on: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _dated(cls, value: Any, info: ValidationInfo) -> Any:
        given = dict(value) if isinstance(value, Mapping) else {"known": value}
        return {"on": (info.context or {}).get("on")} | given

    @model_validator(mode="after")
    def _exist(self) -> "CountryList":
        _ = self.codes, self.never
        return self

    @cached_property
    def codes(self) -> frozenset[str]:
        """The ISO codes that are in, groups written out and exclusions taken out."""
        return self._written_out(self.known) - self.never

    @cached_property
    def never(self) -> frozenset[str]:
        """The ISO codes that are named as out and not themselves named as in."""
        return self._written_out(self.excluded) - frozenset(self.known)

    @cached_property
    def closed(self) -> bool:
        """Whether a country that is not in is out: the list and all its groups are complete."""
        groups = countries().groups
        named = [groups[name] for item in self.known if (name := item.partition("@")[0]) in groups]
        return self.complete and all(group.complete for group in named)

    def holds(self, item: str | None) -> bool | None:
        """Tell whether a country is in the list; None where country or list is not known well enough."""
        if item is None:
            return None
        if item in self.codes:
            return True
        return False if self.closed or item in self.never else None

    def unnamed(self) -> Words:
        """Say that there are more countries than the listed ones."""
        if self.known:
            return say("other countries that no source at hand names")
        return say("countries that no source at hand names")

    def words(self, language: str) -> list[str]:
        """Say the countries in the order of the alphabet, and the groups after them."""
        groups = [g for name in self.known if (g := countries().groups.get(name.partition("@")[0]))]
        single = in_order(name_of(code, language) for code in self.known if len(code) == 2 and code.isupper())
        return [*single, *(group.name.in_(language) for group in groups)]

    def _written_out(self, items: tuple[str, ...]) -> frozenset[str]:
        codes: set[str] = set()
        for item in items:
            codes |= {country_code(item)} if item.isupper() and len(item) == 2 else self._members(item)
        return frozenset(codes)

    def _members(self, item: str) -> frozenset[str]:
        name, _, day = item.partition("@")
        groups = countries().groups
        if name not in groups:
            if near := get_close_matches(name, groups, n=1):
                meant = say("“{name}” is no country group; did you mean “{near}”?", name=name, near=near[0])
                raise Unfit(meant, written=item)
            return frozenset({country_code(item)})
        try:
            on = date.fromisoformat(day) if day else self.on
        except ValueError:
            on = None
        members = groups[name].members(on) if on else None
        if members is None:
            dated = say("Say on which day the group counts, for instance {name}@2021-01-01", name=name)
            raise Unfit(dated, written=item)
        return members
