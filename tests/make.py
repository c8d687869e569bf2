"""Proposals and calls made for tests: a complete one to change a little, and any at all for properties."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from utsyn.calls.document import CallDocument
from utsyn.calls.eligibility import Call
from utsyn.calls.kinds import Activity, Cost, GrantRole, OrganisationKind, PaidBy, PartnerRole, Stage
from utsyn.calls.proposal import Proposal
from utsyn.documents import parse

COUNTRIES = ("NO", "RU", "BR", "KR", "DE", "SE")
SCHEMES = ("FKB", "SFF", "FRIPRO", "OTHER")
FIRST = date(2022, 1, 1)


def call(yaml: str) -> Call:
    """A call from the few lines that a test is about; the rest is filled in."""
    start = """
programme: test
title: {nb: Prøve, nn: Prøve, en: Test}
about: {nb: En prøve, nn: Ei prøve, en: A test}
sources: {page: {title: The call page, url: "https://example.org/call"}}
"""
    document = parse((start + "key: test-2022\n" + yaml).encode(), file="test.yaml")
    return Call(document.shaped(CallDocument), document)


def proposal(**told: Any) -> Proposal:
    """A proposal of which just this is told."""
    return Proposal.model_validate(told)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Something, or nothing told of it."""
    return st.none() | strategy


def days() -> st.SearchStrategy[date]:
    """Days around 2022."""
    return st.dates(date(2016, 1, 1), date(2028, 12, 31))


def amounts() -> st.SearchStrategy[Decimal]:
    """Amounts, often close to the limits that calls have."""
    near = st.sampled_from([0, 1, 2_000_000, 2_000_001, 9_999_999, 10_000_000, 10_000_001]).map(Decimal)
    return near | st.decimals(0, 30_000_000, places=2)


def organisations() -> dict[str, st.SearchStrategy[Any]]:
    """The facts that applicants and partners share."""
    return {
        "country": maybe(st.sampled_from(COUNTRIES)),
        "kind": maybe(st.sampled_from(list(OrganisationKind))),
        "accredited": maybe(st.booleans()),
        "research_staff": maybe(st.integers(0, 4_000)),
        "ror": maybe(st.sampled_from(["03zga2b32", "05xg72x27"])),
    }


def grants() -> st.SearchStrategy[Any]:
    """A running grant, told of more or less."""
    return st.fixed_dictionaries(
        {
            "scheme": maybe(st.sampled_from(SCHEMES)),
            "role": maybe(st.sampled_from(list(GrantRole))),
            "peer_reviewed": maybe(st.booleans()),
            "active_from": maybe(days()),
            "active_to": maybe(days()),
            "key_people": maybe(st.lists(st.sampled_from(["p1", "p2"]), max_size=2)),
        }
    )


def told() -> st.SearchStrategy[dict[str, Any]]:
    """What may be told of a proposal: any part of it may be untold."""
    partner = organisations() | {
        "role": maybe(st.sampled_from(list(PartnerRole))),
        "independent": maybe(st.booleans()),
    }
    line = {
        "cost": maybe(st.sampled_from(list(Cost))),
        "amount": maybe(amounts()),
        "paid_by": maybe(st.sampled_from(list(PaidBy))),
    }
    return st.fixed_dictionaries(
        {
            "stage": maybe(st.sampled_from(list(Stage))),
            "applicant": maybe(st.fixed_dictionaries(organisations())),
            "administrator_named": maybe(st.booleans()),
            "key_people": maybe(st.lists(st.sampled_from(["p1", "p2", "p3"]), max_size=2)),
            "partners": maybe(st.lists(st.fixed_dictionaries(partner), max_size=3)),
            "grants": maybe(st.lists(grants(), max_size=2)),
            "currency": maybe(st.sampled_from(["NOK", "EUR"])),
            "amount": maybe(amounts()),
            "own_contribution": maybe(amounts()),
            "budget": maybe(st.lists(st.fixed_dictionaries(line), max_size=2)),
            "starts": maybe(st.integers(0, 400).map(lambda n: FIRST + timedelta(days=n))),
            "ends": maybe(days()),
            "activities": maybe(st.sets(st.sampled_from(list(Activity)), max_size=3)),
        }
    )


def proposals() -> st.SearchStrategy[Proposal]:
    """Any proposal at all."""
    return told().map(Proposal.model_validate)
