"""A file that is no spreadsheet, is locked, broken, endless or a trap is a problem with a mend, and nothing worse."""

import io
import random
import zipfile
from contextlib import suppress

import pytest
from openpyxl import Workbook

from tests.web.lists import listed
from utsyn.problems import Problems
from utsyn.web.papers import word, xlsx
from utsyn.web.papers.sheet.preview import preview

GOOD = xlsx.workbook(listed())


def book(*rows: tuple) -> bytes:
    made, content = Workbook(), io.BytesIO()
    for cells in rows:
        made.worksheets[0].append(cells)
    made.save(content)
    return content.getvalue()


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in source.namelist():
            told = source.read(part)
            made.writestr(part, told.replace(old, new) if part == name else told)
    return target.getvalue()


def refused(content: bytes, **told) -> str:
    with pytest.raises(Problems) as error:
        preview(content, file="faculty.xlsx", **told)
    assert error.value.problems[0].file == "faculty.xlsx"
    return error.value.problems[0].in_("en")


def test_a_file_that_is_no_spreadsheet_is_told_by_its_bytes():
    for content in (
        b"MZ\x90\0" * 50,
        b"\x7fELF" + bytes(99),
        b"%PDF-1.7",
        b"\x89PNG\r\n",
        b"#!/bin/sh\n",
        bytes(500),
    ):
        assert "This is no spreadsheet" in refused(content)
    assert "This is no spreadsheet" in refused(word.document(listed()))
    assert "called a spreadsheet" in refused(b"<html><table><tr><td>Tittel")
    assert "The file is empty" in refused(b" \n ")


def test_a_locked_file_says_how_to_unlock_it():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "protected by a password" in refused(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "This is no spreadsheet" in refused(ole + "WordDocument".encode("utf-16-le"))
    assert "The file is broken" in refused(ole + "Workbook".encode("utf-16-le"))


def test_a_file_that_is_too_large_or_unpacks_to_too_much_is_refused():
    assert "at most 1,000 are read" in refused(GOOD, largest=1_000)
    bomb = changed(GOOD, "xl/worksheets/sheet1.xml", b"</sheetData>", b" " * 61_000_000 + b"</sheetData>")
    assert len(bomb) < 200_000
    assert "unpacks to more than 60,000,000 bytes" in refused(bomb)


def test_a_cell_at_the_end_of_the_world_does_not_fill_the_memory():
    far = changed(book(("Tittel",), ("A",)), "xl/worksheets/sheet1.xml", b'r="A2"', b'r="XFD1048576"')
    assert "far more than a list of nominations" in refused(far)


def test_one_string_that_is_said_in_a_hundred_thousand_cells_does_not_fill_the_memory():
    strings = b"<sst><si><t>Tittel</t></si><si><t>" + b"A" * 30_000 + b"</t></si></sst>"
    cells = b'<row r="2">' + b'<c t="s"><v>1</v></c>' * 10_000 + b"</row>"
    content = changed(GOOD, "xl/worksheets/sheet1.xml", b"</sheetData>", cells + b"</sheetData>")
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/sharedStrings.xml", strings)
    assert "far more than a list of nominations" in refused(target.getvalue())


def test_entities_are_not_unfolded():
    trap = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet '
    assert "This is no spreadsheet" in refused(
        changed(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet ", trap)
    )


def test_more_rows_than_any_round_has_are_refused():
    assert "more than" in refused(book(("Tittel",), *((f"A{n}",) for n in range(5_200))))
    assert "more than" in refused(b"Tittel\n" + b"A\n" * 5_200)


def test_a_list_of_five_thousand_rows_is_read():
    assert len(preview(book(("Tittel",), *((f"A{n}",) for n in range(5_000))), file="x").rows) == 5_000


def test_a_sheet_without_a_title_or_without_rows_says_what_is_missing():
    assert "No column is headed as a title" in refused(book(("Land",), ("USA",)))
    assert "No column is headed as a title" in refused(book())
    assert "There are no nominations below the headings" in refused(book(("Tittel", "Land")))
    assert "no such sheet: Nope" in refused(GOOD, sheet="Nope")


def test_any_damage_to_a_file_is_a_problem_or_a_preview():
    chance = random.Random(2022)  # noqa: S311  damage, not secrets
    survived = 0
    for _ in range(150):
        content = bytearray(GOOD)
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        with suppress(Problems):
            preview(bytes(content[: chance.choice((len(content), chance.randrange(len(content))))]), file="x")
            survived += 1
    assert survived < 150


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
)
def test_any_damage_inside_a_file_is_a_problem_or_a_preview(part):
    chance = random.Random(part)  # noqa: S311  damage, not secrets
    with zipfile.ZipFile(io.BytesIO(GOOD)) as opened:
        written = opened.read(part)
    for _ in range(60):
        begin = chance.randrange(len(written))
        cut = written[begin : begin + chance.randint(1, 30)]
        with suppress(Problems):
            preview(changed(GOOD, part, cut, chance.randbytes(chance.randint(0, 9))), file="x")


def ods(cells: bytes, *, locked: bytes = b"") -> bytes:
    """The least that LibreOffice would take for a spreadsheet."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    begins = f"<office:document-content {spaces}><office:body><office:spreadsheet>".encode()
    ends = b"</office:spreadsheet></office:body></office:document-content>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr(
            "content.xml", begins + b'<table:table table:name="Ark1">' + cells + b"</table:table>" + ends
        )
        made.writestr("META-INF/manifest.xml", b"<manifest>" + locked + b"</manifest>")
    return target.getvalue()


def cell(words: str, told: str = "") -> str:
    return f'<table:table-cell {told} office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


def line(*cells: str, told: str = "") -> bytes:
    return f"<table:table-row {told}>{''.join(cells)}</table:table-row>".encode()


def test_an_open_document_is_read_and_says_what_cannot_be_told_of_it():
    made = preview(
        ods(line(cell("Tittel"), cell("Land")) + line(cell("Blåbær"), cell("Brasil"))), file="f.ods"
    )
    assert [(one.place, one.row.title) for one in made.rows] == [("Ark1!A2", "Blåbær")]
    assert "hidden cannot be told for this kind of file" in made.notes[0].in_("en")


def test_an_open_document_that_is_locked_or_endless_is_refused():
    assert "password" in refused(ods(line(cell("Tittel")), locked=b"<manifest:encryption-data/>"))
    endless = 'table:number-rows-repeated="1000000"'
    assert "has more than 5,100 rows" in refused(ods(line(cell("Tittel")) + line(cell("A"), told=endless)))
    wide = 'table:number-columns-repeated="16000"'
    assert "far more than a list" in refused(ods(line(cell("Tittel", told=wide)) + line(cell("A")) * 300))
    many = 'table:number-columns-repeated="99"'
    rows = 'table:number-rows-repeated="99"'
    assert "far more than a list" in refused(
        ods(line(cell("Tittel")) + line(cell("A" * 30_000, told=many), told=rows))
    )
    trailing = line('<table:table-cell table:number-columns-repeated="16384"/>', told=endless)
    assert len(preview(ods(line(cell("Tittel")) + line(cell("A")) + trailing), file="f.ods").rows) == 1
