"""What is written in a cell, as words, amounts, days and countries; or why it cannot be told."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import cache

from utsyn.organisations.countries import ALSO_CALLED, Places, names
from utsyn.problems import Unfit
from utsyn.text import LANGUAGES, say

BLANKS = re.compile(r"[\s\u00a0\u202f\u2009']+")
CURRENCY = re.compile(r"\b(NOK|EUR|USD|GBP|SEK|DKK|CAD)\b|(€)", re.IGNORECASE)
MILLIONS = re.compile(r"(mill\.?|millioner|millionar|million|mnok)$", re.IGNORECASE)
GROUPED = re.compile(
    r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+(?:(?!\1)[.,]\d{1,2})?|\d{1,3}([.,])\d{3}(?!\2)[.,]\d{1,2}"
)
DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
SERIALS = range(20_000, 80_000)  # 1954 to 2119, counted in days


@cache
def _said() -> tuple[frozenset[str], frozenset[str]]:
    unknown = {say("not known").in_(code) for code in LANGUAGES}
    none = {say("none").in_(code) for code in LANGUAGES}
    also = {"ikke kjent", "ikkje kjent", "ukjent", "ukjend", "not known", "unknown"}
    return frozenset(unknown | also), frozenset(none | {"ingen", "none"})


def is_unknown(words: str) -> bool:
    """Tell whether a cell says that nobody knows."""
    return words.strip().casefold() in _said()[0]


def is_none(words: str) -> bool:
    """Tell whether a cell says that there are none."""
    return words.strip().casefold() in _said()[1]


def words(value: object) -> str:
    """Return what a cell says as text, a whole number without decimals; "" where it says nothing or not known."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and not any((value.hour, value.minute, value.second)):
        return value.date().isoformat()
    told = value.isoformat() if isinstance(value, (date, datetime)) else str(value)
    return "" if is_unknown(told) else told.strip()


def amount(value: object) -> tuple[Decimal | None, str | None]:
    """Return an amount, and its currency where it is written with it. Raises Unfit rather than round or guess."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _exact(Decimal(repr(value))), None
    told = words(value)
    if not told:
        return None, None
    found = CURRENCY.search(told)
    currency = ("EUR" if found[2] else found[1].upper()) if found else None
    bare = BLANKS.sub(
        "", re.sub(r"\bkr\b\.?|kroner|,-$", "", CURRENCY.sub("", told), flags=re.IGNORECASE)
    ).strip()
    times = MILLIONS.search(bare)
    if times:
        currency = currency or ("NOK" if times[0].casefold() == "mnok" else None)
        return _exact(_number(bare[: times.start()], millions=True) * 1_000_000), currency
    return _exact(_number(bare)), currency


def _number(bare: str, *, millions: bool = False) -> Decimal:
    if GROUPED.fullmatch(bare):
        last = max(bare.rfind("."), bare.rfind(","))
        whole, cents = (bare, "") if len(bare) - last == 4 else (bare[:last], bare[last + 1 :])
        return Decimal(re.sub("[.,]", "", whole) + (f".{cents}" if cents else ""))
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", bare) and not millions:
        raise Unfit(say("Write it without thousands separators, and decimals with two digits: 1500 or 1.50"))
    try:
        if re.fullmatch(r"\d+([.,]\d+)?", bare):
            return Decimal(bare.replace(",", "."))
    except InvalidOperation:  # more digits than any amount has
        pass
    raise Unfit(say("Write a number in digits, such as 1500000 or 0.20"))


def _exact(number: Decimal) -> Decimal:
    if not 0 <= number < 10**13 or number != number.quantize(Decimal("0.01")):
        raise Unfit(say("Write an amount of at least 0 with at most two decimals"))
    return number


def day(value: object, *, since_1904: bool) -> date | None:
    """Return a day. Raises Unfit where it cannot be told which is meant."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and int(value) in SERIALS:
        return (
            date(1904, 1, 1) + timedelta(int(value))
            if since_1904
            else date(1899, 12, 30) + timedelta(int(value))
        )
    told = words(value)
    if not told:
        return None
    try:
        if found := DAY_MONTH_YEAR.fullmatch(told):
            first, second, year = map(int, found.groups())
            if "/" not in told or first > 12 or first == second:
                return date(year, second, first)
        elif re.fullmatch(r"\d{4}-\d\d-\d\d", told[:10]):
            return date.fromisoformat(told[:10])
    except ValueError:
        pass
    raise Unfit(say("Write a date that exists as year-month-day: 2022-03-16"))


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[-–.,]", " ", name).casefold().split())


@cache
def _codes() -> Mapping[str, str]:
    named = {_plain(name): code for language in LANGUAGES for code, name in names(language).items()}
    return {**named, **{_plain(name): code for name, code in ALSO_CALLED.items()}}


def country(written: str) -> str | None:
    """Return the code of a country that is named in nb, nn or en, or by its code. Raises Unfit with the nearest."""
    told = words(written)
    if not told:
        return None
    if (found := re.search(r"\(([A-Z]{2})\)$|^([A-Z]{2})$", told)) and (found[1] or found[2]) in names("en"):
        return found[1] or found[2]
    asked = _plain(told)
    if asked in _codes():
        return _codes()[asked]
    if near := get_close_matches(asked, _codes(), n=1, cutoff=0.75):
        raise Unfit(say("Did you mean {country}?", country=Places((_codes()[near[0]],))), written=told)
    raise Unfit(say("Write the country’s name or its two-letter code, such as Brazil or BR"), written=told)


def countries(written: str) -> list[str]:
    """Divide what names several countries in one line; leave alone what does not."""
    parts = [part.strip() for part in re.split(r"[,;/]| og | and ", written) if part.strip()]
    known = [part for part in parts if _plain(part) in _codes() or re.fullmatch("[A-Z]{2}", part)]
    whole = _plain(written) in _codes() or re.search(r"\([A-Z]{2}\)$", written)
    return parts if len(parts) > 1 and len(known) == len(parts) and not whole else [written]
