"""A file is what its bytes say: a program, a macro or a trap is refused whatever it is called."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.lists import listed
from utsyn.problems import Problems
from utsyn.web.papers import word, xlsx
from utsyn.web.papers.attachments import KINDS, LARGEST, accepted

PNG, JPG = b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0...."


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return content.getvalue()


ODT = zipped(mimetype=KINDS["odt"].media_type.encode(), **{"content.xml": b"<x/>"})


def with_part(content: bytes, name: str, part: bytes = b"x") -> bytes:
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as made:
        made.writestr(name, part)
    return target.getvalue()


def kept(name: str, content: bytes, **told):
    return accepted(name, content=io.BytesIO(content), **told)


def refused(name: str, content: bytes, **told) -> str:
    with pytest.raises(Problems) as error:
        kept(name, content, **told)
    return error.value.problems[0].in_("en")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Søknad.PDF", b"%PDF-1.7\n", "pdf"),
        ("list.docx", word.document(listed()), "docx"),
        ("list.xlsx", xlsx.workbook(listed()), "xlsx"),
        ("brev.odt", ODT, "odt"),
        ("kart.png", PNG, "png"),
        ("foto.jpeg", JPG, "jpg"),
        ("notat.txt", "æøå".encode("latin-1"), "txt"),
        ("v.1.2 final.txt", b"x", "txt"),
    ],
    ids=lambda told: told if isinstance(told, str) else "",
)
def test_what_is_what_it_says_is_kept(name, content, kind):
    stream = io.BytesIO(content)
    made = accepted(name, declared="application/octet-stream", content=stream)
    assert (made.kind, made.name, made.size, stream.tell()) == (KINDS[kind], name, len(content), 0)


@pytest.mark.parametrize("program", [b"MZ\x90\0", b"\x7fELF\x02", b"#!/bin/sh\n", b"\xca\xfe\xba\xbe"])
@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt", "a.png"])
def test_a_program_under_another_name_is_refused(name, program):
    assert "a program under another name" in refused(name, program)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"", "The file is empty"),
        ("a.exe", b"%PDF-", "not taken: .exe"),
        ("a.pdf.exe", b"%PDF-", "not taken: .exe"),
        ("a.exe.pdf", b"%PDF-", "the ending of a program inside it"),
        ("a.js .pdf", b"%PDF-", "the ending of a program inside it"),
        ("noending", b"%PDF-", "not taken: ?"),
        ("a.html", b"<html>", "not taken: .html"),
        ("a.svg", b"<svg>", "not taken: .svg"),
        ("a.pdf", PNG, "called .pdf, but is none inside"),
        ("a.docx", zipped(a=b"x"), "called .docx, but is none inside"),
        ("a.docx", b"PK\x03\x04 broken", "called .docx, but is none inside"),
        ("a.docx", xlsx.workbook(listed()), "called .docx, but is none inside"),
        ("a.odt", zipped(mimetype=b"text/plain"), "called .odt, but is none inside"),
        ("a.docx", with_part(word.document(listed()), "word/vbaProject.bin"), "macros"),
        ("a.xlsx", with_part(xlsx.workbook(listed()), "xl/macrosheets/sheet1.xml"), "macros"),
        ("a.odt", with_part(ODT, "Basic/Standard/script-lb.xml"), "macros"),
        ("a.txt", b"<!DOCTYPE html><script>", "called .txt, but is none inside"),
        ("a.txt", b"a\0b", "called .txt, but is none inside"),
    ],
    ids=lambda told: told if isinstance(told, str) else "",
)
def test_what_is_not_what_it_says_is_refused(name, content, words):
    assert words in refused(name, content)


def test_a_document_that_is_declared_to_hold_macros_is_refused():
    types = f'<Types><Override ContentType="{KINDS["docx"].media_type}; macroEnabled"/></Types>'.encode()
    assert "macros" in refused(
        "a.docx", zipped(**{"[Content_Types].xml": types, "word/document.xml": b"<x/>"})
    )


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    class Large(io.BytesIO):
        def read(self, *_):
            raise AssertionError("it was read")

        def seek(self, *_):
            return LARGEST + 1

    with pytest.raises(Problems, match="at most 20,000,000 are taken"):
        accepted("a.pdf", content=Large())


def test_a_file_that_is_sent_as_another_kind_is_refused():
    assert "sent as image/png, but is application/pdf" in refused("a.pdf", b"%PDF-", declared="image/png")
    assert "is application/pdf" in refused("a.pdf", b"%PDF-", declared="application/x-msdownload")


def test_a_name_that_turns_its_ending_round_loses_the_turn():
    assert kept("invoice\u202efdp.txt", b"x").name == "invoicefdp.txt"


@given(st.text(max_size=40), st.sampled_from(sorted(KINDS)), st.binary(max_size=200), st.text(max_size=20))
def test_any_file_is_kept_or_refused_in_words(name, kind, content, declared):
    with suppress(Problems):
        made = accepted(f"{name}.{kind}", declared=declared, content=io.BytesIO(KINDS[kind].begins + content))
        assert made.kind == KINDS[kind]
