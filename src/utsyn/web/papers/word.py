"""The list to the funder as a Word document, from the university's own template or from a plain one."""

import io
import re
import zipfile
from datetime import UTC
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from utsyn.calls.list_columns import COLUMNS, facts, of_partner, word
from utsyn.calls.list_paper import money, partner_line, people, title_of
from utsyn.calls.lists import FunderList, ListRow
from utsyn.home import home
from utsyn.problems import Problem, Problems, unknown_name
from utsyn.text import say, shown
from utsyn.web.papers.sealed import sealed

LARGEST = 5_000_000  # bytes of a template, with its pictures
# What a template can make Jinja, Python and lxml raise, since it may say anything at all.
WRONG = (TypeError, ValueError, LookupError, ArithmeticError, AttributeError, SyntaxError, RecursionError)
NO_NAME = re.compile(r"'(\w+)' is undefined|no attribute '(\w+)'")


def document(listed: FunderList) -> bytes:
    """Return the list as docx; the same list and template give the same bytes.

    The template is UTSYN_HOME/templates/funder-list.nb.docx (nn, en), or funder-list.docx for every language. Raises
    Problems: no docxtpl here, not a Word document, a name that is not known, not Jinja.
    """
    if find_spec("docxtpl") is None:
        what = say("Word documents cannot be made here: the package docxtpl is not installed")
        raise Problems(Problem(what, say("Install utsyn[word], or use one of the other formats")))
    own = _own(listed.language)
    if own is None:
        plain: bytes = import_module("utsyn.web.papers.word_template").plain(listed)
        return _filled(plain, listed)
    try:
        return _filled(_read(own), listed)
    except Problems as error:
        raise Problems(*(problem._replace(file=str(own)) for problem in error.problems)) from error


def _own(language: str) -> Path | None:
    """Find the institution's own template for a language."""
    under = home()
    names = (f"funder-list.{language}.docx", "funder-list.docx")
    places = [under / "templates" / name for name in names] if under else []
    return next((place for place in places if place.is_file()), None)


def _read(own: Path) -> bytes:
    try:
        size = own.stat().st_size
        if size <= LARGEST:
            return own.read_bytes()
    except OSError as error:
        what = say("The file cannot be read: {why}", why=error.strerror)
        raise Problems(Problem(what, say("Check the name and that you may read it"))) from error
    what = say("The template has {size} bytes; at most {largest} are read", size=size, largest=LARGEST)
    raise Problems(Problem(what, say("Make its pictures smaller")))


def _filled(template: bytes, listed: FunderList) -> bytes:
    """Fill a template in; it is asked in a sandbox, in which Python is out of reach and a wrong name is no blank."""
    jinja, sandbox = import_module("jinja2"), import_module("jinja2.sandbox")
    asked = sandbox.SandboxedEnvironment(autoescape=True, undefined=jinja.StrictUndefined)
    told, filling, made = context(listed), _opened(template), io.BytesIO()
    try:
        filling.render(told, asked)
        filling.docx.core_properties.title = told["title"][:255]  # Word holds no more
        filling.save(made)
    except (jinja.TemplateError, *WRONG) as error:
        raise Problems(_problem(error, told)) from error
    return sealed(made.getvalue(), listed.made_at.astimezone(UTC))


def _opened(template: bytes) -> Any:
    """Open a template. Raises Problems where it is none."""
    missing: type[Exception] = import_module("docx.opc.exceptions").PackageNotFoundError
    try:
        filling = import_module("docxtpl").DocxTemplate(io.BytesIO(template))
        filling.init_docx()
    except (
        missing,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        SyntaxError,
    ) as error:  # lxml's is a SyntaxError
        what = say("The template is no Word document")
        raise Problems(Problem(what, say("Save it in Word as a document (.docx)"))) from error
    return filling


def _problem(error: Exception, told: dict[str, Any]) -> Problem:
    """Say what is wrong with a template, near which words of it."""
    found = NO_NAME.search(str(error))
    if found:
        names = {*told, *told["labels"], *ROW_NAMES, *PARTNER_NAMES}
        return unknown_name(found[1] or found[2], sorted(names))
    near = " ".join("".join(getattr(error, "docx_context", ())).split())[:200]
    what = say("The template cannot be filled in: {why}", why=str(error)[:200])
    if near:
        what = say("The template cannot be filled in near “{near}”: {why}", near=near, why=str(error)[:200])
    return Problem(
        what, say("Look for a brace or a tag that is not closed; see docs/how-to/own-word-template.md")
    )


def context(listed: FunderList) -> dict[str, Any]:
    """Return what a template may name: words in the list's language, and nothing but words, numbers and lists."""
    language = listed.language
    return {
        "title": shown(title_of(listed), language),
        "round": listed.round_title,
        "call": listed.call_title,
        "call_key": listed.call_key,
        "institution": listed.institution,
        "approved": listed.approved,
        "cap": word(listed.cap, language),
        "made": shown(listed.made_at.replace(microsecond=0), language),
        "day": shown(listed.made_at.date(), language),
        "call_version": listed.call_version,
        "call_sha256": listed.call_sha256,
        "decision_sha256": listed.decision_sha256,
        "facts": [
            {"name": shown(name, language), "value": shown(value, language)} for name, value in facts(listed)
        ],
        "labels": {column.key: column.label.in_(language) for column in COLUMNS},
        "rows": [_row(row, listed) for row in listed.rows],
    }


def _row(row: ListRow, listed: FunderList) -> dict[str, Any]:
    language = listed.language
    internal = listed.variant == "internal"
    told: dict[str, Any] = {
        column.key: word(column.value(row, language), language)
        for column in COLUMNS
        if not column.of_partner and (column.to_funder or internal)
    }
    partners = [
        {
            column.key: word(of_partner(partner, column.key, language), language)
            for column in COLUMNS
            if column.of_partner
        }
        for partner in row.partners or ()
    ]
    lines = "\n\n".join(partner_line(partner, language) for partner in row.partners or ())
    notes = (
        [
            {"name": column.label.in_(language), "value": told[column.key]}
            for column in COLUMNS
            if not column.to_funder
        ]
        if internal
        else []
    )
    return told | {"partners": partners, "partner_lines": lines or word(row.partners, language), "notes": notes,
                   "people": people(row, language), "money": money(row, language)}  # fmt: skip


ROW_NAMES = (
    *(c.key for c in COLUMNS if not c.of_partner),
    "partners",
    "partner_lines",
    "people",
    "money",
    "notes",
)
PARTNER_NAMES = tuple(c.key for c in COLUMNS if c.of_partner)
