"""Privacy: what is held is told and taken along; who is forgotten is in no table, and what she decided stands."""

import json
import os
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests.web.people import person, university
from tests.web.worlds import REAL, at_clock, coordinator, drafted, nominated, opened
from utsyn.problems import Problems

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
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


def test_who_is_forgotten_is_named_in_no_table(world, solvi, boss, client):
    from django.contrib.sessions.models import Session

    from utsyn.web.letters.models import Letter
    from utsyn.web.log import lines
    from utsyn.web.logbook import chain
    from utsyn.web.people.models import User

    client.force_login(solvi)
    sessions = Session.objects.count()
    before = where(NAME, EMAIL)
    assert {
        "utsyn_user",
        "utsyn_mentioned",
        "utsyn_comment",
        "utsyn_nomination",
        "utsyn_letter",
        "socialaccount_socialaccount",
    } <= before
    head = lines().last().chained
    done = forgotten(solvi, boss, confirmed=True, also=perhaps(solvi))
    assert where(NAME, EMAIL, "private@example.net", "Åsnes") == set()
    assert done.left == []
    assert not Letter.objects.filter(to=solvi).exists(), "letters to her are hers"
    assert chain.walk(chain.written(lines()), head=head).holds
    user = User.objects.get(pk=solvi.pk)
    assert user.called == f"#{solvi.pk}"
    assert not user.has_usable_password()
    assert not user.is_active
    assert user.forgotten == REAL
    assert Session.objects.count() == sessions - 1
    assert client.get("/en/me/").status_code == 302, "her session is over"


def test_what_was_decided_stands_under_her_number(world, solvi, boss):
    from utsyn.web.people.models import Held
    from utsyn.web.rounds.minutes import minutes
    from utsyn.web.rounds.models import Check, Comment, Mentioned, Nomination, Panellist, Writer

    def standing():
        return (
            [
                *Nomination.objects.order_by("pk").values_list(
                    "round", "number", "title", "state", "verdict", "faculty"
                )
            ],
            [*Check.objects.order_by("pk").values_list("sha256", "verdict")],
            [*Panellist.objects.values_list("user", "ballot")],
            [*Writer.objects.order_by("pk").values_list("nomination", "user")],
            [*Mentioned.objects.order_by("pk").values_list("nomination", "part", "key", "organisation")],
            [*Held.objects.order_by("pk").values_list("user", "role", "unit", "since")],
            str([*minutes(world).blocks()]),
        )

    before = standing()
    forgotten(solvi, boss, confirmed=True, also=perhaps(solvi))
    assert standing() == before
    assert set(Comment.objects.values_list("by", "text")) >= {(solvi.pk, f"Hilsen #{solvi.pk} (#{solvi.pk})")}


def test_a_namesake_keeps_her_name_unless_it_is_said_that_she_is_the_one(world, solvi, boss):
    from utsyn.web.rounds.models import Mentioned

    other = Mentioned.objects.create(
        nomination=Mentioned.objects.first().nomination,
        part="researcher",
        name=NAME,
        email="another@example.org",
    )
    forgotten(solvi, boss, confirmed=True)
    other.refresh_from_db()
    assert other.name == NAME
    assert Mentioned.objects.filter(name=NAME.lower(), email="").exists()
    assert not Mentioned.objects.filter(email__iexact=EMAIL).exists()


def test_names_that_only_begin_alike_are_left_alone(uni, boss):
    import re

    from utsyn.web.privacy.forgetting import contains, taken_out, words_of

    eva = person(username="eva", first_name="Eva", last_name="Li", email="eva@example.org")
    words = words_of(eva)
    assert isinstance(words, re.Pattern)
    assert contains({"a": ["See Eva Li."]}, words)
    for other in ("Eva Lie", "Geva Li", "Eva", "Li", "not-eva@example.organic", "1eva@example.org"):
        assert not contains(other, words), other
    assert taken_out({"EVA LI": [1, None, "x Eva Li y"]}, words, "7") == {"#7": [1, None, "x #7 y"]}


def test_who_holds_a_role_is_forgotten_only_if_that_is_confirmed(uni, solvi, boss):
    with pytest.raises(Problems, match="She holds 1 role still"):
        forgotten(solvi, boss)
    assert forgotten(solvi, boss, confirmed=True).roles == 1
    assert solvi.held.get().until is not None
    assert forgotten(solvi, boss).roles == 0, "once is enough"


