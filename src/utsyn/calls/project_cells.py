"""What a cell tells: amounts, days, years, countries and words as people write them, or how to mend what they wrote."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import NamedTuple

from utsyn.calls.project_columns import KRONER
from utsyn.calls.project_search import folded
from utsyn.calls.projects import FIRST_YEAR, LARGEST, LAST_YEAR, PlayedRole, Status
from utsyn.organisations.countries import ALSO_CALLED, names
from utsyn.problems import Unfit
from utsyn.text import LANGUAGES, say

Cell = str | int | float | bool | Decimal | date | datetime | None
SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
EMPTY = frozenset(["", "-", "–", "—", "n/a", "ukjent", "ukjend", "unknown", "null", "none", "?"])
CENT = Decimal("0.01")
SERIAL_ZERO, FIRST_SERIAL, LAST_SERIAL = date(1899, 12, 30), 32_874, 73_415  # 1990-01-01 to 2100-12-31
MONEY = re.compile(
    r"(?P<before>[a-z]{2,6}\.?)?\s*(?P<number>[-−]?[\d\s.,]*\d)(,-|,–)?\s*(?P<after>[a-z]{2,6}\.?)?"
)
DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
STATUSES: Mapping[Status, str] = {
    Status.SUBMITTED: "submitted, received, innsendt, mottatt, motteke, sendt, søknad, under behandling, pending, in process",
    Status.GRANTED: "granted, awarded, funded, approved, innvilget, innvilga, bevilget, bevilga, tildelt, tildelt støtte, "
    "støttet, godkjent, prosjekt, project, løpende, løpande, avsluttet, avslutta, running, ongoing, completed, active, aktiv",
    Status.REDUCED: "granted reduced, granted reduced amount, reduced, delvis innvilget, innvilget redusert, redusert, "
    "innvilget redusert beløp, partly granted, partially granted, delvis innvilga",
    Status.CONDITIONAL: "granted conditional, granted on conditions, conditional, innvilget med vilkår, betinget, "
    "innvilget på vilkår, innvilga på vilkår, granted with conditions",
    Status.REFUSED: "refused, rejected, declined, not funded, not granted, unsuccessful, avslag, avslått, avvist, ikke innvilget, "
    "ikkje innvilga, avslege, ikke bevilget, ikke tildelt",
    Status.WAITING: "waiting, waiting list, on the waiting list, reserve list, reserve, venteliste, på venteliste, reserveliste",
    Status.WITHDRAWN: "withdrawn, retracted, trukket, trekt, trukket av søker",
}
ROLES: Mapping[PlayedRole, str] = {
    PlayedRole.COORDINATOR: "coordinator, koordinator, project owner, prosjekteier, lead, leder",
    PlayedRole.PARTNER: "partner, deltaker, deltakar, participant",
    PlayedRole.HOST: "host, vert, vertsinstitusjon, host institution",
}


class Amount(NamedTuple):
    """An amount, and the currency where it is written beside it."""

    value: Decimal
    currency: str = ""


def empty(cell: Cell) -> bool:
    """Tell whether a cell tells nothing: blank, a dash, or the word for it."""
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in EMPTY)


def words(cell: Cell) -> str:
    """Return a cell as words on one line; whole numbers without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]", " ", str(cell)).split())


def amount(cell: Cell, *, factor: Decimal = Decimal(1)) -> Amount:
    """Read an amount: `NOK 1 200 000`, `1.200.000,50`, `2,5`. Raises Unfit where it can be read in two ways, or is none."""
    if isinstance(cell, (bool, date)):
        raise Unfit(say("Write the amount in digits: 1200000"), written=words(cell))
    if isinstance(cell, (int, float, Decimal)):
        return Amount(_sum(Decimal(str(cell)) * factor, words(cell)))
    found = MONEY.fullmatch(SPACES.sub(" ", words(cell).casefold()).strip())
    written = words(cell)
    if not found or (found["before"] and found["after"]):
        raise Unfit(
            say("Write the amount in digits, with its currency if you like: NOK 1200000"),
            written=written[:80],
        )
    named = (found["before"] or found["after"] or "").rstrip(".")
    currency = KRONER.get(named, named.upper())
    if named and len(currency) != 3:
        raise Unfit(
            say("Write the amount in digits, with its currency if you like: NOK 1200000"),
            written=written[:80],
        )
    return Amount(_sum(_number(found["number"], written) * factor, written), currency)


