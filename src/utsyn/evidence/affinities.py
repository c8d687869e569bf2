"""How near a partner is to us: affinity, likeness of profiles, strengths that are shared or complementary, and what is still untapped.

All are exact fractions of whole numbers. Works are counted whole, each in its one field; those of which no field is known stand under None
and are in the totals alone. A work by one organisation is in its total too, so that nothing hangs on a diagonal.
"""

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

LEAST = 30  # works of a partner in a field; no share is taken of fewer
Field = int | None


class Output(NamedTuple):
    """Works of a field: together, of the partner in all, of ours in all, and of everybody."""

    joint: int
    theirs: int
    ours: int
    world: int


class Cited(NamedTuple):
    """Works of a partner in a field that are known by citations, and how many of them are among the most cited tenth, in part."""

    top: Fraction
    known: int


class Affinity(NamedTuple):
    """Salton's measure squared, and the probabilistic affinity, which is 1 where two meet as often as chance would have them."""

    salton_squared: Fraction
    probabilistic: Fraction

    @property
    def salton(self) -> Decimal:
        """Return n_ij / sqrt(n_i n_j) to four decimals."""
        with localcontext() as context:
            context.prec = 40
            share = Decimal(self.salton_squared.numerator) / self.salton_squared.denominator
            return share.sqrt().quantize(Decimal("0.0001"))


NOBODY_CITED: Mapping[Field, Cited] = {}


class Strength(NamedTuple):
    """A field seen from both sides: how strong each is in it (1: as everybody), and how much less is written together than the fields would have it."""

    field: int
    ours: Fraction | None
    theirs: Fraction | None
    untapped: Fraction | None
    top: Fraction | None = None  # of the partner's works, the share among the most cited tenth

    @property
    def well_cited(self) -> bool | None:
        """Tell whether more of the partner's works than a tenth are among the most cited tenth; None of fewer than LEAST."""
        return None if self.top is None else self.top > Fraction(1, 10)

    @property
    def kind(self) -> str:
        """Return shared where both are strong, complementary where only the partner is, ours where only we are; else nothing."""
        if self.ours is None or self.theirs is None:
            return ""
        if self.theirs > 1:
            return "shared" if self.ours > 1 else "complementary" if self.ours < 1 else ""
        return "ours" if self.ours > 1 and self.theirs < 1 else ""


def told(fields: Mapping[Field, Output]) -> bool:
    """Tell whether anything follows: not where only our own works are loaded, for then a partner writes all it does with us."""
    return sum(one.world for one in fields.values()) > sum(one.ours for one in fields.values())


def total(fields: Mapping[Field, Output]) -> Output:
    """Return the sums over all fields."""
    return (
        Output(*(sum(column) for column in zip(*fields.values(), strict=True)))
        if fields
        else Output(0, 0, 0, 0)
    )


def affinity(of: Output) -> Affinity | None:
    """Return how much oftener two write together than their sizes would have it; None where one of them writes nothing."""
    sizes = of.ours * of.theirs
    if not sizes:
        return None
    return Affinity(Fraction(of.joint**2, sizes), Fraction(of.joint * of.world, sizes))


def likeness_squared(fields: Mapping[Field, Output]) -> Fraction | None:
    """Return the square of the cosine between both profiles by field; None where one of them is empty."""
    known = [one for field, one in fields.items() if field is not None]
    sizes = sum(one.ours**2 for one in known) * sum(one.theirs**2 for one in known)
    return Fraction(sum(one.ours * one.theirs for one in known) ** 2, sizes) if sizes else None


def strengths(
    fields: Mapping[Field, Output], cited: Mapping[Field, Cited] = NOBODY_CITED
) -> tuple[Strength, ...]:
    """Return both sides' strengths by field. What is expected together is what is, spread over fields by both sides' sizes in them."""
    whole = total(fields)
    known = {field: one for field, one in fields.items() if field is not None and one.world}
    weights = {field: Fraction(one.ours * one.theirs, one.world) for field, one in known.items()}
    joint, weight = sum(one.joint for one in known.values()), sum(weights.values())
    return tuple(
        Strength(
            field,
            _strength(one.ours, whole.ours, one.world, whole.world),
            _strength(one.theirs, whole.theirs, one.world, whole.world),
            joint * weights[field] / weight - one.joint if weight else None,
            _top(cited.get(field)),
        )
        for field, one in sorted(known.items())
    )


def _top(of: Cited | None) -> Fraction | None:
    return of.top / of.known if of is not None and of.known >= LEAST else None


def _strength(part: int, whole: int, world_part: int, world: int) -> Fraction | None:
    """Return the part that a field has of somebody's works over the part it has of everybody's; None where they are too few to tell."""
    if whole < LEAST or not world_part:
        return None
    return Fraction(part * world, whole * world_part)
