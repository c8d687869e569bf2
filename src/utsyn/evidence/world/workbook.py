"""A workbook of one sheet with nothing but text in it, written the same to the byte each time."""

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a time stamp would make each file another one
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACE = "http://schemas.openxmlformats.org/"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{SPACE}package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{SPACE}package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{SPACE}officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{SPACE}package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{SPACE}officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SPACE}spreadsheetml/2006/main" xmlns:r="{SPACE}officeDocument/2006/relationships">'
    '<sheets><sheet name="Synthetic" sheetId="1" r:id="rId1"/></sheets></workbook>',
}


def write(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    """Write rows of text; an empty cell stays empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet = f'<worksheet xmlns="{SPACE}spreadsheetml/2006/main"><sheetData>{"".join(map(_row, rows))}</sheetData></worksheet>'
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            packed.writestr(zipfile.ZipInfo(name, LONG_AGO), HEAD + text, zipfile.ZIP_DEFLATED)
    return path


def _row(cells: Sequence[str]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' if text else "<c/>"
