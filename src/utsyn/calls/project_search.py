"""Words as one searches for them: capitals and accents do not matter, and tromso finds Tromsø as tromsø does."""

import re
import unicodedata
from functools import lru_cache

MARKS = re.compile(r"[\u0300-\u036f]")
NORDIC = str.maketrans({"ø": "o", "æ": "ae", "å": "a", "ð": "d", "þ": "th", "ß": "ss", "ł": "l", "đ": "d"})
OWN = str.maketrans({"ä": "æ", "ö": "ø"})  # the same letters, as Swedes write them
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+")
RING = "\ue000"  # stands for å while other letters lose their marks
LONGEST = 100  # characters of a search that are looked at


def folded(words: str) -> str:
    """Return words in small letters without accents; æ, ø and å are letters of their own and stay.

    >>> folded("Café in TROMSØ, Århus")
    'cafe in tromsø, århus'
    """
    kept = unicodedata.normalize("NFC", UNSEEN.sub(" ", words)).casefold().translate(OWN)
    if not kept.isascii():
        bare = MARKS.sub("", unicodedata.normalize("NFD", kept.replace("å", RING)))
        kept = unicodedata.normalize("NFC", bare.replace(RING, "å"))
    return " ".join(kept.split())


@lru_cache(10_000)
def searchable(*words: str) -> str:
    """Return what a search looks in: the words with their own letters, and again as a foreign keyboard writes them.

    >>> searchable("Tromsø", "2022")
    'tromsø 2022 tromso'
    """
    kept = folded(" ".join(filter(None, words)))
    other = [bare for word in dict.fromkeys(kept.split()) if (bare := word.translate(NORDIC)) != word]
    return " ".join([kept, *other])


def sought(written: str) -> tuple[str, ...]:
    """Return the words that all must be found."""
    return tuple(dict.fromkeys(folded(written[:LONGEST]).split()))
