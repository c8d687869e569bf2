"""Style sheets and scripts under addresses that change when they do, so that browsers may keep them."""

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class Stamped(StaticFilesStorage):
    """Adds the first letters of a file's hash to its address: `/static/utsyn.css?v=1a2b3c4d`."""

    def url(self, name: str | None) -> str:
        """Return the address of a static file, with its stamp where the file is found."""
        return _address(self.base_url or "", name or "")


@cache
def _address(base: str, name: str) -> str:
    stamp = _stamp(name)
    return urljoin(base, name) + (f"?v={stamp}" if stamp else "")


def _stamp(name: str) -> str:
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:8] if path else ""
