"""What a table is: columns of types that every engine has, and the whole numbers that shares and amounts are counted in."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Type = Literal["string", "boolean", "int64", "date", "array<string>", "array<int64>"]
SHARE = 2**40  # parts of a whole work: an author's share of a work with n authors is floor(SHARE / n)
CENT = 100  # money in hundredths


class Table(NamedTuple):
    """A table: what a row is, its columns in order, and the columns that name a row.

    `late` are columns that came after vintages were kept without them: there, nothing of them is known.
    """

    name: str
    says: str
    columns: Mapping[str, Type]
    key: tuple[str, ...]
    late: frozenset[str] = frozenset()
