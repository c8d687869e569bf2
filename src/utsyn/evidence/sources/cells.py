"""What stands in a cell, as people and registers write it: amounts, whole numbers, days, countries, identifiers. Nothing written is None."""

import re
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import cache

from utsyn.evidence.table import CENT
from utsyn.organisations.countries import names
from utsyn.problems import DAY, Unfit
from utsyn.text import say

NOTHING = frozenset({"", "-", "–", "n/a", "N/A", "null", "NULL"})
EU_CODES = {"EL": "GR", "UK": "GB"}  # how the Union writes two countries
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, of ROR ids
AMOUNT = say(
    "Write it with a decimal point and without thousands separators: 1500000.50"
)  # as in utsyn.problems
WHOLE = say("Write a whole number in digits, such as 3")
UNCLEAR_DAY = say("Write the year first or a dot between: 2024-12-31 or 31.12.2024")


def text(written: str) -> str | None:
    """Return what is written, blanks made one."""
    said = " ".join(written.split())
    return None if said in NOTHING else said


def number(written: str) -> Decimal | None:
    """Return a number with a decimal point or comma. Refuses 1,234: it may be a thousand or a fraction."""
    if (said := text(written)) is None:
        return None
    bare = said.replace(" ", "")
    if not re.fullmatch(r"-?\d+([.,]\d+)?", bare) or (
        " " in said and not re.match(r"-?\d{1,3}( \d{3})+\b", said)
    ):
        raise Unfit(AMOUNT)
    if re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", bare):
        raise Unfit(
            say(
                "A thousand or a fraction? Write {one} or {other}",
                one=bare.replace(",", ""),
                other=bare.replace(",", "."),
            )
        )
    return Decimal(bare.replace(",", "."))


def cents(written: str) -> int | None:
    """Return an amount in hundredths, rounded half to even."""
    found = number(written)
    try:
        return None if found is None else int((found * CENT).quantize(Decimal(1), ROUND_HALF_EVEN))
    except InvalidOperation as error:  # of more than 26 figures
        raise Unfit(AMOUNT) from error


def whole(written: str) -> int | None:
    """Return a whole number, also one that a spreadsheet wrote as 3,0."""
    try:
        found = number(written)
    except Unfit as error:
        raise Unfit(WHOLE) from error
    if found is not None and found != found.to_integral_value():
        raise Unfit(WHOLE)
    return None if found is None else int(found)


def count(written: str) -> int | None:
    """Return how many: a whole number that is not negative."""
    found = whole(written)
    if found is not None and found < 0:
        raise Unfit(WHOLE)
    return found


def day(written: str) -> date | None:
    """Return a day written 2024-12-31 or 31.12.2024, a time after it left out. Refuses what two readers may read as two days."""
    if (said := text(written)) is None:
        return None
    if found := re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)([T ].*)?", said):
        parts = (found[1], found[2], found[3])
    elif found := re.fullmatch(r"(\d\d?)\. ?(\d\d?)\. ?(\d{4})( \d\d.\d\d.*)?", said):
        parts = (found[3], found[2], found[1])
    else:
        raise Unfit(UNCLEAR_DAY if re.search(r"\d", said) else DAY)
    try:
        return date(*map(int, parts))
    except ValueError as error:
        raise Unfit(DAY) from error


def year(written: str) -> int | None:
    """Return a year, or that of a day."""
    if re.fullmatch(r"\d{4}([.,]0+)?", written.strip()):
        found = int(written.strip()[:4])
    elif (told := day(written)) is None:
        return None
    else:
        found = told.year
    if not 1900 <= found <= 2200:
        raise Unfit(say("Write a year from 1900 to 2200"))
    return found


def country(written: str) -> str | None:
    """Return the ISO code of a country, of Greece and the United Kingdom too. Refuses a code that no country has."""
    if (said := text(written)) is None:
        return None
    code = EU_CODES.get(said.upper(), said.upper())
    if code not in names("en"):
        raise Unfit(say("Write the country's two-letter ISO code in capitals, such as NO or BR"))
    return code


def ror(written: str) -> str | None:
    """Return the nine characters of a ROR id, whose check digits are right."""
    if (said := text(written)) is None:
        return None
    bare = said.lower().removeprefix("https://").removeprefix("http://").removeprefix("ror.org/").rstrip("/")
    if not _is_ror(bare):
        raise Unfit(say("Write the nine characters of a ROR id, such as 03zga2b32"))
    return bare


@cache
def _is_ror(bare: str) -> bool:
    if not re.fullmatch(rf"0[{LETTERS}]{{6}}\d\d", bare):
        return False
    value = 0
    for letter in bare[:7]:
        value = value * 32 + LETTERS.index(letter)
    return 98 - value * 100 % 97 == int(bare[7:])


def orcid(written: str) -> str | None:
    """Return an ORCID iD, whose check digit is right."""
    if (said := text(written)) is None:
        return None
    bare = (
        said.upper()
        .removeprefix("HTTPS://")
        .removeprefix("HTTP://")
        .removeprefix("ORCID.ORG/")
        .replace("-", "")
    )
    if not re.fullmatch(r"\d{15}[\dX]", bare) or _check(bare[:15]) != bare[15]:
        raise Unfit(say("Write an ORCID iD with all its sixteen characters, such as 0000-0002-1825-0097"))
    return "-".join(bare[at : at + 4] for at in range(0, 16, 4))


def _check(digits: str) -> str:
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    found = (12 - total % 11) % 11
    return "X" if found == 10 else str(found)


def numbered(letter: str, written: str) -> int | None:
    """Return OpenAlex's number of an author (A) or an institution (I), with or without the letter and the address."""
    if (said := text(written)) is None:
        return None
    bare = said.rsplit("/", 1)[-1].upper().removeprefix(letter)
    if not re.fullmatch(r"[1-9]\d{0,17}", bare):
        raise Unfit(say("Write OpenAlex’s identifier, such as {letter}5012345678", letter=letter))
    return int(bare)


def author(written: str) -> int | None:
    """Return the number of an author."""
    return numbered("A", written)


def institution(written: str) -> int | None:
    """Return the number of an institution."""
    return numbered("I", written)


def journal(written: str) -> int | None:
    """Return the number of a journal."""
    return numbered("S", written)


def pic(written: str) -> str | None:
    """Return a participant identification code: nine digits."""
    if (said := text(written)) is None:
        return None
    if not re.fullmatch(r"\d{9}", said):
        raise Unfit(say("Write the nine digits of the PIC"))
    return said


def erasmus_code(written: str) -> str | None:
    """Return an Erasmus code with its blanks made one: its country is padded to three characters, and seldom by everybody."""
    said = text(written)
    return None if said is None else said.upper()
