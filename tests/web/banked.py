"""A bank of projects for tests: made straight in the tables, as an import would have left them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
ON = date(2026, 11, 26)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_numbers = count(1)


def project(title: str = "", *, countries: str = "", partners: Sequence[str] = (), **told: Any) -> Any:
    """A project with its countries ("BR US") and partners; granted and not open to all unless told."""
    from utsyn.calls.project_search import searchable
    from utsyn.web.projects import facts
    from utsyn.web.projects.models import Project, ProjectCountry, ProjectPartner

    n = next(_numbers)
    usual = {
        "key": f"p-{n}",
        "status": "granted",
        "programme": "intpart",
        "year": 2022,
        "currency": "NOK",
        "origin": "spreadsheet",
    }
    row = Project(title=title or f"Project {n}", countries=countries, changed_at=AT, **(usual | told))
    if row.faculty_id is None and row.unit is not None and row.unit.kind == "faculty":
        row.faculty_id = row.unit_id
    facts.arranged(row, partners=tuple(partners))
    row.save()
    ProjectCountry.objects.bulk_create(ProjectCountry(project=row, code=code) for code in countries.split())
    ProjectPartner.objects.bulk_create(
        ProjectPartner(project=row, name=name, search=searchable(name)) for name in partners
    )
    return row


def many(number: int, *, unit: Any = None) -> None:
    """So many projects of every status, year and currency, two countries each."""
    from utsyn.calls.projects import GRANTED, Status

    statuses, codes = [*Status], ("BR CA", "US ZA", "IN JP", "")
    for n in range(number):
        status = statuses[n % len(statuses)]
        project(
            f"Study {n} of Tromsø", status=status.value, year=2015 + n % 8, countries=codes[n % 4], unit=unit,
            sought=1_000_000 + n, awarded=900_000 + n if status in GRANTED else None,
            currency=("NOK", "EUR")[n % 2], partners=[f"University {n % 9}"], programme=("intpart", "utforsk")[n % 2],
            public=n % 3 == 0, called={"nb": f"Institutt {n % 5}"},
        )  # fmt: skip


def signed_in(client: Any, user: Any) -> Any:
    """The client, signed in as a person."""
    client.force_login(user, backend=BACKEND)
    return client