def test_the_last_administrator_and_oneself_are_not_forgotten(uni, boss):
    from utsyn.web.log import lines
    from utsyn.web.privacy.forgetting import forget_somebody

    with pytest.raises(Problems, match="Nobody forgets herself"):
        forgotten(boss, boss, confirmed=True)
    with pytest.raises(Problems, match="last administrator"):
        forget_somebody(boss, by=boss, at=REAL, confirmed=True)
    assert not lines().exists()


def test_everything_held_on_a_person_is_in_her_copy(world, solvi, boss, client):
    client.force_login(solvi)
    response = client.post("/nb/me/export/")
    assert response.headers["Content-Disposition"] == f'attachment; filename="utsyn-{solvi.pk}.json"'
    told = response.json()
    assert told["person"]["email"] == EMAIL
    assert [one["nomination"]["title"] for one in told["mentioned_by_email"]] == ["Hers"]
    assert [one["nomination"]["title"] for one in told["perhaps_mentioned_by_name"]] == ["Others'"]
    assert [one["title"] for one in told["nominations"]] == ["Hers"]
    assert told["conflicts"][0]["because"].endswith(NAME)
    tables = told["tables"]
    assert tables["utsyn.Comment"][0]["text"].startswith("Hilsen")
    assert tables["utsyn.Attachment"][0]["name"] == "cv.pdf"
    assert {one["role"] for one in tables["utsyn.Held"]} == {"researcher", "assessor"}
    assert tables["utsyn.Line"], "what she did, from the log"
    assert len(told["letters_to_her_address"]) + len(tables["utsyn.Letter"]) >= 2
    assert told["why_and_how_long"][0]["what"] == "Personer"
    text = response.content.decode()
    assert "Sølvi" in text, "as people read it"
    for secret in (solvi.password, solvi.feed, '"secret"'):
        assert secret not in text
    from utsyn.web.log import lines

    assert lines().last().did == "exported person"


def pointing() -> set[str]:
    """The tables with a column that points to a person."""
    return {
        model._meta.label  # noqa: SLF001  Django's own name
        for model in apps.get_models()
        for field in model._meta.concrete_fields  # noqa: SLF001
        if getattr(field.related_model, "__name__", "") == "User"
    }


def test_every_table_that_points_to_a_person_is_in_the_copy():
    """Found by looking at the tables, so that a new one is in it at once."""
    from utsyn.web.people.models import User
    from utsyn.web.privacy.tables import label, of_hers

    assert pointing() <= {label(table) for table, _ in of_hers(User(pk=1))}
    assert "utsyn.Line" in pointing()
    assert len(pointing()) > 10


def test_a_copy_is_for_her_and_for_an_administrator_who_was_asked(world, uni, solvi, boss, client):
    for who, status in (
        (boss, 200),
        (person("office", uni["uib"]), 403),
        (person("auditor", uni["uib"]), 403),
        (solvi, 403),
    ):
        client.force_login(who)
        assert client.post(f"/en/people/{solvi.pk}/export/").status_code == status
        assert client.get(f"/en/people/{solvi.pk}/export/").status_code == 405


def test_forgetting_is_confirmed_on_a_page(world, uni, solvi, boss, client):
    client.force_login(boss)
    page = client.get(f"/en/people/{solvi.pk}/forget/").content.decode()
    assert "Hers" in page
    assert "Is this she?" in page
    assert "They end today" in page
    refused = client.post(f"/en/people/{solvi.pk}/forget/", {"form": "a"})
    assert refused.status_code == 422
    assert "She holds 2 roles still" in refused.content.decode()
    done = client.post(f"/en/people/{solvi.pk}/forget/", {"form": "b", "confirmed": "yes"})
    assert done.status_code == 200
    assert client.post(f"/en/people/{solvi.pk}/forget/", {"form": "b", "confirmed": "yes"}).status_code == 303
    assert EMAIL not in client.get(f"/en/people/{solvi.pk}/").content.decode()
    client.force_login(person("office", uni["uib"]))
    assert client.post(f"/en/people/{boss.pk}/forget/", {"confirmed": "yes"}).status_code == 403


