"""Partners: their countries, how many, which kinds, and the call's own lists of institutions."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from utsyn.calls.kinds import OrganisationKind, PartnerRole, named
from utsyn.calls.proposal import MOST, Partner, Proposal
from utsyn.calls.rules import rule, rule_asking
from utsyn.listings import Listing
from utsyn.organisations.countries import CountryList, Places
from utsyn.reasons import Finding, Mend, all_of, enough, every, finding, mend, opposite, some
from utsyn.text import Words, later, say, say_n

Partners = tuple[Partner, ...] | None


def told_countries(partners: Partners) -> Words | None:
    """Return the countries told of, each once; None where no partner is told of at all."""
    return None if partners is None else later(_countries, partners)


def _countries(partners: tuple[Partner, ...]) -> Words:
    return Places(dict.fromkeys(p.country for p in partners if p.country)) if partners else say("no partners")


def untold(partners: Partners, facts: Iterable[str], each: Iterable[bool | None]) -> tuple[str, ...]:
    """Name what is untold of the partners of whom it is not known whether they count."""
    found = tuple(
        f"partners[{n}].{fact}"
        for n, (partner, met) in enumerate(zip(partners or (), each, strict=True))
        for fact in (facts if met is None else ())
        if getattr(partner, fact) is None
    )
    return found or ("partners",)


def associated(partner: Partner) -> bool | None:
    """Tell whether a partner is an associated one only."""
    return None if partner.role is None else partner.role is PartnerRole.ASSOCIATED


def one_short(wanted: int, each: list[bool | None]) -> bool:
    """Tell whether one more might be enough, and there is room for one."""
    return wanted - 1 <= len(each) - each.count(False) and len(each) < MOST


@rule
def partner_in(
    proposal: Proposal,
    *,
    countries: CountryList,
    at_least: int = 1,
    kinds: tuple[OrganisationKind, ...] = (),
    accredited: bool = False,
) -> Finding:
    """At least so many partners are in the countries, each of one of the kinds and accredited where that is asked."""
    partners = proposal.partners
    if kinds or accredited:
        each = [_wanted(p, countries, kinds, accredited=accredited) for p in partners or ()]
    else:
        each = [countries.holds(p.country) for p in partners or ()]
    holds = None if partners is None else enough(at_least, each)
    claim = later(_partners_in, countries, at_least, kinds, accredited)
    if holds is None:
        facts = ("country", *(["kind"] if kinds else ()), *(["accredited"] if accredited else ()))
        return finding(None, claim, found=told_countries(partners), about=untold(partners, facts, each))
    mends = None
    if holds is False and one_short(at_least, each):
        mends = partial(_add_partner, countries, kinds, accredited=accredited)
    return finding(holds, claim, found=told_countries(partners), about=("partners",), mends=mends)


def _wanted(
    partner: Partner, countries: CountryList, kinds: tuple[OrganisationKind, ...], *, accredited: bool
) -> bool | None:
    return every(
        (
            countries.holds(partner.country),
            True if not kinds else None if partner.kind is None else partner.kind in kinds,
            partner.accredited if accredited else True,
        )
    )


def _partners_in(
    countries: CountryList, at_least: int, kinds: tuple[OrganisationKind, ...], accredited: bool
) -> Words:
    claim = say_n("At least {n} partner in {countries}", "At least {n} partners in {countries}", at_least,
                  countries=countries)  # fmt: skip
    if kinds:
        claim = say("{so_far}, of the kind {kinds}", so_far=claim, kinds=named(kinds))
    if accredited:
        claim = say("{so_far}, accredited or with accredited programmes", so_far=claim)
    return claim


def _add_partner(
    countries: CountryList, kinds: tuple[OrganisationKind, ...], *, accredited: bool
) -> Iterator[Mend]:
    more: dict[str, object] = {"kind": kinds[0].value} if kinds else {}
    more |= {"accredited": True} if accredited else {}
    for code in sorted(countries.codes)[:1]:
        words = say("Add a partner in {countries}", countries=countries)
        yield Mend("partners[+]", {"country": code, **more}, words)


@rule
def no_partner_in(proposal: Proposal, *, countries: CountryList) -> Finding:
    """No partner, whatever its role, is in the countries."""
    partners = proposal.partners
    each = [opposite(countries.holds(p.country)) for p in partners or ()]
    holds = None if partners is None else every(each)

    words = say("Leave out the partners in {countries}", countries=countries)
    mends = partial(_without, partners, each, words) if partners and holds is False else None
    about = untold(partners, ("country",), each) if holds is None else ("partners",)
    claim = say("No partner is in {countries}", countries=countries)
    return finding(holds, claim, found=told_countries(partners), about=about, mends=mends)


def _without(partners: tuple[Partner, ...], each: list[bool | None], words: Words) -> Iterator[Mend]:
    """Leave out the partners that do not fit."""
    kept = [partner for partner, ok in zip(partners, each, strict=True) if ok is not False]
    yield Mend("partners", [partner.model_dump(mode="json", exclude_none=True) for partner in kept], words)


@rule
def partners_only_in(
    proposal: Proposal, *, countries: CountryList, home: CountryList | None = None
) -> Finding:
    """There are partners abroad, all of them in the countries; where `home` is given, those at home do not count."""
    partners = proposal.partners
    local = [home.holds(p.country) if home else False for p in partners or ()]
    each = [
        some((at_home, countries.holds(p.country))) for p, at_home in zip(partners or (), local, strict=True)
    ]
    abroad = some(opposite(at_home) for at_home in local)
    holds = None if partners is None else every((abroad, *each))

    mends = partial(_only_in, partners or (), local, each, countries) if holds is False else None
    about = untold(partners, ("country",), each) if holds is None else ("partners",)
    claim = say("There are partners abroad, all of them in {countries}", countries=countries)
    return finding(holds, claim, found=told_countries(partners), about=about, mends=mends)


def _only_in(
    partners: tuple[Partner, ...], local: list[bool | None], each: list[bool | None], countries: CountryList
) -> Iterator[Mend]:
    fitting = [at_home for at_home, ok in zip(local, each, strict=True) if ok is not False]
    if every(fitting) is not True:  # somebody abroad is left
        words = say("Leave out the partners that are not in {countries}", countries=countries)
        yield from _without(partners, each, words)
    elif len(fitting) == len(local) < MOST:
        yield from _add_partner(countries, (), accredited=False)


@rule_asking("kinds", "accredited", "eche")
def partners_are(
    proposal: Proposal,
    *,
    kinds: tuple[OrganisationKind, ...] = (),
    accredited: bool = False,
    eche: bool = False,
) -> Finding:
    """Every full partner is of one of the kinds, and accredited or chartered where that is asked."""
    parts = []
    if kinds:
        claim = say("Every full partner's kind is {kinds}", kinds=named(kinds))
        parts.append(_every_full(proposal, "kind", claim, lambda p: p.kind in kinds if p.kind else None))
    if accredited:
        claim = say("Every full partner is accredited or has accredited programmes")
        parts.append(_every_full(proposal, "accredited", claim, lambda p: p.accredited))
    if eche:
        claim = say("Every full partner holds an Erasmus charter (ECHE)")
        parts.append(_every_full(proposal, "eche", claim, lambda p: p.eche))
    return parts[0] if len(parts) == 1 else all_of(say("The full partners are eligible"), parts)


def _every_full(
    proposal: Proposal, fact: str, claim: Words, fits: Callable[[Partner], bool | None]
) -> Finding:
    partners = proposal.partners
    each = [some((associated(p), fits(p))) for p in partners or ()]
    holds = None if partners is None else every(each)
    if holds is None:
        return finding(None, claim, about=untold(partners, (fact, "role"), each))
    wrong = tuple(f"partners[{n}].{fact}" for n, ok in enumerate(each) if ok is False)
    return finding(holds, claim, about=wrong or ("partners",))


@rule
def partner_listed(proposal: Proposal, *, institutions: Listing, at_least: int = 1) -> Finding:
    """At least so many partners stand in the call's list of institutions, by ROR id."""
    partners = proposal.partners
    each = [institutions.holds(p.ror) for p in partners or ()]
    holds = None if partners is None else enough(at_least, each)

    mends = None
    if holds is False and institutions.known and one_short(at_least, each):
        words = say("Add a partner from the call's list of institutions")
        mends = mend("partners[+]", {"ror": institutions.known[0]}, words)
    claim = say_n("At least {n} partner stands in the call's list of institutions",
                  "At least {n} partners stand in the call's list of institutions", at_least)  # fmt: skip
    about = untold(partners, ("ror",), each) if holds is None else ("partners",)
    return finding(holds, claim, about=about, mends=mends)
