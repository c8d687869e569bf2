"""Partners: their countries, how many, which kinds, and closed lists of institutions."""

from utsyn.calls.kinds import NAMES, OrganisationKind, PartnerRole
from utsyn.calls.proposal import Organisation, Partner, Proposal
from utsyn.calls.rules import rule
from utsyn.listings import Listing
from utsyn.organisations.countries import CountryList, name_of
from utsyn.reasons import Finding, Mend, all_of, enough, every, finding
from utsyn.text import Listed, say, say_n


class Place(tuple[str, ...]):
    """Country codes that are said as names."""

    __slots__ = ()

    def in_(self, language: str) -> str:
        """Say the countries, or that there are none."""
        return Listed(tuple(name_of(code, language) for code in self) or (say("no partners"),)).in_(language)


def told_countries(partners: tuple[Partner, ...] | None) -> Place | None:
    """Return the countries told of, each once; None where no partner is told of at all."""
    return None if partners is None else Place(dict.fromkeys(p.country for p in partners if p.country))


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
    each = [_wanted(p, countries, kinds, accredited=accredited) for p in partners or ()]
    holds = None if partners is None else enough(at_least, each)
    claim = say_n("At least {n} partner in {countries}", "At least {n} partners in {countries}", at_least,
                  countries=countries)  # fmt: skip
    if kinds:
        which = Listed(tuple(NAMES[kind] for kind in kinds), "or")
        claim = say("{so_far}, and each of these is a {kinds}", so_far=claim, kinds=which)
    if accredited:
        claim = say("{so_far}, accredited or with accredited programmes", so_far=claim)
    untold = tuple(f"partners[{n}]" for n, met in enumerate(each) if met is None) or ("partners",)
    about = untold if kinds or accredited else _untold(partners)
    mends = () if holds is not False else _add_partner(countries, kinds, accredited=accredited)
    return finding(holds, claim, found=told_countries(partners), about=about, mends=mends)


def _wanted(
    partner: Partner, countries: CountryList, kinds: tuple[OrganisationKind, ...], *, accredited: bool
) -> bool | None:
    asked = [countries.holds(partner.country)]
    if kinds:
        asked.append(None if partner.kind is None else partner.kind in kinds)
    if accredited:
        asked.append(partner.accredited)
    return every(asked)


def _add_partner(
    countries: CountryList, kinds: tuple[OrganisationKind, ...], *, accredited: bool
) -> tuple[Mend, ...]:
    words = say("Add a partner in {countries}", countries=countries)
    more: dict[str, object] = {"kind": kinds[0]} if kinds else {}
    more |= {"accredited": True} if accredited else {}
    return tuple(
        Mend("partners[+]", {"country": code, **more}, words) for code in sorted(countries.codes)[:1]
    )


def _untold(partners: tuple[Partner, ...] | None) -> tuple[str, ...]:
    untold = tuple(f"partners[{n}].country" for n, p in enumerate(partners or ()) if p.country is None)
    return untold or ("partners",)


@rule
def no_partner_in(proposal: Proposal, *, countries: CountryList) -> Finding:
    """No partner, whatever its role, is in the countries."""
    partners = proposal.partners
    inside = None if partners is None else [countries.holds(p.country) for p in partners]
    holds = None if inside is None else every(None if at is None else not at for at in inside)
    claim = say("No partner is in {countries}", countries=countries)
    return finding(holds, claim, found=told_countries(partners), about=_untold(partners))


@rule
def partners_only_in(
    proposal: Proposal, *, countries: CountryList, home: CountryList | None = None
) -> Finding:
    """Every partner is in the countries; partners at home (Norway) do not count against it where `home` is given."""
    partners = proposal.partners
    abroad = [p for p in partners or () if not (home and home.holds(p.country))]
    holds = None if partners is None else every([bool(abroad), *(countries.holds(p.country) for p in abroad)])
    claim = say("All partners abroad are in {countries}", countries=countries)
    return finding(holds, claim, found=told_countries(partners), about=_untold(partners))


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
    """Applicant and full partners together are enough organisations, of the right kinds, in enough different countries."""
    partners, applicant = proposal.partners, proposal.applicant
    about = ("applicant.country", *_untold(partners))
    counted = [p for p in partners or () if associated_count or p.role is not PartnerRole.ASSOCIATED]
    members: list[Organisation] = [applicant or Organisation(), *counted]
    untold = partners is None
    fits = [_fits(m, countries, kinds, independent=independent) for m in members]
    parts = [
        _count(at_least, fits, about, kinds=kinds, countries=countries, untold=untold),
        _different(in_different_countries, members, fits, about, untold=untold),
    ]
    if at_most is not None:
        most = None if untold else len(members) <= at_most
        claim = say("At most {n} organisations take part", n=at_most)
        parts.append(finding(most, claim, found=say("{n} are named", n=len(members)), about=("partners",)))
    if at_least_one_in is not None:
        met = [at_least_one_in.holds(m.country) for m in members]
        claim = say("At least one organisation is in {countries}", countries=at_least_one_in)
        parts.append(finding(_open(enough(1, met), untold=untold), claim, about=about))
    return all_of(say("The consortium is large enough and spread widely enough"), parts)


def _open(holds: bool | None, *, untold: bool) -> bool | None:
    """A count that falls short is unknown while nobody has told of the partners."""
    return None if untold and holds is False else holds


def _fits(
    member: Organisation,
    countries: CountryList | None,
    kinds: tuple[OrganisationKind, ...],
    *,
    independent: bool,
) -> bool | None:
    asked = [countries.holds(member.country)] if countries else []
    if kinds:
        asked.append(None if member.kind is None else member.kind in kinds)
    if independent and isinstance(member, Partner):
        asked.append(member.independent)
    return every(asked)


def _count(
    wanted: int,
    fits: list[bool | None],
    about: tuple[str, ...],
    *,
    kinds: tuple[OrganisationKind, ...],
    countries: CountryList | None,
    untold: bool,
) -> Finding:
    where = countries or say("any country")
    what = Listed(tuple(NAMES[k] for k in kinds), "or") if kinds else say("organisation of any kind")
    claim = say("At least {n} count ({what}) in {countries}", n=wanted, what=what, countries=where)
    holds = _open(enough(wanted, fits), untold=untold)
    return finding(holds, claim, found=say("{n} surely do", n=fits.count(True)), about=about)


def _different(
    wanted: int, members: list[Organisation], fits: list[bool | None], about: tuple[str, ...], *, untold: bool
) -> Finding:
    sure = {m.country for m, fit in zip(members, fits, strict=True) if fit and m.country}
    possible = {m.country for m, fit in zip(members, fits, strict=True) if fit is not False and m.country}
    free = sum(m.country is None and fit is not False for m, fit in zip(members, fits, strict=True))
    holds = True if len(sure) >= wanted else None if len(possible) + free >= wanted else False
    claim = say_n("They are in at least {n} country", "They are in at least {n} different countries", wanted)
    return finding(_open(holds, untold=untold), claim, found=Place(sorted(sure)), about=about)


@rule
def partner_listed(proposal: Proposal, *, institutions: Listing, at_least: int = 1) -> Finding:
    """At least so many partners stand in a closed list of institutions, by ROR id."""
    partners = proposal.partners
    holds = None if partners is None else enough(at_least, (institutions.holds(p.ror) for p in partners))
    claim = say_n("At least {n} partner is one of the institutions listed",
                  "At least {n} partners are among the institutions listed", at_least)  # fmt: skip
    untold = tuple(f"partners[{n}].ror" for n, p in enumerate(partners or ()) if p.ror is None)
    return finding(holds, claim, about=untold or ("partners",))