def test_every_table_is_named_in_the_file_and_every_name_is_a_table():
    from utsyn.web.people.retention import retention
    from utsyn.web.privacy.tables import every, label

    named = {table for kind in retention().kinds for table in kind.tables}
    impersonal = set(retention().impersonal)
    assert named | impersonal == {label(table) for table in every()}, "say why it is kept, and how long"
    assert not named & impersonal
    assert not pointing() & impersonal, "what points to a person is about her"


def test_every_kind_that_is_not_kept_is_seen_to_and_nothing_else_is():
    from utsyn.web.people.retention import kinds
    from utsyn.web.privacy.actions import RULES

    assert {kind.key for kind in kinds() if kind.kept} == set(RULES)


def test_every_kind_is_told_in_three_languages():
    from utsyn.web.people.retention import kinds

    for kind in kinds():
        for text in (kind.title, kind.holds, kind.purpose, kind.note):
            assert text is None or text.missing() == (), kind.key


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("then: kept", "neither for what is kept"),
        ("kept: {days: 0}", "at least 1"),
        ("ground: habit", "Choose one of: task, archive"),
        ("when: now", "not a known name"),
    ],
)
def test_a_file_that_says_something_impossible_is_refused_with_its_line(tmp_path, written, words):
    from utsyn.documents import read
    from utsyn.web.people.retention import Retention

    name = written.split(":")[0]
    whole = {
        "key": "key: a", "tables": "tables: [b]", "title": "title: {en: A}", "holds": "holds: {en: A}",
        "purpose": "purpose: {en: A}", "ground": "ground: task", "kept": "kept: {days: 3}", "after": "after: asked",
        "then": "then: deleted",
    }  # fmt: skip
    lines = list((whole | {name: written}).values())
    file = tmp_path / "retention.yaml"
    file.write_text("kinds:\n  - " + "\n    ".join(lines) + "\nimpersonal: []\n", "utf-8")
    with pytest.raises(Problems, match=words) as refused:
        read(file).shaped(Retention)
    assert "retention.yaml:" in str(refused.value)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_everybody_can_read_what_is_held_and_why(client, language):
    from utsyn.web.people.retention import kinds

    page = client.get(f"/{language}/privacy/").content.decode()
    for kind in kinds():
        assert kind.title.in_(language) in page
        assert kind.how_long.in_(language) in page
    assert f'href="/{language}/privacy/"' in client.get(f"/{language}/about/").content.decode()


def retained(*, days: int, do: bool = True) -> dict[str, int]:
    """What is due so many days after everything happened."""
    from django.contrib.auth.models import AnonymousUser

    from utsyn.web.privacy.actions import retain

    return dict(retain(at=REAL + days * DAY, by=AnonymousUser(), do=do))


@pytest.fixture
def over(world, uni):
    """The same round, over: one nomination approved and sent, another not, and a draft."""
    from utsyn.web.people.models import User
    from utsyn.web.rounds.models import Nomination, Place, Round, Version

    Round.objects.update(sent_at=REAL, opened_at=REAL - DAY)
    hers = Nomination.objects.get(title="Hers")
    Place.objects.create(round=world, number=1, nomination=hers, at=REAL)
    Nomination.objects.filter(pk=hers.pk).update(state="approved")
    Nomination.objects.filter(title="fac-hum 1").update(state="refused")
    Version.objects.get_or_create(
        nomination=hers, number=900, defaults={"title": "Old", "told": {}, "at": REAL}
    )
    User.objects.update(date_joined=REAL)
    return world


def test_what_is_due_is_said_first_and_nothing_is_done(over):
    before = counted()
    assert any(retained(days=4000, do=False).values())
    assert counted() == before
    out = StringIO()
    call_command("retain", stdout=out)
    assert "Nothing was done: add --do." in out.getvalue()


def counted() -> dict[str, int]:
    from utsyn.web.privacy.tables import label, our_own, rows

    return {label(table): rows(table).count() for table in our_own()}


