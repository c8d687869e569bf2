"""The folder holds every format and every attachment under a safe name, each with its hash, a piece at a time."""

import doctest
import hashlib
import io
import sys
import tracemalloc
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.lists import HOSTILE, listed, row
from utsyn.problems import Problems
from utsyn.web.papers import names
from utsyn.web.papers.folder import Attached, folder
from utsyn.web.papers.names import safe

MB = 1_000_000


def made(*attached: Attached, **told) -> zipfile.ZipFile:
    content = io.BytesIO()
    folder(listed(**told), attached, into=content)
    return zipfile.ZipFile(content)


def attached(number: int, name: str, content: bytes = b"x", sha256: str = "") -> Attached:
    return Attached(number, name, lambda: io.BytesIO(content), sha256)


def test_the_manifest_holds_the_hash_of_everything_else():
    opened = made(attached(1, "Søknad.pdf", b"%PDF-1"), attached(2, "a.docx", b"PK"))
    told = dict(
        reversed(line.split("  ", 1)) for line in opened.read("manifest.sha256").decode().splitlines()
    )
    assert set(told) == set(opened.namelist()) - {"manifest.sha256"}
    assert all(hashlib.sha256(opened.read(name)).hexdigest() == sha256 for name, sha256 in told.items())
    assert {name.rsplit(".", 1)[-1] for name in told if "/" not in name} == {"xlsx", "pdf", "docx", "json"}


def test_attachments_lie_under_their_application_with_names_that_lead_nowhere_else():
    opened = made(attached(1, "../../Søknad.pdf"), attached(1, "søknad.PDF"), attached(2, "C:\\CON.txt"))
    under = [name.split("/") for name in opened.namelist() if "/" in name]
    assert [parts[-1] for parts in under] == ["Søknad.pdf", "søknad (2).PDF", "_CON.txt"]
    assert [parts[1] for parts in under] == ["01 Sepsis in three cities 1"] * 2 + [
        "02 Sepsis in three cities 2"
    ]


def test_the_same_list_and_files_give_the_same_folder():
    one, two = io.BytesIO(), io.BytesIO()
    for content in (one, two):
        folder(listed(), [attached(1, "a.pdf")], into=content)
    assert one.getvalue() == two.getvalue()


def test_a_title_that_would_lead_elsewhere_does_not():
    for title in ("../../etc", "/root", "a\\..\\b", HOSTILE, "", "CON"):
        rows = (row(1, title=title),)
        content = io.BytesIO()
        folder(listed(*rows, round_title=f"{title} x"), [attached(1, "a.pdf")], into=content)
        for name in zipfile.ZipFile(content).namelist():
            assert not {"", ".", ".."} & set(name.split("/"))
            assert "\\" not in name


def test_an_attachment_that_was_changed_or_belongs_nowhere_stops_the_folder():
    with pytest.raises(Problems, match="no longer the file that was handed in"):
        made(attached(1, "a.pdf", b"changed", hashlib.sha256(b"handed in").hexdigest()))
    with pytest.raises(Problems, match="application 9, which is not on the list"):
        made(attached(9, "a.pdf"))


def test_where_word_letters_cannot_be_made_the_folder_says_so_and_holds_the_rest(monkeypatch):
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    files = made().namelist()
    assert sorted(name.rsplit(".", 1)[-1] for name in files) == ["json", "pdf", "sha256", "txt", "xlsx"]


def test_twenty_large_attachments_are_never_in_memory_at_once(tmp_path):
    large = tmp_path / "large.pdf"
    large.write_bytes(b"%PDF-" + bytes(5 * MB))
    rows = tuple(row(number) for number in range(1, 21))
    folder(listed(*rows), [], into=io.BytesIO())  # what is loaded once is not counted
    with (tmp_path / "folder.zip").open("wb") as target:
        tracemalloc.start()
        folder(
            listed(*rows), [Attached(r.number, "a.pdf", lambda: large.open("rb")) for r in rows], into=target
        )
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (tmp_path / "folder.zip").stat().st_size > 100 * MB
    assert peak < 5 * MB


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=200))
def test_any_name_becomes_one_that_every_system_holds(name):
    made = safe(name)
    assert 0 < len(made) <= names.LONGEST + 1
    assert not set('<>:"/\\|?*') & set(made)
    assert made.strip(". ") == made
    assert not any(unicodedata.category(char)[0] == "C" for char in made)
    assert not names.RESERVED.fullmatch(made.split(".")[0].rstrip())
    assert safe(made) == made


def test_what_the_names_say_of_themselves_is_true():
    assert doctest.testmod(names).failed == 0
