"""How long does one answer with full reasons take, and ten thousand, and a replay of all amendments over them?"""

import random
from datetime import date
from pathlib import Path

from bench.measure import cpu, report, row
from utsyn.calls.eligibility import eligibility, verdicts
from utsyn.calls.library import find
from utsyn.calls.proposal import Proposal
from utsyn.calls.replay import replay
from utsyn.calls.told import proposals

MANY = 10_000
DAY = date(2022, 3, 2)
DEMO = Path(__file__).parent.parent / "src/utsyn/data/demo/intpart-2022"


def world(seed: int = 2022) -> list[tuple[str, Proposal]]:
    """Ten thousand proposals: the demo's, each with other partners, grants and amounts."""
    chance = random.Random(seed)
    known = [told.proposal for told in proposals(DEMO) if told.proposal]
    made = []
    for number in range(MANY):
        told = chance.choice(known).model_dump(mode="json", exclude_none=True)
        for partner in told.get("partners", []):
            partner["country"] = chance.choice(["BR", "RU", "KR", "US", "SE", "DE"])
        for grant in told.get("grants", []):
            grant["scheme"] = chance.choice(["FKB", "SFF", "SFI"])
        if "amount" in told:
            told["amount"] = chance.choice([8_000_000, 10_000_000, 10_500_000])
        made.append((f"p{number}", Proposal.model_validate(told)))
    return made


def main() -> None:
    """Measure and report."""
    call, many = find("intpart-2022"), world()
    eligibility(call, many[0][1], on=DAY)  # binds the call
    counts: dict[str, int] = {}
    for _, told in many:
        met = eligibility(call, told, on=DAY).verdict.value
        counts[met] = counts.get(met, 0) + 1
    star = next(told.proposal for told in proposals(DEMO) if told.proposal)
    lines = len(eligibility(call, star, on=DAY).finding.because)
    turned = {str(day.on): len(day.turns) for day in replay(call, many)}
    all_told = [told for _, told in many]

    def answers() -> None:
        for _, told in many:
            eligibility(call, told, on=DAY)

    def quick() -> None:
        for _ in verdicts(call, all_told, on=DAY):
            pass

    rows = [
        row(
            f"one answer with full reasons, {lines} lines",
            cpu(lambda: eligibility(call, star, on=DAY), each=500),
            "us",
            100,
        ),
        row("10,000 answers with full reasons", cpu(answers, rounds=7), "s"),
        row("10,000 proposals against the call, verdicts", cpu(quick, rounds=7), "s", 1),
        row(
            "replay of all amendments over 10,000 proposals",
            cpu(lambda: replay(call, many), rounds=7),
            "s",
            2,
        ),
    ]
    report("answers", rows, verdicts=counts, turned=turned)


if __name__ == "__main__":
    main()
