"""Names of files that every system can hold, and that lead to no other folder."""

import re
import unicodedata
from collections.abc import Collection

LONGEST = 100  # characters: Windows holds 260 in a whole path
FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)
SUFFIX = re.compile(r"\.\w{1,8}$")


def safe(name: str, *, otherwise: str = "file", longest: int = LONGEST) -> str:
    """Return a name without what leads elsewhere, hides or is reserved; æøå and other scripts are kept.

    >>> safe("../../etc/Søknad: plan?.pdf")
    'Søknad_ plan_.pdf'
    >>> safe("CON.txt"), safe(" ..")
    ('_CON.txt', 'file')
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = (
        char for char in name if unicodedata.category(char)[0] != "C"
    )  # no controls, no turning of the line
    name = FORBIDDEN.sub("_", " ".join("".join(seen).split())).strip(". ")
    found = SUFFIX.search(name)
    stem, suffix = (name[: found.start()], found[0]) if found else (name, "")
    stem = stem[: longest - len(suffix)].rstrip(". ") or otherwise
    return f"_{stem}{suffix}" if RESERVED.fullmatch(stem.split(".")[0].rstrip()) else stem + suffix


def apart(name: str, taken: Collection[str]) -> str:
    """Return the name, numbered where it is taken already; systems that know no capitals are thought of.

    >>> apart("Plan.pdf", {"plan.pdf"})
    'Plan (2).pdf'
    """
    found = SUFFIX.search(name)
    stem, suffix = (name[: found.start()], found[0]) if found else (name, "")
    made, number = name, 1
    while made.casefold() in taken:
        number += 1
        made = f"{stem} ({number}){suffix}"
    return made
