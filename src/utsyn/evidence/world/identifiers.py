"""Numbers and identifiers of the synthetic world: of the right form, with right check digits, and in ranges where no real one is."""

from collections.abc import Iterable

WORK, AUTHOR, ORGANISATION, JOURNAL = 90_000_000_000, 95_000_000_000, 91_000_000_000, 92_000_000_000
OTHER_AUTHOR = 2_000_000_000  # how far the second number of a person is from the first
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32
HOME_UNIVERSITY = "The Invented University"


def ror(number: int) -> str:
    """Return a ROR id with its check digits; those of real organisations begin with 00 to 05, these with 0z."""
    body, rest = "", number
    for _ in range(5):
        rest, digit = divmod(rest, 32)
        body = LETTERS[digit] + body
    value = 31 * 32**5 + number
    return f"0z{body}{98 - value * 100 % 97:02}"


def rors(numbers: Iterable[int]) -> list[str]:
    """Return the ROR ids of many."""
    return [ror(number) for number in numbers]


def orcid(number: int) -> str:
    """Return an ORCID iD with its check digit; no real one begins with 9999."""
    digits = f"9999{number:011}"
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    whole = digits + ("X" if check == 10 else str(check))
    return "-".join(whole[at : at + 4] for at in range(0, 16, 4))
