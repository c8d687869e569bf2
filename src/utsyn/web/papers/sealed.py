"""Zips of which the same contents give the same bytes: one moment in every entry, no trace of the machine."""

import io
import re
import zipfile
from datetime import datetime

MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
FIRST = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier moment


def entry(name: str, at: datetime, *, packed: bool = True) -> zipfile.ZipInfo:
    """Return the header of an entry, dated `at`, as if made on one and the same machine."""
    made = zipfile.ZipInfo(name, date_time=max(FIRST, at.timetuple()[:6]))
    made.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    made.create_system, made.external_attr = 3, 0o644 << 16
    return made


def sealed(office: bytes, at: datetime) -> bytes:
    """Return an office document (xlsx, docx) with `at` as the only moment in it."""
    moment = at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = MODIFIED.sub(rb"\g<1>" + moment + rb"\2", content)
            new.writestr(entry(name, at), content)
    return made.getvalue()
