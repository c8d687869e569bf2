"""Which projects works name as their funding: of those written with a partner in the time of a joint project every third; and the traps."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.changes import has
from utsyn.evidence.world.cordis import projects
from utsyn.evidence.world.cordis_files import identifier
from utsyn.evidence.world.works import Works

EVERY, LOST, OTHERS = (
    3,
    64,
    40,
)  # works of which one names: a joint project, one that nobody has, a number of another funder
NOBODYS = "101999999"
AFTER = 2  # years after a project
Span = tuple[int, int, str]  # the years in which something may name a project, and its number
_joint: dict[tuple[int, int], Mapping[int, list[Span]]] = {}


def awards(of: World, seen: Works) -> Mapping[int, list[str]]:
    """Return by place of the work the numbers that it names, in order; works that name none are not in it."""
    found: dict[int, set[str]] = defaultdict(set)
    for at in np.flatnonzero(seen.number % LOST == 0).tolist():
        found[at].add(NOBODYS)
    spans = joint(of)
    ours = has(seen, np.isin(seen.organisation, of.given.register.own)) & (seen.number % EVERY == 0)
    for row in np.flatnonzero(ours[seen.work] & np.isin(seen.organisation, list(spans))).tolist():
        at = int(seen.work[row])
        found[at] |= {
            one for first, last, one in spans[int(seen.organisation[row])] if first <= seen.year[at] <= last
        }
    return {at: sorted(numbers) for at, numbers in found.items() if numbers}


def joint(of: World) -> Mapping[int, list[Span]]:
    """Return by partner the projects that it shares with the home university; drawn once for all blocks."""
    if (of.size, of.seed) not in _joint:
        home = int(of.given.register.home[0])
        found: dict[int, list[Span]] = defaultdict(list)
        for one in projects(of):
            members = {part.organisation for part in one.partners}
            for partner in members - {home} if home in members else ():
                found[partner].append((one.starts.year, one.ends.year + AFTER, identifier(one)))
        _joint.clear()
        _joint[of.size, of.seed] = found
    return _joint[of.size, of.seed]


def told(number: int, named: list[str]) -> str:
    """Return the list of awards of a record as JSON: the numbers with and without words around them, and one of another funder."""
    each = [
        ("F4320320300", "European Commission", f"Horizon-2023-{one}" if number % 2 else one) for one in named
    ]
    if number % OTHERS == 0:  # as long as a project's, and no project's
        each.append(("F4320323299", "Norges Forskningsråd", str(600_000 + number % 400)))
    return ",".join(
        f'{{"id":"https://openalex.org/G{number % 10**6}","display_name":null,"funder_award_id":"{award}",'
        f'"funder_id":"https://openalex.org/{funder}","funder_display_name":"{name}","doi":null}}'
        for funder, name, award in each
    )