def test_each_kind_goes_when_its_time_is_over_and_no_sooner(over, uni, solvi):
    from utsyn.web.letters.models import Letter
    from utsyn.web.rounds.models import Attachment, Check, Comment, Conflict, Mentioned, Nomination, Version

    first = {
        kind: count
        for kind, count in retained(days=364).items()
        if count and kind not in ("tries", "session")
    }
    assert first == {}, "a year is not over"
    year = retained(days=366)
    assert year["draft"] == 1
    assert year["letter"] >= 2
    assert set(Nomination.objects.values_list("title", flat=True)) == {"Hers", "fac-hum 1", "fac-law 1"}
    assert not Letter.objects.exists()
    assert Comment.objects.exists()
    two = retained(days=731)
    assert (two["version"] >= 1, two["comment"], two["conflict"], two["mentioned"]) == (True, 1, 1, 2)
    assert not Comment.objects.exists()
    assert not Version.objects.exists()
    assert set(Conflict.objects.values_list("because", flat=True)) == {""}
    assert list(Mentioned.objects.exclude(name="").values_list("nomination__title", flat=True)) == ["Hers"]
    assert Attachment.objects.count() == 1, "what was sent is kept longer"
    ten = retained(days=3651)
    assert (ten["mentioned_sent"], ten["attachment_sent"]) == (1, 1)
    assert not Mentioned.objects.exclude(name="").exists()
    assert Nomination.objects.count() == 3
    assert Check.objects.exists()


def test_doing_it_twice_does_nothing_more(over):
    from utsyn.web.log import lines
    from utsyn.web.logbook import chain

    assert any(retained(days=4000).values())
    count = lines().count()
    assert lines().filter(did="retained").exists()
    assert not any(retained(days=4000).values())
    assert lines().count() == count
    assert chain.walk(chain.written(lines())).holds


def test_a_person_without_a_role_is_forgotten_a_year_after_her_last(uni, solvi, boss):
    from utsyn.web.people.models import Held, User

    User.objects.update(date_joined=REAL - 1000 * DAY)
    Held.objects.filter(user=solvi).update(until=(REAL - 300 * DAY).date())
    assert retained(days=0)["person"] == 0
    User.objects.filter(pk=solvi.pk).update(last_login=REAL)
    assert retained(days=100)["person"] == 0, "she was here since"
    assert retained(days=366)["person"] == 1
    assert User.objects.get(pk=solvi.pk).forgotten
    assert not User.objects.get(pk=boss.pk).forgotten
    assert NAME not in str(everything())


def test_a_file_goes_with_its_row(over, files):
    from utsyn.web.nominations import storage

    stored = [file for file in storage.folder().rglob("*") if file.is_file()]
    assert len(stored) == 1
    os.utime(stored[0], (0, 0))
    retained(days=3651)
    assert not stored[0].exists()


def test_a_file_is_found_by_its_link_and_by_those_who_may(world, uni, solvi, client):
    from utsyn.web.rounds.models import Attachment

    file = Attachment.objects.get()
    page = f"/en/rounds/{world.key}/nominations/{file.nomination.number}/"
    address = f"{page}attachments/{file.link}/"
    assert len(file.link) == 43, "256 bits"
    client.force_login(solvi)
    assert address in client.get(page).content.decode()
    assert b"".join(client.get(address)) == PDF
    guessed = [
        f"{page}attachments/{wrong}/"
        for wrong in ("A" * 43, file.pk, file.sha256, file.name, f"{file.link}A")
    ]
    other = address.replace(f"/{file.nomination.number}/att", "/2/att")
    for wrong in (*guessed, other):
        assert client.get(wrong).status_code == 404, wrong
    outsiders = [
        ("researcher", "dep-bio"),
        ("coordinator", "fac-law"),
        ("administrator", "uib"),
        ("assessor", "uib"),
    ]
    for role, key in outsiders:
        client.force_login(person(role, uni[key]))
        assert client.get(address).status_code == 404, role
    client.logout()
    assert client.get(address).status_code == 302


def test_a_name_that_somebody_wrote_in_the_log_is_told_of_and_left(uni, solvi, boss, client):
    """Reasons are part of a decision and stand in the log; nothing there can be changed, so it must be said."""
    from utsyn.web.log import lines, log
    from utsyn.web.logbook import chain

    line = log(boss, "refused", "round/x", at=REAL, told={"because": f"{NAME} is away"})
    client.force_login(boss)
    page = client.post(f"/en/people/{solvi.pk}/forget/", {"confirmed": "yes"}).content.decode()
    assert f"utsyn.Line/{line.pk}" in page
    assert lines().last().told["left"] == [f"utsyn.Line/{line.pk}"]
    assert chain.walk(chain.written(lines())).holds
