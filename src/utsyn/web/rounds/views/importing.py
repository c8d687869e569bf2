"""Reading nominations from a faculty's spreadsheet: choose it, look at what it would give, and only then take it in."""

import csv
import hashlib
import io
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.guards import drain, looks_at_size, size_of
from utsyn.web.languages import language
from utsyn.web.papers.sheet.book import LARGEST
from utsyn.web.papers.sheet.preview import Preview, preview
from utsyn.web.people.access import visible
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, NotYoursError, standing
from utsyn.web.people.units import Named
from utsyn.web.rounds import uploads
from utsyn.web.rounds.actions.importing import import_nominations, may_import
from utsyn.web.rounds.models import Round
from utsyn.web.rounds.named import column_word
from utsyn.web.rounds.taking import Seen, seen
from utsyn.web.rounds.views.room import attempted, now, on_page, round_, show, there, token

MARGIN = 100_000  # bytes of a form around its file
RISKY = ("=", "+", "-", "@", "\t")  # what a spreadsheet would take for a formula


@csrf_exempt  # until it is known who sends and how much: only then is the form read, and guarded, below
@looks_at_size
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the faculty and its spreadsheet; one that is too large is refused before it is read."""
    row = round_(request, key)
    mine = _faculties(request, row)
    if not mine:
        raise NotYoursError(Deed.NOMINATE)
    if (size := size_of(request)) > LARGEST + MARGIN:
        drain(request)
        return _choose(request, row, mine, problems=[_too_large(size)], status=413)
    guarded: Callable[..., HttpResponse] = csrf_protect(_chosen)
    return guarded(request, row, mine)


def _too_large(size: int) -> Problem:
    what = say("The file has {size} bytes; at most {largest} are read", size=size, largest=LARGEST)
    return Problem(what, say("Leave out pictures and what is no nomination, or divide it"), ("file",))


def _chosen(request: HttpRequest, row: Round, mine: Sequence[Named]) -> HttpResponse:
    if request.method != "POST":
        return _choose(request, row, mine)
    file, faculty = request.FILES.get("file"), request.POST.get("faculty", "")
    problems: list[Problem] = []
    if faculty not in {unit.key for unit in mine}:
        problems.append(
            Problem(say("No faculty is chosen"), say("Choose whose nominations these are"), ("faculty",))
        )
    if file is None:
        problems.append(Problem(say("No file is chosen"), say("Choose the faculty’s spreadsheet"), ("file",)))
    elif (file.size or 0) > LARGEST:
        problems.append(_too_large(file.size or 0))
    if problems or file is None:
        return _choose(request, row, mine, problems=problems)
    upload = uploads.Upload(
        file.read(), str(file.name or "")[:200], faculty, request.POST.get("sheet", "")[:100],
        request.POST.get("hidden") == "yes",
    )  # fmt: skip
    try:
        _preview(upload)
    except Problems as error:
        return _choose(request, row, mine, problems=[one._replace(path=("file",)) for one in error.problems])
    return there("import_seen", row.key, uploads.put(upload, row, by=request.user))


def _choose(
    request: HttpRequest,
    row: Round,
    mine: Sequence[Named],
    *,
    problems: Sequence[Problem] = (),
    status: int = 422,
) -> HttpResponse:
    """Show the form; of what was too large nothing is read, so that nothing of it can be shown again."""
    typed = request.POST if status != 413 else {}
    wrong = [(str(one.path[0]), one.said(language())) for one in problems]
    told = {
        **on_page(row, at=now(), user=request.user),
        "faculties": mine,
        "chosen": typed.get("faculty", ""),
        "sheet": typed.get("sheet", ""),
        "hidden": typed.get("hidden", ""),
        "form": {"wrong": wrong},
        "errors": dict(reversed(wrong)),
    }
    return show(request, "import.html", told, status=status if wrong else 200)


def _faculties(request: HttpRequest, row: Round) -> Sequence[Named]:
    """Return the faculties whose nominations the reader may take in."""
    tree = standing(request.user).tree
    below = tree.below(row.unit_id)
    return [
        one
        for one in tree.of_kind(Unit.Kind.FACULTY)
        if one.pk in below and may_import(row, one.pk, by=request.user)
    ]


def _preview(upload: uploads.Upload) -> Preview:
    return preview(upload.content, file=upload.file, sheet=upload.sheet, read_hidden=upload.read_hidden)


def _looked(
    request: HttpRequest, row: Round, sealed: str
) -> tuple[uploads.Upload, Preview, Named, Sequence[Seen]]:
    upload = uploads.kept(sealed, row, by=request.user)
    faculty = next((one for one in _faculties(request, row) if one.key == upload.faculty), None)
    if faculty is None:
        raise NotYoursError(Deed.NOMINATE)
    made = _preview(upload)
    return upload, made, faculty, seen(made, faculty, tree=standing(request.user).tree)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, key: str, sealed: str) -> HttpResponse:
    """Show what a spreadsheet would give and what not; take it in once that is confirmed."""
    row, at = round_(request, key), now()
    upload, made, faculty, rows = _looked(request, row, sealed)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        unit = visible(request.user, Unit).get(pk=faculty.pk)
        sha256 = hashlib.sha256(upload.content).hexdigest()
        taken = [one.taken for one in rows if one.taken]
        _done, problems = attempted(
            lambda: import_nominations(
                row, unit, rows=taken, sha256=sha256, by=request.user, at=at, form=token(request)
            )
        )
        if not problems:
            uploads.forget(sealed)
            response = there("round", key)
            response["Location"] += f"?faculty={faculty.key}#nominations"
            return response
    tree = standing(request.user).tree
    told: dict[str, Any] = {
        **on_page(row, at=at, user=request.user),
        "sealed": sealed,
        "file": upload.file,
        "faculty": faculty,
        "made": made,
        "columns": [(one, column_word(one.field)) for one in made.columns],
        "taken": [
            (one, tree[one.taken.unit].name, [item.mend for item in one.taken.missing])
            for one in rows
            if one.taken
        ],
        "left": [_left(one) for one in rows if one.taken is None],
        "problems": [problem.said(language()) for problem in problems],
    }
    return show(request, "import_seen.html", told, status=422 if problems else 200)


def _left(one: Seen) -> dict[str, Any]:
    """Show a row that would be left out: where it stands, and each thing that is wrong with the cell it is in."""
    told = [
        (str(problem.path[0]) if problem.path else "", problem.said(language())) for problem in one.problems
    ]
    return {"place": one.row.place, "title": one.row.row.title, "told": told}


@login_required
@require_safe
def left_out(request: HttpRequest, key: str, sealed: str) -> HttpResponse:
    """Give the rows that would be left out, with what is wrong and how to mend it, as a file for a spreadsheet."""
    row = round_(request, key)
    _upload, _made, _faculty, rows = _looked(request, row, sealed)
    into = io.StringIO()
    sheet = csv.writer(into, delimiter=";")
    sheet.writerow([_("Cell"), _("Title"), _("What is wrong"), _("How to mend it")])
    for one in rows:
        for problem in one.problems:
            place = str(problem.path[0]) if problem.path else one.row.place
            what, mend = problem.what.in_(language()), problem.mend.in_(language())
            sheet.writerow([_plain(cell) for cell in (place, one.row.row.title, what, mend)])
    response = HttpResponse("\ufeff" + into.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="left-out.csv"'
    return response


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell
