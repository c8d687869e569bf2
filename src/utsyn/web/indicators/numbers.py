"""Numbers as people type them: with a decimal comma in Norwegian, with a point in English; never guessed at."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from utsyn.problems import Problem, Problems
from utsyn.text import Said, say

SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
PLAIN = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)
THOUSANDS = re.compile(r"-?\d{1,3}( \d{3})+([.,]\d+)?", re.ASCII)
TWO_WAYS = re.compile(r"-?\d{1,3}[.,]\d{3}", re.ASCII)
DIGITS = say("Write a number in digits, such as 1500000 or 0.20")
DIGITS_COMMA = say("Write a number in digits, such as 1500000 or 0,20")
UNMARKED = say("This can be read in two ways: write it without a separator of thousands")


def plain(written: Any) -> Decimal | None:
    """Return a number as a program gives it: a Decimal, a whole number, or digits with a point. Raises Problems."""
    if written is None or written == "":
        return None
    if isinstance(written, (Decimal, int)) and not isinstance(written, bool) and Decimal(written).is_finite():
        return Decimal(written)
    if isinstance(written, str) and PLAIN.fullmatch(written):
        return Decimal(written)
    raise _unusable(str(written), DIGITS)


def typed(written: str, *, language: str, share: bool = False) -> Decimal | None:
    """Read a number as people type it in a language; None where nothing is typed. Raises Problems.

    Spaces part thousands in every language. 1.234 and 1,234 can each be read in two ways, unless the part before
    is 0: they are refused. Where a `share` is asked for, 49,5 % is 0.495.
    """
    bare = SPACES.sub(" ", written.strip()).replace("−", "-")
    if not bare:
        return None
    cent = share and bare.endswith("%")
    bare = bare.removesuffix("%").rstrip() if cent else bare
    if " " in bare and not THOUSANDS.fullmatch(bare):
        raise _unusable(written, UNMARKED if re.fullmatch(r"[-\d ]+([.,]\d+)?", bare) else _digits(language))
    spaced, bare = " " in bare, bare.replace(" ", "")
    if TWO_WAYS.fullmatch(bare) and not spaced and bare.lstrip("-")[0] != "0":
        raise _unusable(written, UNMARKED)
    for thousands, point in ((".", ","), (",", ".")):
        mark, end = re.escape(thousands), re.escape(point)
        if re.fullmatch(
            rf"-?\d{{1,3}}({mark}\d{{3}}){{2,}}({end}\d+)?|-?\d{{1,3}}{mark}\d{{3}}{end}\d+", bare
        ):
            bare = bare.replace(thousands, "")
    try:
        found = plain(bare.replace(",", ".") if bare.count(",") + bare.count(".") <= 1 else bare)
    except (Problems, InvalidOperation):
        raise _unusable(written, _digits(language)) from None
    return found.scaleb(-2) if cent and found is not None else found


def _digits(language: str) -> Said:
    return DIGITS if language == "en" else DIGITS_COMMA


def _unusable(written: str, mend: Said) -> Problems:
    return Problems(Problem(say("“{written}” cannot be used", written=written[:80]), mend))
