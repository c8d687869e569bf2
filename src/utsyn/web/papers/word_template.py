"""The plain Word template, for institutions that have none of their own; made in memory, so that no binary is kept."""

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from utsyn.calls.list_paper import WIDTHS, header
from utsyn.calls.lists import FunderList
from utsyn.text import say, shown

TAG = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
CELLS = ("number", "title", "theme", "link_to_grant", "people", "partner_lines", "money")
PAGE = 25.7  # centimetres between the margins of a lying A4


def plain(listed: FunderList) -> bytes:
    """Return a template with a title, the facts and a table of applications, in the list's language."""
    made = Document()
    _page(made, TAG[listed.language])
    made.add_heading("{{ title }}", level=0)
    facts = made.add_table(rows=3, cols=2)
    _loop(facts, "fact in facts", ("{{ fact.name }}", "{{ fact.value }}"), first=0)
    _widths(facts, (5, PAGE - 5))
    made.add_paragraph()
    table = made.add_table(rows=4, cols=len(CELLS), style="Table Grid")
    for cell, label in zip(table.rows[0].cells, header(), strict=True):
        run = cell.paragraphs[0].add_run(shown(label, listed.language))
        run.bold, run.font.size = True, Pt(8)
    table.rows[0]._tr.get_or_add_trPr().append(_on("w:tblHeader"))  # noqa: SLF001  repeated on every page
    _loop(table, "row in rows", tuple(f"{{{{ row.{name} }}}}" for name in CELLS), first=1)
    _widths(table, tuple(PAGE * width / sum(WIDTHS) for width in WIDTHS))
    if listed.variant == "internal":
        _notes(made, listed.language)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def _notes(made: Any, language: str) -> None:
    """Write what stays in the house below the table, one application after another."""
    made.add_heading(say("Internal notes").in_(language), level=1)
    made.add_paragraph("{%p for row in rows %}")
    made.add_heading("{{ row.number }}. {{ row.title }}", level=2)
    made.add_paragraph("{%p for note in row.notes %}")
    made.add_paragraph("{{ note.name }}: {{ note.value }}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endfor %}")


def _page(made: Any, tag: str) -> None:
    """Lay an A4 on its side, and say in which language it is written."""
    section = made.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    style = made.styles["Normal"]
    style.font.size, style.paragraph_format.space_after = Pt(9), Pt(0)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), tag)
    style.element.get_or_add_rPr().append(language)
    made.core_properties.language, made.core_properties.author = tag, ""


def _loop(table: Any, over: str, cells: tuple[str, ...], *, first: int) -> None:
    """Write three rows: one that begins a loop, the one that is repeated, one that ends it."""
    table.rows[first].cells[0].text = f"{{%tr for {over} %}}"
    for cell, words in zip(table.rows[first + 1].cells, cells, strict=True):
        cell.text = words
    table.rows[first + 2].cells[0].text = "{%tr endfor %}"


def _widths(table: Any, widths: tuple[float, ...]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _on(name: str) -> Any:
    made = OxmlElement(name)
    made.set(qn("w:val"), "true")
    return made
