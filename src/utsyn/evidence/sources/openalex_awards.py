"""Which projects of the European framework programmes a work names as its funding, by the numbers that CORDIS has them under.

OpenAlex has them as `awards`, and had them as `grants`. What stands there comes from publishers: a number alone, or with words and other numbers
around it (ERC-2014-StG-637992, No 101034240). Other funders have numbers of six figures too, and so the funder must be the Union's.
"""

import re
from collections.abc import Iterable

# How the names of funders begin, in small letters, that pay out of the framework programmes.
UNION = (
    "^(european commission|european research council|european union|european innovation council|research executive agency|"
    "seventh framework programme|fp7|h2020|horizon 2020|horizon europe)($|[^a-z0-9])"
)
LENGTHS = (6, 9)  # figures in the number of a project: FP7 and most of Horizon 2020; what came after


def projects(told: Iterable[tuple[str, str]]) -> list[str]:
    """Return the projects that awards name, each told by its number and its funder. An award with no such number, or with two, names none."""
    found = set()
    for number, funder in told:
        if re.match(UNION, funder.lower()):
            numbers = {one for one in re.findall("[0-9]+", number) if len(one) in LENGTHS}
            found |= numbers if len(numbers) == 1 else set()
    return sorted(found)
