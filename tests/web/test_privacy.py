"""What is held on persons is told to everybody, taken along by each, and kept from those it is not for."""

import pytest
from django.apps import apps

from tests.web.people import person
from tests.web.remembered import (
    EMAIL,
    NAME,
    PDF,
    boss,
    files,
    solvi,
    uni,
    world,
)
from utsyn.problems import Problems

__all__ = ["boss", "files", "solvi", "uni", "world"]  # fixtures
pytestmark = pytest.mark.django_db


def pointing() -> set[str]:
    """The tables with a column that points to a person."""
    return {
        model._meta.label  # noqa: SLF001  Django's own name
        for model in apps.get_models()
        for field in model._meta.concrete_fields  # noqa: SLF001
        if getattr(field.related_model, "__name__", "") == "User"
    }


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


def test_every_table_is_named_in_the_file_and_every_name_is_a_table():
    from utsyn.web.people.retention import retention
    from utsyn.web.privacy.tables import every, label

    named = {table for kind in retention().kinds for table in kind.tables}
    impersonal = set(retention().impersonal)
    assert named | impersonal == {label(table) for table in every()}, "say why it is kept, and how long"
    assert not named & impersonal
    assert not pointing() & impersonal, "what points to a person is about her"


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
