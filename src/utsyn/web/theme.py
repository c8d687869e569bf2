"""An institution's own look: theme.css in its folder, laid over ours."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from utsyn.home import home

NAME = "theme.css"
LARGEST = 200_000  # bytes


def address() -> str:
    """Return the address of the institution's style sheet, with the stamp of its last change; empty without one."""
    path = _path()
    return f"{reverse('theme')}?v={path.stat().st_mtime_ns:x}" if path else ""


def theme(request: HttpRequest) -> HttpResponse:
    """Serve the institution's style sheet."""
    path = _path()
    if not path or path.stat().st_size > LARGEST:
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _path() -> Path | None:
    own = home()
    return own / NAME if own and (own / NAME).is_file() else None
