"""The door to evidence: what the institution's figures come to is for all; what lies behind them, and partners, for who has a role."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from utsyn.web.evidence.models import Basis, Behind, Computed, Facet, Job, Loaded, Partner
from utsyn.web.people.rights import Person, standing


def open_to_all(rows: QuerySet[Any], user: Person, link: str) -> QuerySet[Any]:
    """What figures rest on is for all."""
    return rows


def inside(rows: QuerySet[Any], user: Person, link: str) -> QuerySet[Any]:
    """Works with their printed affiliations, and dealings with partners, are for who has a role here."""
    return rows if standing(user).roles else rows.none()


def computed(rows: QuerySet[Computed], user: Person, link: str) -> QuerySet[Computed]:
    """Figures of the institution are for all; what is counted by unit or by partner is for who has a role here."""
    return rows if standing(user).roles else rows.filter(inside=False)


def facets(rows: QuerySet[Facet], user: Person, link: str) -> QuerySet[Facet]:
    """Figures by field and by country are for all; those of units for who has a role here."""
    return rows if standing(user).roles else rows.exclude(axis=Facet.Axis.UNIT)


def jobs(rows: QuerySet[Job], user: Person, link: str) -> QuerySet[Job]:
    """How far the work has come is for who has a role here."""
    return rows if standing(user).roles else rows.none()


DOORS: Mapping[type[Any], Any] = {
    Basis: open_to_all, Behind: inside, Computed: computed, Facet: facets, Job: jobs, Loaded: open_to_all, Partner: inside,
}  # fmt: skip
