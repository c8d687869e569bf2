"""Any proposal at all, every fact of it told or untold, out of small worlds in which rules often meet their limits."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.make import maybe
from utsyn.calls.kinds import Activity, Cost, GrantRole, OrganisationKind, PaidBy, PartnerRole
from utsyn.calls.proposal import Proposal

COUNTRIES = st.sampled_from(["NO", "DE", "FR", "BR", "RU", "UG", "ES"])
PEOPLE = st.sampled_from(["a", "b", "c"])
SUMS = st.sampled_from(
    [0, 1, 100, 600, 6_000, 12_000, 250_000, 400_000, 1_750_000, 2_000_000, 8_000_000, 10_000_001]
)
FIRST = date(2012, 1, 1)


def days(near: str = "2022-03-16", within: int = 4_000) -> st.SearchStrategy[date]:
    """Days around a day, often that day or one beside it."""
    day = date.fromisoformat(near)
    return st.one_of(st.integers(-1, 1), st.integers(-within, within)).map(lambda n: day + timedelta(days=n))


def some(**facts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Facts of which any may be untold."""
    return st.fixed_dictionaries({}, optional=facts)


def several(one: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[list[Any]]:
    """A list of a few."""
    return st.lists(one, max_size=most)


ORGANISATION: dict[str, st.SearchStrategy[Any]] = {
    "country": COUNTRIES,
    "kind": st.sampled_from([OrganisationKind.UNIVERSITY, OrganisationKind.COMPANY]),
    "ror": st.sampled_from(["03zga2b32", "05xg72x27", "03p74gp79"]),
    "accredited": st.booleans(),
    "eche": st.booleans(),
    "research_staff": st.sampled_from([100, 300, 2500]),
}
PARTNER = some(**ORGANISATION, role=st.sampled_from(PartnerRole), independent=st.booleans())
GRANT = some(
    scheme=st.sampled_from(["FKB", "SFF", "OTHER"]), role=st.sampled_from(GrantRole), peer_reviewed=st.booleans(),
    active_from=days(), active_to=days(), key_people=several(PEOPLE),
)  # fmt: skip
LEAVE = some(
    kind=st.sampled_from(["maternity", "paternity", "illness"]), months=st.sampled_from([0, "4.5", 18, 24]),
    children=st.integers(0, 2), documented=st.booleans(),
)  # fmt: skip
LEADER = some(
    key=PEOPLE, doctorate_on=days("2018-01-01"), leave=several(LEAVE),
    stays=several(some(country=COUNTRIES, since=days("2024-09-10", 900), until=days("2025-09-10", 900))),
    earlier=several(some(scheme=st.sampled_from(["FRIPRO", "MSCA-DN-2023", "OTHER"]), sent_on=days("2021-03-01", 900),
                         mark=st.sampled_from([2, 3, "5.5", 6, "79.99", 80]))),
)  # fmt: skip
BUDGET = some(
    cost=st.sampled_from([Cost.MOBILITY, Cost.FULL_POSITION, Cost.TRANSFER, Cost.SCHOLARSHIP]), amount=SUMS,
    paid_by=st.sampled_from(PaidBy), country=COUNTRIES,
)  # fmt: skip
PAPER = some(
    kind=st.sampled_from(["plan", "cv"]), pages=st.sampled_from([2, 3, 10, 11]), on_template=st.booleans(),
    signed_by=st.sampled_from(["rector", "dean"]),
)  # fmt: skip
TOLD = some(
    applicant=some(**ORGANISATION), administrator_named=st.booleans(), leader=LEADER, key_people=several(PEOPLE),
    partners=several(PARTNER), grants=several(GRANT), currency=st.sampled_from(["NOK", "EUR", "CAD"]), amount=SUMS,
    own_contribution=SUMS, budget=several(BUDGET), units=st.integers(0, 3), starts=days("2026-01-01", 400),
    ends=days("2029-12-31", 900), activities=st.sets(st.sampled_from(Activity), max_size=3).map(sorted),
    papers=several(PAPER, 4), numbers=some(days=st.sampled_from([4, 5, 30, 31])),
    statements=some(both=st.booleans(), paid=st.booleans()),
    judgements=some(**{"the-line": st.sampled_from([{"verdict": "yes", "by": "dean"}, {"verdict": "no", "by": "dean"}])}),
)  # fmt: skip


@st.composite
def consistent(draw: st.DrawFn) -> dict[str, Any]:
    """What may be told of a proposal without contradicting itself: yearly amounts lie in its years and add up."""
    told = draw(TOLD)
    starts, ends = told.get("starts"), told.get("ends")
    if starts and ends and starts <= ends and draw(st.booleans()):
        told["amounts_by_year"] = {year: draw(SUMS) for year in range(starts.year, ends.year + 1)}
        told["amount"] = sum(told["amounts_by_year"].values())
    return told


def proposals() -> st.SearchStrategy[Proposal]:
    """Any proposal that does not contradict itself."""
    return consistent().map(Proposal.model_validate)


__all__ = ["TOLD", "consistent", "maybe", "proposals"]
