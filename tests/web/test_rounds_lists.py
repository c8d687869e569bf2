"""The list for the funder out of a round: places and nothing else, the same bytes each time, for who reads all."""

import hashlib
import io
import json
import zipfile

import pytest

from tests.web.rounds import World, said
from tests.web.worlds import REAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """A round in which two of the humanities have a place, and two others have not."""
    from utsyn.web.rounds.actions import approving

    made = World().fill()
    for number in (2, 1):
        one = made.round.nominations.get(number=number)
        approving.approve(one, because="", by=made.people["leadership"], at=REAL)
    return made


def listed(world, who="office", **asked):
    return json.loads(world.get(who, "list.json", **asked).content)


def test_only_what_has_a_place_stands_on_the_list_in_the_order_of_places(world):
    told = listed(world)
    assert [row["number"] for row in told["rows"]] == [2, 1]
    assert told["approved"] == 2
    assert told["cap"] == 20
    row = told["rows"][0]
    assert row["applicant"] == "Ola Oppdiktet"
    assert row["department"] == "Department of Languages"
    assert row["partners"][0]["country"] == "BR"
    assert row["internal"] is None


def test_the_same_list_gives_the_same_bytes_whoever_asks(world):
    first = world.get("office", "list.json", lang="nb").content
    assert world.get("auditor", "list.json", lang="nb").content == first
    assert world.get("leadership", "list.json", lang="nb").content == first


def test_the_hash_in_the_log_is_that_of_the_list_in_bokmal(world):
    from utsyn.web.rounds.listing import canonical_list

    content = world.get("office", "list.json", lang="nb").content
    assert hashlib.sha256(content).hexdigest() == canonical_list(world.round)
    assert canonical_list(world.round) in said(world.get("office", "lists/"))


@pytest.mark.parametrize("suffix", ["xlsx", "pdf", "docx", "json", "zip"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_format_can_be_had_in_every_language(world, suffix, language):
    response = world.get("office", f"list.{suffix}", language="en", lang=language)
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    assert "private" in response["Cache-Control"]
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert content[:2] in (b"PK", b"%P", b"{\n")


def test_the_folder_holds_the_attachments_of_what_has_a_place_alone(world):
    from utsyn.web.nominations import storage
    from utsyn.web.rounds.models import Attachment

    for number in (1, 3):
        stored = storage.put(io.BytesIO(b"%PDF-1.7 " + bytes([number])))
        Attachment.objects.create(
            nomination=world.round.nominations.get(number=number), kind="evidence", name=f"plan {number}.pdf",
            media_type="application/pdf", size=stored.size, sha256=stored.sha256, link=stored.link, at=REAL,
        )  # fmt: skip
    response = world.get("office", "list.zip")
    names = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))).namelist()
    assert [name for name in names if name.endswith("plan 1.pdf")]
    assert not [name for name in names if name.endswith("plan 3.pdf")]


def test_the_house_keeps_what_it_does_not_send(world):
    assert listed(world, internal="1")["rows"][0]["internal"]["faculty"] == "Faculty of Humanities"


@pytest.mark.parametrize("who", ["researcher", "coordinator", "assessor"])
@pytest.mark.parametrize("rest", ["lists/", "list.json", "list.zip"])
def test_others_do_not_get_the_list(world, who, rest):
    assert "This is for" in said(world.get(who, rest), 403)


def test_a_format_that_is_none_says_which_there_are(world):
    assert "Choose one of: xlsx, pdf, docx, json, zip" in said(world.get("office", "list.exe"), 404)


def test_the_page_says_whether_the_list_is_still_what_was_sent(world):
    from utsyn.web.rounds.actions import approving

    people = world.people
    assert "The leadership has not decided yet" in said(world.get("office", "lists/"))
    approving.refuse_rest(world.round, by=people["leadership"], at=REAL)
    approving.send(world.round, by=people["office"], at=REAL)
    assert "It is unchanged since" in said(world.get("office", "lists/"))
    approving.withdraw(world.round.nominations.get(number=1), because="Ill", by=people["office"], at=REAL)
    assert "It has changed since" in said(world.get("office", "lists/"))
