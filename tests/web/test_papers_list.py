"""The list to the funder holds no more than the cap, nothing internal, and is exact; as workbook and as JSON."""

import io
import json
import zipfile
from datetime import datetime
from decimal import Decimal

import jsonschema_rs
import pytest
from openpyxl import load_workbook
from pydantic import ValidationError

from tests.web.lists import HOSTILE, MADE_AT, SECRET, listed, row
from utsyn.blocks import Facts, Heading, Para, Table, plain
from utsyn.calls.list_columns import COLUMNS
from utsyn.calls.list_paper import list_paper
from utsyn.calls.lists import FunderList
from utsyn.problems import problems_of
from utsyn.text import LANGUAGES
from utsyn.web.papers import word, xlsx


def refusal(**told) -> str:
    with pytest.raises(ValidationError) as error:
        listed(*(row(n) for n in (1, 2, 3)), **told)
    return problems_of(error.value, FunderList)[0].in_("en")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"cap": 2}, "At most 2 applications can be sent"),
        ({"approved": 2}, "Give as many rows as applications are approved: 2"),
        ({"variant": "funder"}, "Leave internal notes out of what goes to the funder"),
    ],
)
def test_a_list_that_must_not_be_sent_cannot_be_made(told, words):
    assert words in refusal(**told)


def test_two_applications_have_two_numbers():
    with pytest.raises(ValidationError, match="a number of its own"):
        listed(row(1), row(1))


def unzipped(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return "\n".join(opened.read(name).decode("utf-8", "replace") for name in opened.namelist())


@pytest.mark.parametrize(
    "written",
    [
        lambda made: unzipped(xlsx.workbook(made)),
        lambda made: unzipped(word.document(made)),
        lambda made: made.as_json().decode(),
        lambda made: json.dumps(list(plain(list_paper(made), "nb"))),  # of which the PDF is set
    ],
    ids=["xlsx", "docx", "json", "paper"],
)
def test_what_is_internal_is_in_the_internal_variant_and_never_in_the_funders(written):
    assert SECRET in written(listed())
    assert SECRET not in written(listed().for_funder())


def test_json_is_exact_and_is_read_back_the_same():
    made = listed(row(1, amount=Decimal("0.10")))
    assert json.loads(made.as_json())["rows"][0]["amount"] == "0.10"
    assert FunderList.model_validate_json(made.as_json()) == made


def test_words_that_look_like_formulas_are_words_in_the_workbook():
    for begins in ("=1+1", "+47 55 58 00 00", "-2", "@SUM(A1)", HOSTILE):
        sheet = load_workbook(io.BytesIO(xlsx.workbook(listed(row(1, title=begins))))).worksheets[0]
        assert (sheet["B2"].data_type, sheet["B2"].value) == ("s", begins)
        assert sheet["B2"].quotePrefix


def test_the_workbook_has_numbers_days_and_a_header_that_stays():
    made = listed()
    book = load_workbook(io.BytesIO(xlsx.workbook(made)))
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    by_key = {column.key: sheet.cell(2, heads[column.label.in_("nb")]) for column in COLUMNS}
    assert by_key["amount"].value == pytest.approx(9999999.5)
    assert by_key["amount"].number_format == "#,##0.00"
    assert by_key["own_contribution"].value == 2_500_000
    assert by_key["starts"].value == datetime(2022, 10, 1)  # noqa: DTZ001  a workbook knows no zones
    assert by_key["country"].value == "USA (US)\nBrasil (BR)"
    assert [sheet.freeze_panes, sheet.print_title_rows] == ["A2", "$1:$1"]
    assert [len(list(one.rows)) for one in book.worksheets] == [4, 7, 10]


def test_what_nobody_has_told_is_said_to_be_unknown_in_every_language():
    for language in LANGUAGES:
        made = listed(row(1, theme="", amount=None, partners=None), language=language)
        sheet = load_workbook(io.BytesIO(xlsx.workbook(made))).worksheets[0]
        assert not [cell.coordinate for cell in sheet[2] if cell.value in (None, "")]
        told = {value for block in plain(list_paper(made), language) for value in block.get("rows", [[]])[0]}
        assert "" not in told


def test_the_same_list_gives_the_same_workbook_dated_by_the_list_alone():
    made = xlsx.workbook(listed())
    assert made == xlsx.workbook(listed())
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(2022, 3, 15, 8, 30, 0)}
        assert opened.read("docProps/core.xml").count(b"2022-03-15T08:30:00Z") == 2


def test_control_signs_and_breaks_from_other_programs_become_what_every_format_can_hold():
    made = row(1, title="a\x0bb\x00c\ud800", theme="one\r\ntwo\u2028three\x0bfour")
    assert (made.title, made.theme) == ("a b\ufffdc\ufffd", "one\ntwo\nthree\nfour")
    assert load_workbook(io.BytesIO(xlsx.workbook(listed(made)))).worksheets[0]["B2"].value == made.title


def test_headings_of_a_paper_never_skip_a_level_and_rows_fit_their_header():
    levels = [block["level"] for block in plain([Heading("a", 3), Heading("b", 3), Heading("c", 3)], "en")]
    assert levels == [1, 2, 3]
    with pytest.raises(ValueError, match="2 cells"):
        list(plain([Table(("a", "b"), (("1",),))], "en"))


def test_blocks_are_said_in_a_language():
    said = list(plain([Para("x"), Facts((("made", MADE_AT.date()),))], "nb"))
    assert said == [{"kind": "para", "words": "x"}, {"kind": "facts", "items": [["made", "15. mars 2022"]]}]


def test_the_json_fits_the_published_schema():
    published = FunderList.model_json_schema()
    jsonschema_rs.meta.validate(published)
    jsonschema_rs.Draft202012Validator(published).validate(json.loads(listed().as_json()))
