"""How near countries are to us: what is written together against the size of both, in all and in each field."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from utsyn.evidence.affinities import Affinity, Field, Output, affinity, told, total
from utsyn.evidence.compute import Made

FEWEST = 10  # works together; of fewer no affinity is told


class Land(NamedTuple):
    """A country: what we write with it and it writes in all, how near that is, and the same by field where there is enough."""

    country: str
    output: Output
    affinity: Affinity | None
    fields: Mapping[Field, Affinity]


def lands(of: Made, output: Made) -> Iterator[Land]:
    """Walk countries with enough works together, those with the most first; `output` is ours and everybody's by field.

    None where only our own works are loaded: then a country writes all it does with us.
    """
    ours = {field: (n, world) for field, n, world in output.result.rows}
    if not told({field: Output(0, 0, *both) for field, both in ours.items()}):
        return
    by_country: dict[str, dict[Field, Output]] = defaultdict(dict)
    for country, field, joint, theirs in of.result.rows:
        by_country[country][field] = Output(joint, theirs, *ours.get(field, (0, 0)))
    whole = total({field: Output(0, 0, *both) for field, both in ours.items()})
    found = []
    for country, fields in by_country.items():
        sums = total(fields)
        all_of = Output(sums.joint, sums.theirs, whole.ours, whole.world)
        if all_of.joint >= FEWEST:
            each = {field: affinity(one) for field, one in fields.items() if one.joint >= FEWEST}
            near = {field: one for field, one in each.items() if one is not None}
            found.append(Land(country, all_of, affinity(all_of), near))
    yield from sorted(found, key=lambda one: (-one.output.joint, one.country))
