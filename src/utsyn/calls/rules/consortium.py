"""The consortium: how many organisations of which kinds, in how many countries, applicant included."""

from collections.abc import Iterator
from typing import NamedTuple

from utsyn.calls.kinds import OrganisationKind, PartnerRole, named
from utsyn.calls.proposal import Organisation, Partner, Proposal
from utsyn.calls.rules import rule
from utsyn.calls.rules.partners import associated, one_short
from utsyn.organisations.countries import CountryList, Places
from utsyn.reasons import Finding, Mend, all_of, enough, every, few, finding, opposite
from utsyn.text import Words, say, say_n

APPLICANT = Organisation()  # of which nothing is told


class Counted(NamedTuple):
    """What makes an organisation count towards the size of a consortium."""

    countries: CountryList | None
    kinds: tuple[OrganisationKind, ...]
    independent: bool
    associated_too: bool
    somewhere: bool  # whether it matters where they are

    def counts(self, member: Organisation) -> bool | None:
        """Tell whether an organisation counts; the applicant is full member and independent by itself."""
        partner = member if isinstance(member, Partner) else None
        return every(
            (
                self.countries.holds(member.country) if self.countries else True,
                True if not self.kinds else None if member.kind is None else member.kind in self.kinds,
                partner.independent if partner and self.independent else True,
                opposite(associated(partner)) if partner and not self.associated_too else True,
            )
        )

    def facts(self) -> tuple[str, ...]:
        """Name the facts of an organisation that are asked for."""
        asked = {
            "country": self.somewhere,
            "kind": self.kinds,
            "independent": self.independent,
            "role": not self.associated_too,
        }
        return tuple(name for name, wanted in asked.items() if wanted)

    def newcomer(self, country: str) -> dict[str, object]:
        """Return a partner that would count."""
        facts = {
            "country": country or None,
            "kind": self.kinds[0].value if self.kinds else None,
            "independent": self.independent or None,
            "role": PartnerRole.PARTNER.value,
        }
        return {name: value for name, value in facts.items() if value is not None}


class Told(NamedTuple):
    """The members told of, and of each whether it counts; while partners are untold there may be any number more."""

    members: list[Organisation]
    each: list[bool | None]
    all_told: bool
    about: tuple[str, ...]

    def settled(self, holds: bool | None, *, turns: bool) -> bool | None:
        """Return what holds; the verdict that further members could turn is unknown while partners are untold."""
        return None if not self.all_told and holds is turns else holds


@rule
def consortium_size(
    proposal: Proposal,
    *,
    at_least: int,
    at_most: int | None = None,
    countries: CountryList | None = None,
    in_different_countries: int = 1,
    at_least_one_in: CountryList | None = None,
    kinds: tuple[OrganisationKind, ...] = (),
    independent: bool = False,
    associated_count: bool = False,
) -> Finding:
    """Applicant and full partners together are enough organisations, of the right kinds, in enough different countries.

    Whether a partner is a full one must be told, unless associated partners count too.
    """
    somewhere = bool(countries or at_least_one_in or in_different_countries > 1)
    counted = Counted(countries, kinds, independent, associated_count, somewhere)
    told = _told(proposal, counted)
    parts = [_enough(told, counted, at_least)]
    if in_different_countries > 1:
        parts.append(_different(told, counted, in_different_countries))
    if at_least_one_in is not None:
        parts.append(_one_in(told, counted, at_least_one_in))
    if at_most is not None:
        parts.append(_few(told, at_most, associated_too=associated_count))
    if len(parts) == 1:
        return parts[0]
    return all_of(say("The consortium, applicant included, is large enough and spread widely enough"), parts)


def _told(proposal: Proposal, counted: Counted) -> Told:
    partners, applicant = proposal.partners, proposal.applicant or APPLICANT
    members: list[Organisation] = [applicant, *(partners or ())]
    each = [counted.counts(member) for member in members]
    paths = ["applicant", *(f"partners[{n}]" for n in range(len(partners or ())))]
    untold = [
        f"{path}.{name}"
        for path, member, counts in zip(paths, members, each, strict=True)
        for name in (counted.facts() if counts is not False else ())
        if getattr(member, name, name) is None
    ]
    about = (*untold, *(["partners"] if partners is None else [])) or ("partners",)
    return Told(members, each, partners is not None, about)


def _enough(told: Told, counted: Counted, wanted: int) -> Finding:
    def mends() -> Iterator[Mend]:
        if one_short(wanted, told.each):
            yield from _add(counted, sorted(counted.countries.codes) if counted.countries else [""])

    holds = told.settled(enough(wanted, told.each), turns=False)
    found = say_n("{n} surely does", "{n} surely do", told.each.count(True))
    return finding(holds, _size(counted, wanted), found=found, about=told.about, mends=mends)


def _size(counted: Counted, wanted: int) -> Words:
    claim = say_n(
        "At least {n} organisation takes part",
        "At least {n} organisations take part, applicant included",
        wanted,
    )
    if counted.kinds:
        claim = say("{so_far}, of the kind {kinds}", so_far=claim, kinds=named(counted.kinds))
    if counted.independent:
        claim = say("{so_far}, independent of one another", so_far=claim)
    if counted.countries:
        claim = say("{so_far}, in {countries}", so_far=claim, countries=counted.countries)
    return claim


def _different(told: Told, counted: Counted, wanted: int) -> Finding:
    pairs = list(zip(told.members, told.each, strict=True))
    sure = {m.country for m, counts in pairs if counts and m.country}
    possible = {m.country for m, counts in pairs if counts is not False and m.country}
    anywhere = sum(1 for m, counts in pairs if counts is not False and m.country is None)
    most = len(possible) + anywhere

    def mends() -> Iterator[Mend]:
        if most == wanted - 1 and counted.countries:
            yield from _add(counted, sorted(counted.countries.codes - possible))

    holds = True if len(sure) >= wanted else None if most >= wanted else False
    claim = say_n("They are in at least {n} country", "They are in at least {n} different countries", wanted)
    found = Places(sorted(sure))
    holds = told.settled(holds, turns=False)
    return finding(holds, claim, found=found, about=told.about, mends=mends)


def _one_in(told: Told, counted: Counted, countries: CountryList) -> Finding:
    pairs = zip(told.members, told.each, strict=True)
    met = enough(1, (every((counts, countries.holds(m.country))) for m, counts in pairs))

    def mends() -> Iterator[Mend]:
        fitting = countries.codes & counted.countries.codes if counted.countries else countries.codes
        yield from _add(counted, sorted(fitting))

    claim = say("At least one of them is in {countries}", countries=countries)
    holds = told.settled(met, turns=False)
    return finding(holds, claim, about=told.about, mends=mends)


def _few(told: Told, wanted: int, *, associated_too: bool) -> Finding:
    full = [
        opposite(associated(m)) if isinstance(m, Partner) and not associated_too else True
        for m in told.members
    ]
    holds = told.settled(few(wanted, full), turns=True)
    claim = say_n("At most {n} organisation takes part", "At most {n} organisations take part", wanted)
    found = say_n("{n} is named", "{n} are named", full.count(True))
    return finding(holds, claim, found=found, about=told.about)


def _add(counted: Counted, codes: list[str]) -> Iterator[Mend]:
    """Add a partner from the first of the countries that would do."""
    for code in codes[:1]:
        where = Places((code,)) if code else say("any country")
        yield Mend(
            "partners[+]", counted.newcomer(code), say("Add a partner in {countries}", countries=where)
        )
