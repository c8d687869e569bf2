"""A paper of blocks as a Word document: headings, paragraphs, facts and tables in Word's own styles, to be worked on."""

import io
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from utsyn.blocks import Block, plain
from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.papers.sealed import sealed

TAG = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def document(
    title: str, language: str, blocks: Iterable[Block], *, made_at: datetime, author: str = ""
) -> bytes:
    """Return blocks as docx; the same blocks and `made_at` give the same bytes. Raises Problems without python-docx."""
    if find_spec("docx") is None:
        what = say("Word documents cannot be made here: the package docxtpl is not installed")
        raise Problems(Problem(what, say("Install utsyn[word], or use one of the other formats")))
    made = import_module("docx").Document()
    _language(made, TAG[language])
    made.core_properties.title, made.core_properties.author = title[:255], author[:255]
    made.add_heading(_words(title), level=0)
    for block in plain(blocks, language):
        WRITERS[block["kind"]](made, block)
    content = io.BytesIO()
    made.save(content)
    return sealed(content.getvalue(), made_at.astimezone(UTC))


def _words(text: str) -> str:
    return UNWRITABLE.sub("", text)


def _heading(made: Any, block: Mapping[str, Any]) -> None:
    made.add_heading(_words(block["words"]), level=block["level"])


def _para(made: Any, block: Mapping[str, Any]) -> None:
    made.add_paragraph(_words(block["words"]))


def _facts(made: Any, block: Mapping[str, Any]) -> None:
    for name, value in block["items"]:
        para = made.add_paragraph()
        para.add_run(f"{_words(name)}: ").bold = True
        para.add_run(_words(value))


def _table(made: Any, block: Mapping[str, Any]) -> None:
    """Write a table cell by cell into Word's own elements: its library takes minutes for a thousand rows."""
    if block["caption"]:
        made.add_paragraph(_words(block["caption"]))
    table = made.add_table(rows=1, cols=len(block["header"]), style="Table Grid")
    first = table.rows[0]
    for cell, words in zip(first.cells, block["header"], strict=True):
        cell.paragraphs[0].add_run(_words(words)).bold = True
    element, on = import_module("docx.oxml").OxmlElement, import_module("docx.oxml.ns").qn
    repeated = element("w:tblHeader")
    repeated.set(on("w:val"), "true")
    first._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001  repeated on every page
    for row in block["rows"]:
        table._tbl.append(_row(row, element, on))  # noqa: SLF001  see above
    made.add_paragraph()


def _row(cells: Iterable[str], element: Any, on: Any) -> Any:
    row = element("w:tr")
    for words in cells:
        cell, para = element("w:tc"), element("w:p")
        for number, line in enumerate(_words(words).split("\n")):
            run, text = element("w:r"), element("w:t")
            if number:
                run.append(element("w:br"))
            text.text = line
            text.set(on("xml:space"), "preserve")
            run.append(text)
            para.append(run)
        cell.append(para)
        row.append(cell)
    return row


def _language(made: Any, tag: str) -> None:
    """Say in which language it is written."""
    element, on = import_module("docx.oxml").OxmlElement, import_module("docx.oxml.ns").qn
    language = element("w:lang")
    language.set(on("w:val"), tag)
    made.styles["Normal"].element.get_or_add_rPr().append(language)
    made.core_properties.language = tag


WRITERS = {"heading": _heading, "para": _para, "facts": _facts, "table": _table}
