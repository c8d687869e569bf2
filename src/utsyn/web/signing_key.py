"""The key that signs cookies and forms, made once and kept where only its owner can read it."""

import os
import secrets
from pathlib import Path

NAME = "secret-key"


def signing_key(folder: Path) -> str:
    """Return the key kept in `folder`, and make it first if there is none. Raises OSError."""
    path = folder / NAME
    folder.mkdir(parents=True, exist_ok=True)
    try:
        # O_EXCL: of two processes that start at once, one writes and both read the same key
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _kept(path)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return _kept(path)


def _kept(path: Path) -> str:
    key = path.read_text().strip()
    if len(key) < 50:
        raise ValueError(f"{path} holds no whole key; delete it, and a new one is made")
    return key
