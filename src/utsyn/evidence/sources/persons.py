"""Names of organisations that are persons: a sole trader's name is personal data, and is not kept.

What looks like a person: activity PRC, OTH or unknown; two to four words of letters alone; and none that companies, associations or public
bodies bear (data/evidence/organisation_words.yaml). That withholds the names of some companies too, which is the side to err on: the PIC
remains, and the register of organisations has the names of those that it knows. A person who puts a trade or a legal form beside her name
(MARIA EXAMPLE CONSULTING) is not seen.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from utsyn.documents import read

FILE = Path(__file__).parents[2] / "data" / "evidence" / "organisation_words.yaml"
MAYBE = frozenset({"PRC", "OTH", ""})


class Words(NamedTuple):
    """Whole words, and how words begin, that no person is called."""

    words: frozenset[str]
    beginnings: tuple[str, ...]


@cache
def words() -> Words:
    """Read the shipped words, once."""
    told: dict[str, Any] = read(FILE).data
    return Words(frozenset(told["words"].split()), tuple(told["beginnings"].split()))


def looks_like_a_person(name: str, *, activity: str) -> bool:
    """Whether a name may be that of a person."""
    if activity not in MAYBE or not re.fullmatch(r"[^\W\d_]([^\W\d_]|[ ,.'’-])+", name):
        return False
    said = [_bare(word) for word in re.split(r"[ ,]+", name.strip()) if word]
    known = words()
    return 2 <= len(said) <= 4 and not any(
        word in known.words or word.startswith(known.beginnings) for word in said
    )


def _bare(word: str) -> str:
    """Return a word in small letters without accents and dots: S.R.L. is srl."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if letter.isalpha())
