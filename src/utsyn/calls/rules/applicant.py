"""Who applies: kind of institution, country, charter, and a named administrator."""

from utsyn.calls.kinds import NAMES, OrganisationKind, named
from utsyn.calls.proposal import Organisation, Proposal
from utsyn.calls.rules import rule, rule_asking
from utsyn.listings import Listing
from utsyn.organisations.countries import CountryList, Places
from utsyn.reasons import Finding, all_of, finding, mend
from utsyn.text import Words, say

UNTOLD = Organisation()
ACCREDITED = say("The applicant is accredited or has accredited programmes")
CHARTERED = say("The applicant holds an Erasmus charter (ECHE)")
RESPONSIBLE = say("A named person is administratively responsible")
LISTED = say("The applicant stands in the call's list of institutions")


@rule_asking("kinds", "countries", "accredited", "eche")
def applicant_is(
    proposal: Proposal,
    *,
    kinds: tuple[OrganisationKind, ...] = (),
    countries: CountryList | None = None,
    accredited: bool = False,
    eche: bool = False,
) -> Finding:
    """The applicant is of one of the kinds, in one of the countries, and accredited or chartered where that is asked."""
    applicant = proposal.applicant or UNTOLD
    parts = []
    if kinds:
        parts.append(_kind(applicant.kind, kinds))
    if countries:
        parts.append(_country(applicant.country, countries))
    if accredited:
        parts.append(_has("accredited", applicant.accredited, ACCREDITED))
    if eche:
        parts.append(_has("eche", applicant.eche, CHARTERED))
    return parts[0] if len(parts) == 1 else all_of(say("The applicant is eligible"), parts)


def _kind(kind: OrganisationKind | None, kinds: tuple[OrganisationKind, ...]) -> Finding:
    claim = say("The applicant's kind is {kinds}", kinds=named(kinds))
    found = NAMES[kind] if kind else None
    return finding(kind in kinds if kind else None, claim, found=found, about=("applicant.kind",))


def _country(country: str | None, countries: CountryList) -> Finding:
    claim = say("The applicant is in {countries}", countries=countries)
    found = Places((country,)) if country else None
    return finding(countries.holds(country), claim, found=found, about=("applicant.country",))


def _has(name: str, holds: bool | None, claim: Words) -> Finding:
    path = f"applicant.{name}"
    return finding(holds, claim, about=(path,), mends=mend(path, True, claim) if holds is False else None)


@rule
def applicant_listed(proposal: Proposal, *, institutions: Listing) -> Finding:
    """The applicant stands in the call's list of institutions, by ROR id."""
    ror = proposal.applicant.ror if proposal.applicant else None
    found = say("{ror}", ror=ror) if ror else None
    return finding(institutions.holds(ror), LISTED, found=found, about=("applicant.ror",))


@rule
def administrator_named(proposal: Proposal) -> Finding:
    """A named person at the institution is administratively responsible."""
    told, mends = proposal.administrator_named, None
    if told is False:
        mends = mend("administrator_named", True, say("Name the person who is administratively responsible"))
    return finding(told, RESPONSIBLE, about=("administrator_named",), mends=mends)
