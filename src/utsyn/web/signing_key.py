"""The key that signs cookies and forms, made once and kept where only its owner can read it."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

NAME = "secret-key"


def signing_key(folder: Path) -> str:
    """Return the key kept in `folder`, and make it first if there is none. Raises OSError, ImproperlyConfigured."""
    path = folder / NAME
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _make(path)
    return _kept(path)


def _make(path: Path) -> None:
    """Write a whole key beside its place and link it there: of several that start at once, one wins and all read it."""
    handle, written = tempfile.mkstemp(dir=path.parent, prefix=f".{NAME}-")
    try:
        with os.fdopen(handle, "w") as file:  # mkstemp makes it readable for its owner alone
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(written, path)
    finally:
        Path(written).unlink()


def _kept(path: Path) -> str:
    key = path.read_text().strip()
    if len(key) < 50:
        raise ImproperlyConfigured(f"{path} holds no whole key; delete it, and a new one is made")
    return key
