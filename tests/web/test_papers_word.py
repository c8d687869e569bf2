"""A Word document comes from the university's own template, which can say anything and reach nothing."""

import io
import sys
import zipfile

import pytest
from docx import Document

from tests.web.lists import HOSTILE, listed, row
from utsyn.problems import Problems
from utsyn.text import LANGUAGES
from utsyn.web.papers import word


@pytest.fixture
def templates(tmp_path, monkeypatch):
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    (tmp_path / "templates").mkdir()
    return tmp_path / "templates"


def template(*paragraphs: str) -> bytes:
    made, content = Document(), io.BytesIO()
    for words in paragraphs:
        made.add_paragraph(words)
    made.save(content)
    return content.getvalue()


def text(content: bytes) -> str:
    made = Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for one in table.rows for cell in one.cells]
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plain_template_says_every_row_in_the_lists_language(language):
    made = Document(io.BytesIO(word.document(listed(row(1, title=HOSTILE), language=language))))
    assert "".join(HOSTILE.split()) in "".join(made.tables[1].rows[1].cells[1].text.split())
    assert made.tables[1].rows[1].cells[2].text == "Sepsis kills.\nThree cities learn."
    assert made.core_properties.title
    tags = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
    assert f'w:lang w:val="{tags[language]}"' in made.styles.element.xml


def test_the_same_list_gives_the_same_document_dated_by_the_list_alone():
    made = word.document(listed())
    assert made == word.document(listed())
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(2022, 3, 15, 8, 30, 0)}
        assert opened.read("docProps/core.xml").count(b"2022-03-15T08:30:00Z") == 2


def test_the_universitys_own_template_is_used_and_the_one_of_the_language_first(templates):
    (templates / "funder-list.docx").write_bytes(template("Ours: {{ round }}", "{%p for r in rows %}", "{{ r.title }}",
                                                          "{%p endfor %}"))  # fmt: skip
    assert text(word.document(listed(row(1, title="A & <B>")))) == "Ours: INTPART 2022 ved UiB\nA & <B>"
    (templates / "funder-list.en.docx").write_bytes(template("English: {{ labels.title }}"))
    assert text(word.document(listed(language="en"))) == "English: Title"


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        (["{{ titel }}"], "“titel” is not a known name. Did you mean “title”?"),
        (["{% for row in rows %}{{ row.amont }}{% endfor %}"], "Did you mean “amount”?"),
        (["Dear reader", "{% for row in rows %}"], "Dear reader"),
        (["{{ title.__class__.__mro__ }}"], "access to attribute '__class__' of 'str' object is unsafe"),
        (["{{ ().__class__.__base__.__subclasses__() }}"], "access to attribute '__class__'"),
        (["{{ 1 / 0 }}"], "division by zero"),
        (["{{ title | nosuch }}"], "nosuch"),
        (["{% include '/etc/passwd' %}"], "cannot be filled in"),
        (["{{ range(10**9) | list }}"], "cannot be filled in"),
        ([], "The template is no Word document"),
    ],
)
def test_a_template_that_is_wrong_is_named_with_the_fault_and_the_mend(templates, paragraphs, words):
    (templates / "funder-list.docx").write_bytes(template(*paragraphs) if paragraphs else b"MZ")
    with pytest.raises(Problems) as error:
        word.document(listed())
    problem = error.value.problems[0]
    assert words in problem.in_("en")
    assert problem.file == str(templates / "funder-list.docx")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"<html>"])
def test_what_is_no_document_is_no_template(templates, content):
    (templates / "funder-list.docx").write_bytes(content)
    with pytest.raises(Problems, match="no Word document"):
        word.document(listed())


def test_a_zip_that_is_no_document_is_no_template(templates):
    with zipfile.ZipFile(templates / "funder-list.docx", "w") as made:
        made.writestr("a.txt", "x")
    with pytest.raises(Problems, match="no Word document"):
        word.document(listed())


def test_where_docxtpl_is_missing_it_is_said_and_nothing_else_fails(monkeypatch):
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    with pytest.raises(Problems, match=r"not installed.*Install utsyn\[word\]"):
        word.document(listed())
