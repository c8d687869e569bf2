"""Rules that are counted over a set of proposals: caps, one joint application, ranking."""

from collections import Counter
from typing import Literal

from pydantic import BaseModel, ConfigDict

from utsyn.calls.proposal import Organisation
from utsyn.calls.rules import Proposals, set_rule
from utsyn.reasons import Finding, Verdict, every, finding
from utsyn.text import Words, say, say_n


class Tier(BaseModel):
    """A cap for institutions with more than so many employees in research and development."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    staff_over: int = 0
    at_most: int | None  # None: no source states the cap of this tier


@set_rule
def at_most_per_institution(
    proposals: Proposals, *, at_most: int | None = None, tiers: tuple[Tier, ...] = ()
) -> Finding:
    """No institution sends more applications than the call lets it, by its number of research staff where tiered."""
    claim = _cap_claim(at_most, tiers)
    applicants = {_who(p.applicant): p.applicant for p in proposals if p.applicant}
    sent = Counter(_who(p.applicant) for p in proposals if p.applicant)
    each = [_within(sent[who], applicant, at_most, tiers) for who, applicant in applicants.items()]
    if any(p.applicant is None or _who(p.applicant) is None for p in proposals):
        each.append(None)
    most = max(sent.values(), default=0)
    found = say_n("at most {n} from one institution", "at most {n} from one institution", most)
    return finding(every(each), claim, found=found, about=("applicant",))


def _who(applicant: Organisation | None) -> str | None:
    return (applicant.ror or applicant.name) if applicant else None


def _within(sent: int, applicant: Organisation, at_most: int | None, tiers: tuple[Tier, ...]) -> bool | None:
    if not tiers:
        return None if at_most is None else sent <= at_most
    if applicant.research_staff is None:
        caps = [tier.at_most for tier in tiers]
        return True if all(cap is not None and sent <= cap for cap in caps) else None
    fitting = [tier for tier in tiers if applicant.research_staff > tier.staff_over]
    cap = max(fitting, key=lambda tier: tier.staff_over).at_most if fitting else None
    return None if cap is None else sent <= cap


def _cap_claim(at_most: int | None, tiers: tuple[Tier, ...]) -> Words:
    if not tiers:
        return say(
            "Each institution sends at most {n} applications", n=at_most if at_most is not None else "?"
        )
    top = max(tiers, key=lambda tier: tier.staff_over)
    return say("Each institution sends at most {n} applications if it has more than {staff} research employees",
               n=top.at_most if top.at_most is not None else "?", staff=top.staff_over)  # fmt: skip


@set_rule
def at_most_per_person(proposals: Proposals, *, at_most: int = 1) -> Finding:
    """Nobody leads more applications than this, counted over all the calls whose proposals are in the set."""
    led = Counter(p.leader.key for p in proposals if p.leader and p.leader.key)
    unnamed = sum(1 for p in proposals if not (p.leader and p.leader.key))
    most = max(led.values(), default=0)
    holds = False if most > at_most else None if unnamed else True
    claim = say_n(
        "Nobody leads more than {n} application", "Nobody leads more than {n} applications", at_most
    )
    return finding(holds, claim, found=say("at most {n} by one person", n=most), about=("leader.key",))


@set_rule
def one_joint_application(proposals: Proposals) -> Finding:
    """The institution sends one application for all its units together."""
    sent = Counter(_who(p.applicant) for p in proposals)
    holds = every([len(proposals) <= 1 or (None if None in sent else max(sent.values(), default=0) <= 1)])
    claim = say("Each institution sends one joint application")
    return finding(holds, claim, found=say("{n} in the set", n=len(proposals)), about=("applicant",))


@set_rule
def ranking(
    proposals: Proposals,
    *,
    policy: Literal["required", "on_overflow", "forbidden", "after_assessment"],
    at_most: int | None = None,
) -> Finding:
    """Whether the institution must, may or must not rank its applications; a yes needs nothing more to be done."""
    claims = {
        "required": say("The institution ranks its applications"),
        "on_overflow": say(
            "The institution ranks its applications only if there are more than {n}", n=at_most or "?"
        ),
        "forbidden": say("The institution does not rank its applications"),
        "after_assessment": say("The institution ranks its applications after they have been assessed"),
    }
    needed: bool | None = policy in ("required", "after_assessment")
    if policy == "on_overflow":
        needed = None if at_most is None else len(proposals) > at_most
    found = say_n("{n} application", "{n} applications", len(proposals))
    if needed is None:
        return Finding(Verdict.UNKNOWN, claims[policy], found=found)
    # Whether a ranking has been made is for the round to record; here it is only said that one is wanted.
    return Finding(Verdict.JUDGEMENT if needed else Verdict.YES, claims[policy], found=found)
