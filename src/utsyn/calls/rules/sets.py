"""Rules that are counted over a set of proposals: caps, one joint application, ranking."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from utsyn.calls.proposal import Organisation
from utsyn.calls.rules import Proposals, set_rule
from utsyn.reasons import Ask, Finding, Verdict, agreed, every, finding
from utsyn.text import Listed, Text, Words, say, say_n

Cap = Annotated[int, Field(ge=0, le=10_000)]
Staff = Annotated[int, Field(ge=0, le=100_000)]
UNTOLD = Organisation()


class Tier(BaseModel):
    """A cap for institutions with more than so many employees in research and development; null is not stated."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    staff_over: Staff = 0
    at_most: Cap | None


@set_rule
def at_most_per_institution(
    proposals: Proposals, *, at_most: Cap | None = None, tiers: tuple[Tier, ...] = ()
) -> Finding:
    """No institution sends more applications than the call lets it, by its number of research staff where tiered.

    Institutions are told apart by ROR id; one that is told by name alone may be any of them.
    """
    each = list(_institutions(proposals))
    holds = every(_within(sent, perhaps, staff, at_most, tiers) for sent, perhaps, staff in each)
    most = max((sent for sent, _, _ in each), default=0)
    found = say("{n} from one institution", n=most)
    return finding(
        holds, _cap_claim(at_most, tiers), found=found, about=("applicant.ror", "applicant.research_staff")
    )


def _institutions(proposals: Proposals) -> Iterator[tuple[int, int, int | None]]:
    """Walk the institutions: how many each sends for sure, how many more perhaps, and its research staff."""
    applicants = [p.applicant or UNTOLD for p in proposals]
    sent = Counter(applicant.ror or applicant.name for applicant in applicants)
    staff = {a.ror or a.name: a.research_staff for a in applicants if a.research_staff is not None}
    without_ror = sum(1 for applicant in applicants if applicant.ror is None)
    rors = {applicant.ror for applicant in applicants}
    for who, count in sent.items():
        perhaps = (
            without_ror if who in rors else len(applicants) - count
        )  # two names may be of one institution
        yield (count, perhaps, staff.get(who)) if who else (1, len(applicants) - 1, None)


def _within(
    sent: int, perhaps: int, staff: int | None, at_most: int | None, tiers: tuple[Tier, ...]
) -> bool | None:
    """Compare with every cap that may be the institution's."""
    caps = [tier.at_most for tier in _fitting(staff, tiers)] if tiers else [at_most]
    return agreed(None if cap is None else _few(sent, perhaps, cap) for cap in caps)


def _fitting(staff: int | None, tiers: tuple[Tier, ...]) -> list[Tier]:
    """Return the tier of an institution, or every tier where its staff is untold; a size without a tier has no cap told."""
    steps = sorted(tiers, key=lambda tier: tier.staff_over, reverse=True)
    below = [] if steps[-1].staff_over == 0 else [Tier(at_most=None)]
    if staff is None:
        return [*steps, *below]
    return [next((tier for tier in steps if staff > tier.staff_over), Tier(at_most=None))]


def _few(sent: int, perhaps: int, cap: int) -> bool | None:
    return False if sent > cap else None if sent + perhaps > cap else True


def _cap_claim(at_most: int | None, tiers: tuple[Tier, ...]) -> Words:
    if tiers:
        caps = Listed(tuple(_tier_claim(tier) for tier in sorted(tiers, key=lambda tier: -tier.staff_over)))
        return say("Each institution sends no more applications than its size allows: {caps}", caps=caps)
    if at_most is None:
        return say("Each institution sends no more applications than a cap that no source states")
    return say_n(
        "Each institution sends at most {n} application",
        "Each institution sends at most {n} applications",
        at_most,
    )


def _tier_claim(tier: Tier) -> Words:
    if tier.staff_over == 0:
        return say(
            "otherwise {n}", n=say("a number that no source states") if tier.at_most is None else tier.at_most
        )
    if tier.at_most is None:
        return say(
            "a number that no source states with more than {staff} research employees", staff=tier.staff_over
        )
    return say("{n} with more than {staff} research employees", n=tier.at_most, staff=tier.staff_over)


@set_rule
def at_most_per_person(proposals: Proposals, *, at_most: Cap = 1, calls: tuple[Text, ...] = ()) -> Finding:
    """Nobody leads more applications than this, counted over all the calls whose proposals are in the set."""
    led = Counter(p.leader.key if p.leader else None for p in proposals)
    nameless = led.pop(None, 0)
    most = max(led.values(), default=0)
    holds = _few(most, nameless, at_most)
    claim: Words = say_n(
        "Nobody leads more than {n} application", "Nobody leads more than {n} applications", at_most
    )
    if calls:
        claim = say("{so_far}, counted over {calls} together", so_far=claim, calls=Listed(calls))
    return finding(holds, claim, found=say("{n} led by one person", n=most), about=("leader.key",))


@set_rule
def one_joint_application(proposals: Proposals) -> Finding:
    """Each institution sends one application for all its units together."""
    each = list(_institutions(proposals))
    holds = every(_few(sent, perhaps, 1) for sent, perhaps, _ in each)
    most = max((sent for sent, _, _ in each), default=0)
    claim = say("Each institution sends one joint application")
    return finding(holds, claim, found=say("{n} from one institution", n=most), about=("applicant.ror",))


@set_rule
def ranking(
    proposals: Proposals,
    *,
    policy: Literal["required", "on_overflow", "forbidden", "after_assessment"],
    at_most: Cap | None = None,
    decided_by: Text | None = None,
) -> Finding:
    """Whether the institution must, may or must not rank its applications; a yes needs nothing more to be done.

    Whether a ranking has been made is for the round to record: where one is wanted, a person must make it.
    """
    needed: bool | None = policy in ("required", "after_assessment")
    if policy == "on_overflow":
        needed = None if at_most is None else len(proposals) > at_most
    found = say_n("{n} application", "{n} applications", len(proposals))
    verdict = Verdict.UNKNOWN if needed is None else Verdict.JUDGEMENT if needed else Verdict.YES
    ask = Ask(decided_by or say("the institution that applies")) if needed else None
    return Finding(verdict, _ranking_claim(policy, at_most), found=found, ask=ask)


def _ranking_claim(policy: str, at_most: int | None) -> Words:
    if policy == "required":
        return say("The institution ranks its applications")
    if policy == "forbidden":
        return say("The institution does not rank its applications")
    if policy == "after_assessment":
        return say("The institution ranks its applications after they have been assessed")
    if at_most is None:
        return say(
            "The institution ranks its applications only if they are more than a cap that no source states"
        )
    return say("The institution ranks its applications only if they are more than {n}", n=at_most)
