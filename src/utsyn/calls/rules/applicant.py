"""Who applies: kind of institution, country, charter, and a named administrator."""

from utsyn.calls.kinds import NAMES, OrganisationKind
from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import rule
from utsyn.listings import Listing
from utsyn.organisations.countries import CountryList
from utsyn.reasons import Finding, Mend, all_of, finding
from utsyn.text import Listed, Words, say


@rule
def applicant_is(
    proposal: Proposal,
    *,
    kinds: tuple[OrganisationKind, ...] = (),
    countries: CountryList | None = None,
    accredited: bool = False,
    eche: bool = False,
) -> Finding:
    """The applicant is of one of the kinds, in one of the countries, and accredited or chartered where that is asked."""
    applicant, parts = proposal.applicant, []
    if kinds:
        parts.append(_kind(applicant.kind if applicant else None, kinds))
    if countries:
        country = applicant.country if applicant else None
        claim = say("The applicant is in {countries}", countries=countries)
        parts.append(finding(countries.holds(country), claim, about=("applicant.country",)))
    if accredited:
        claim = say("The applicant is accredited or has accredited programmes")
        parts.append(_has("accredited", applicant.accredited if applicant else None, claim))
    if eche:
        claim = say("The applicant holds an Erasmus charter (ECHE)")
        parts.append(_has("eche", applicant.eche if applicant else None, claim))
    return parts[0] if len(parts) == 1 else all_of(say("The applicant is eligible"), parts)


def _kind(kind: OrganisationKind | None, kinds: tuple[OrganisationKind, ...]) -> Finding:
    wanted = Listed(tuple(NAMES[k] for k in kinds), "or")
    found = say("the applicant is a {kind}", kind=NAMES[kind]) if kind else None
    claim = say("The applicant is a {kinds}", kinds=wanted)
    return finding(None if kind is None else kind in kinds, claim, found=found, about=("applicant.kind",))


def _has(name: str, holds: bool | None, claim: Words) -> Finding:
    path = f"applicant.{name}"
    return finding(holds, claim, about=(path,), mends=(Mend(path, True, claim),))


@rule
def applicant_listed(proposal: Proposal, *, institutions: Listing) -> Finding:
    """The applicant stands in a closed list of institutions, by ROR id."""
    ror = proposal.applicant.ror if proposal.applicant else None
    claim = say("The applicant is one of the {n} institutions listed", n=len(institutions.known))
    return finding(institutions.holds(ror), claim, about=("applicant.ror",))


@rule
def administrator_named(proposal: Proposal) -> Finding:
    """A named person at the institution is administratively responsible."""
    claim = say("A named person is administratively responsible")
    mend = Mend("administrator_named", True, say("Name the person who is administratively responsible"))
    return finding(proposal.administrator_named, claim, about=("administrator_named",), mends=(mend,))
