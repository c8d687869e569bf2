"""Shares in whole parts: division that comes out the same on every engine, and the part of a work that an affiliation has.

Engines divide whole numbers differently, or only as floats. Here the remainder is taken away first: then the quotient is a whole number,
and so small (below 2**50) that a float holds it exactly. Each function has its twin in plain Python beside it.
"""

from typing import TYPE_CHECKING, Any

from utsyn.evidence.tables import SHARE

if TYPE_CHECKING:
    import ibis.expr.types as ir

MILLION = 10**6  # parts of a mean: what is divided by a mean is kept in millionths
STEP = 2**20  # SHARE is two steps: a product of a step and a share stays within 64 bits


def whole(a: "ir.IntegerValue", b: "ir.IntegerValue | int") -> "ir.IntegerValue":
    """Return floor(a / b) for 0 <= a < 2**63, b > 0 and a quotient below 2**50."""
    return ((a - a % b) / b).round().cast("int64")


def small(a: "ir.IntegerValue", b: int) -> "ir.IntegerValue":
    """Return floor(a / b), of negative numbers too, where all are below 2**53: then a float's quotient falls on no other side."""
    return (a // b).cast("int64")


def parts(a: "ir.IntegerValue", b: "ir.IntegerValue") -> "ir.IntegerValue":
    """Return a / b in whole parts of SHARE, floored, for 0 <= a <= b < 2**43: by long division in two steps."""
    high = a * STEP
    return whole(high, b) * STEP + whole(high % b * STEP, b)


def plain_parts(a: int, b: int) -> int:
    """Return the same."""
    return SHARE * a // b


def weighted(share: "ir.IntegerValue", weight: "ir.IntegerValue") -> "ir.IntegerValue":
    """Return share x weight, both in parts of SHARE, floored."""
    high, low = whole(weight, STEP), weight % STEP
    return whole(share * high + whole(share * low, STEP), STEP)


def plain_weighted(share: int, weight: int) -> int:
    """Return the same."""
    return share * weight // SHARE


def author_share(authors: "ir.IntegerValue", affiliations: "ir.IntegerValue") -> "ir.IntegerValue":
    """Return the part of a work that an affiliation of an author has: what is left over by flooring is nobody's."""
    import ibis

    whole_work: Any = ibis.literal(SHARE, "int64")
    return whole(whole_work, authors * affiliations)


def plain_author_share(authors: int, affiliations: int) -> int:
    """Return the same."""
    return SHARE // (authors * affiliations)
