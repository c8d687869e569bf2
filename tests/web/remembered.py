"""What the tests of privacy share: a person who has been everywhere in a round, and a look into every table."""

import json
from contextlib import suppress

import pytest
from django.db import connection

from tests.web.people import person, university
from tests.web.worlds import REAL, at_clock, coordinator, drafted, nominated, opened

NAME, EMAIL = "Sølvi Åsnes-Oppdiktet", "solvi.asnes@example.org"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def uni(db):
    return university()


@pytest.fixture
def boss(uni):
    return person("administrator", uni["uib"], username="boss")


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setenv("UTSYN_VAR", str(tmp_path))
    return tmp_path


@pytest.fixture
def solvi(uni, boss):
    """A person whose name is unlike all others', who has been everywhere in a round."""
    first, last = NAME.rsplit(" ", 1)
    return person(
        "researcher",
        uni["dep-clinic"],
        username=EMAIL,
        email=EMAIL,
        first_name=first,
        last_name=last,
        invented=False,
    )


@pytest.fixture
def world(uni, solvi, files):
    """A round in which she wrote, attached, commented, sat on the panel, and was named by others."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount
    from axes.models import AccessAttempt
    from django.core.files.uploadedfile import SimpleUploadedFile

    from utsyn.web.letters.models import Letter
    from utsyn.web.nominations.actions import attach
    from utsyn.web.people.models import Held, User
    from utsyn.web.rounds.actions import ranking, supporting, writing
    from utsyn.web.rounds.models import Mentioned

    row = opened(uni)
    at_clock(row, "2022-03-01")
    hers = drafted(row, uni["dep-clinic"], title="Hers", writer=solvi)
    Mentioned.objects.filter(nomination=hers).update(name=NAME, email=EMAIL.upper())
    told = {"theme": f"After an idea of {NAME}", "link_to_grant": f"Ask {EMAIL}"}
    others = drafted(row, uni["dep-bio"], title="Others'", told=told)
    Mentioned.objects.create(
        nomination=others, part="key person", name=NAME.lower(), organisation="Elsewhere"
    )
    file = SimpleUploadedFile("cv.pdf", PDF, "application/pdf")
    attach(hers, file, kind="cv", by=solvi, at=REAL)
    supporting.comment(hers, text=f"Hilsen {NAME} ({EMAIL})", by=solvi, at=REAL)
    supporting.comment(
        others, text=f"Did you ask {NAME}? Write to {EMAIL}.", by=person("office", uni["uib"]), at=REAL
    )
    writing.nominate(hers, by=coordinator(uni, "fac-med"), at=REAL)
    nominated(row, uni, [1, 1])
    Held.objects.create(user=solvi, unit=uni["uib"], role="assessor", since=REAL.date())
    solvi = User.objects.get(pk=solvi.pk)
    office = person("office", uni["uib"])
    ranking.ask_for_ranking(row, by=office, at=REAL)
    seat = ranking.seat(row, solvi, by=person("leadership", uni["uib"]), at=REAL)
    ranking.declare(seat, conflicts={hers.number: f"It is my own, says {NAME}"}, by=solvi, at=REAL)
    Letter.objects.create(
        key="a",
        to=solvi,
        language="nb",
        subject=f"Til {NAME}",
        body="Hei",
        about="x",
        created=REAL,
        not_before=REAL,
    )
    Letter.objects.create(
        key="b",
        address=EMAIL,
        language="nb",
        subject="Til deg",
        body=f"Hei {NAME}",
        about="x",
        created=REAL,
        not_before=REAL,
    )
    EmailAddress.objects.create(user=solvi, email=EMAIL, verified=True)
    EmailAddress.objects.create(user=solvi, email="private@example.net")
    SocialAccount.objects.create(
        user=solvi, provider="feide", uid="u1", extra_data={"name": NAME, "email": EMAIL}
    )
    Authenticator.objects.create(user=solvi, type="totp", data={"secret": "x"})
    AccessAttempt.objects.create(username=EMAIL, ip_address="192.0.2.1", failures_since_start=1)
    return row


def everything() -> list[tuple[str, str]]:
    """Every text in every table of the database, JSON and the cache included, as (table, text)."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a table's own name
            for row in cursor.fetchall():
                for value in row:
                    text = (
                        value
                        if isinstance(value, str)
                        else json.dumps(value, default=str, ensure_ascii=False)
                    )
                    with suppress(ValueError):
                        text = json.dumps(json.loads(text), ensure_ascii=False)  # SQLite keeps JSON in ASCII
                    found.append((table, text.casefold()))
    return found


def where(*words: str) -> set[str]:
    """The tables in which any of the words stands."""
    return {table for table, text in everything() if any(word.casefold() in text for word in words)}


def forgotten(user, boss, **told):
    from utsyn.web.privacy.forgetting import forget

    return forget(user, by=boss, at=REAL, **told)


def perhaps(user) -> list[int]:
    from utsyn.web.privacy.held import mentions

    return [row.pk for row in mentions(user)[1]]
