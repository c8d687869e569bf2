"""Where the records lie: one SQLite file beside the program, or the PostgreSQL that UTSYN_DATABASE_URL names."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

HERE = Path(__file__).resolve().parent
FORMS = "postgresql://USER:PASSWORD@HOST:PORT/NAME, postgresql:///NAME?host=FOLDER_OF_SOCKET, sqlite:////FILE"

# Django's defaults lose most transactions to "database is locked" as soon as eight people write; with these
# three, writers queue for up to 20 seconds and none is lost (tests/web/test_database.py).
SQLITE = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
}


class DatabaseUrlError(ImproperlyConfigured):
    """UTSYN_DATABASE_URL names no database; the message says which part, and never the password."""


def folder() -> Path:
    """Return the folder for what this installation writes: UTSYN_VAR, else var/ where it was started."""
    return Path(os.environ.get("UTSYN_VAR") or "var").resolve()


def databases() -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES for this environment."""
    return {"default": database(os.environ.get("UTSYN_DATABASE_URL"), folder=folder())}


def database(url: str | None, *, folder: Path) -> dict[str, Any]:
    """Return Django's settings for the database at `url`; without one, for a file in `folder`.

    Raises DatabaseUrlError.
    """
    if not url:
        return _sqlite(folder / "utsyn.sqlite3")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # What Python says of it may quote a part of the password.
        how = "write %2F %3A %40 for / : @ in a password, and digits for a port"
        raise DatabaseUrlError(f"UTSYN_DATABASE_URL cannot be read; {how}: {FORMS}") from None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in ("postgresql", "postgres", "sqlite"):
        begins = parts.scheme or "nothing"
        raise DatabaseUrlError(f"UTSYN_DATABASE_URL starts with {begins!r}; use one of {FORMS}")
    if not name:
        raise DatabaseUrlError(f"UTSYN_DATABASE_URL names no database after the last /; use one of {FORMS}")
    if parts.scheme == "sqlite":
        return _sqlite(Path(name))
    return _postgresql(parts, name=name, port=port)


def _sqlite(file: Path) -> dict[str, Any]:
    file.parent.mkdir(parents=True, exist_ok=True)
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": dict(SQLITE)}


def _postgresql(parts: SplitResult, *, name: str, port: int | None) -> dict[str, Any]:
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # libpq takes a folder for the host of a socket, which a URL can carry only as an option
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(port or "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