def _number(written: str, whole: str) -> Decimal:
    plain = SPACES.sub(" ", written.strip()).replace("−", "-")
    bare = plain.replace(" ", "")
    parted = " " in plain and not re.fullmatch(r"-?\d{1,3}( \d{3})+([.,]\d+)?", plain)
    if parted or re.fullmatch(r"-?\d+[.,]\d{3}", bare):
        raise Unfit(
            say("This can be read in two ways: write it without a separator of thousands"), written=whole[:80]
        )
    for thousands, point in ((".", ","), (",", ".")):
        mark, end = re.escape(thousands), re.escape(point)
        if re.fullmatch(rf"-?\d{{1,3}}({mark}\d{{3}})+({end}\d+)?", bare):
            bare = bare.replace(thousands, "")
    try:
        return Decimal(bare.replace(",", "."))
    except InvalidOperation:
        raise Unfit(say("Write the amount in digits: 1200000"), written=whole[:80]) from None


def _sum(value: Decimal, written: str) -> Decimal:
    if not value.is_finite():
        raise Unfit(say("Write the amount in digits: 1200000"), written=written[:80])
    if value < 0:
        raise Unfit(
            say("An amount cannot be below zero; leave it blank if it is not known"), written=written[:80]
        )
    if value > LARGEST:
        raise Unfit(say("Write an amount of at most {most}", most=LARGEST), written=written[:80])
    if value != value.quantize(CENT):
        raise Unfit(say("Write at most two decimals"), written=written[:80])
    return value.quantize(CENT)


def day(cell: Cell) -> date:
    """Read a day: a date, 2022-03-16, 16.03.2022, or the number by which a spreadsheet counts days. Raises Unfit."""
    mend = say(
        "Write a day as 2022-03-16, between the years {first} and {last}",
        first=str(FIRST_YEAR),
        last=str(LAST_YEAR),
    )
    written = words(cell)
    found: date | None = None
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        serial = FIRST_SERIAL <= cell <= LAST_SERIAL
        found = SERIAL_ZERO + timedelta(days=int(cell)) if serial else None
    else:
        found = _day(written)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unfit(mend, written=written[:80])
    return found


def _day(written: str) -> date | None:
    try:
        if dotted := DOTTED.fullmatch(written):
            return date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
        return date.fromisoformat(re.sub(r"[T ]\d\d:\d\d.*$", "", written))
    except ValueError:
        return None


def year(cell: Cell) -> int:
    """Read a year. Raises Unfit for one before 1990 or after 2100, and for what is none."""
    if isinstance(cell, date):
        return day(cell).year
    written = words(cell)
    if re.fullmatch(r"\d{4}", written, re.ASCII) and FIRST_YEAR <= int(written) <= LAST_YEAR:
        return int(written)
    mend = say("Write a year between {first} and {last}", first=str(FIRST_YEAR), last=str(LAST_YEAR))
    raise Unfit(mend, written=written[:80])


def status(cell: Cell) -> Status:
    """Read how an application went. Raises Unfit for a word that is not known."""
    found = _statuses().get(_bare(cell))
    if found is None:
        known = "innvilget, avslag, venteliste, trukket; granted, refused, waiting list, withdrawn"
        raise Unfit(say("Write one of: {names}", names=known), written=words(cell)[:80])
    return found


def role(cell: Cell) -> PlayedRole:
    """Read what the institution is in the project. Raises Unfit for a word that is not known."""
    found = {word.strip(): role for role, many in ROLES.items() for word in many.split(",")}.get(_bare(cell))
    if found is None:
        raise Unfit(
            say("Write one of: {names}", names="coordinator, partner, host"), written=words(cell)[:80]
        )
    return found


def countries(cell: Cell) -> tuple[str, ...]:
    """Read countries, by code or by name in nb, nn or en, with commas between. Raises Unfit naming the one not known."""
    return _named(words(cell))


@lru_cache(2_000)
def _named(written: str) -> tuple[str, ...]:
    known, found = _countries(), list[str]()
    for part in re.split(r"[,;/|\n]| og | and ", written):
        if not (name := part.strip(" .")):
            continue
        code = known.get(folded(name))
        if code is None:
            raise Unfit(
                say("Write countries by name or two-letter code, with commas between"), written=name[:80]
            )
        found.append(code)
    return tuple(sorted(set(found)))


def several(cell: Cell) -> tuple[str, ...]:
    """Read names, with semicolons between; names hold commas."""
    return tuple(dict.fromkeys(name for part in re.split(r"[;|\n]", words(cell)) if (name := part.strip())))


def _bare(cell: Cell) -> str:
    return " ".join(re.sub(r"[^\w]|_", " ", words(cell).casefold()).split())


@cache
def _statuses() -> Mapping[str, Status]:
    return {word.strip(): status for status, many in STATUSES.items() for word in many.split(",")}


@cache
def _countries() -> Mapping[str, str]:
    named = {folded(name): code for language in LANGUAGES for code, name in names(language).items()}
    own: Sequence[tuple[str, str]] = [(folded(code), code) for code in names("en")]
    return {**named, **dict(own), **{folded(name): code for name, code in ALSO_CALLED.items()}}
