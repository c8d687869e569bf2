"""How long does the exact order of a panel take for 80 nominations, how often is it exact, and what happens at worst?"""

from random import Random

from bench.measure import cpu, report, row
from utsyn.calls.ranking.kemeny import kemeny
from utsyn.calls.ranking.shapes import Consensus

NOMINEES, PANELLISTS, PANELS = 80, 7, 20
CONFLICTS = 0.03
Panel = tuple[dict[str, list[list[str]]], list[str], set[tuple[str, str]]]


def panel(seed: int, *, noise: float, marks: bool = False) -> Panel:
    """Ballots of panellists who see the same qualities (spread 1) through noise of their own; marks are 1 to 7."""
    chance = Random(seed)
    keys = [f"n{n:02}" for n in range(NOMINEES)]
    quality = {key: chance.gauss(0, 1) for key in keys}
    ballots = {}
    for who in range(PANELLISTS):
        seen = {key: quality[key] + chance.gauss(0, noise) for key in keys}
        if marks:
            seen = {key: min(7, max(1, round(4 + 1.4 * value))) for key, value in seen.items()}
        groups: dict[float, list[str]] = {}
        for key in sorted(keys, key=lambda key: -seen[key]):
            groups.setdefault(seen[key], []).append(key)
        ballots[f"p{who}"] = list(groups.values())
    conflicts = {(who, key) for who in ballots for key in keys if chance.random() < CONFLICTS}
    return ballots, keys, conflicts


def ranked(one: Panel) -> Consensus:
    """Rank one panel's nominations."""
    ballots, keys, conflicts = one
    return kemeny(ballots, nominations=keys, seed="announced", conflicts=conflicts)


def said(made: list[Consensus]) -> dict[str, object]:
    """Count how often all is proved, and how wide the gap is where it is not."""
    gaps = [consensus.cost - consensus.at_least for consensus in made]
    return {
        "panels": len(made),
        "exact": gaps.count(0),
        "places exact": sum(consensus.places_exact for consensus in made),
        "widest gap, in disagreements": max(gaps),
        "of so many": max(consensus.cost for consensus in made),
    }


def main() -> None:
    """Measure and report."""
    worlds = {
        "much agreement (noise 0.3)": [panel(seed, noise=0.3) for seed in range(PANELS)],
        "agreement (noise 0.5)": [panel(seed, noise=0.5) for seed in range(PANELS)],
        "some agreement (noise 0.7)": [panel(seed, noise=0.7) for seed in range(PANELS)],
        "some agreement (noise 0.7), marks 1 to 7": [panel(s, noise=0.7, marks=True) for s in range(PANELS)],
        "as much noise as quality (1.0)": [panel(seed, noise=1.0) for seed in range(PANELS)],
        "at worst: no agreement at all": [panel(seed, noise=1000.0) for seed in range(3)],
    }
    bars = dict.fromkeys(list(worlds)[:4], 0.5)
    rows, found = [], {}
    for name, panels in worlds.items():
        taken = [cpu(lambda one=one: ranked(one), rounds=3 if name in bars else 2)[0] for one in panels]
        taken.sort()
        quarter = len(taken) // 4
        middle = (taken[len(taken) // 2], taken[quarter], taken[-1])
        rows.append(row(name, middle, "s", bars.get(name)))
        found[name] = said([ranked(one) for one in panels])
    report("kemeny", rows, spread="median over panels (lower quartile to slowest panel)", found=found)


if __name__ == "__main__":
    main()
