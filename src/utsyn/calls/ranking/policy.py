"""Whether a ranking is needed now: the policy of the call or the institution, the cap, and how many there are."""

from typing import Literal

from utsyn.calls.ranking.sentences import Sentences
from utsyn.reasons import Ask, Finding, Verdict, finding
from utsyn.text import Words, say, say_n

Policy = Literal["required", "on_overflow", "forbidden", "after_assessment"]


def ranking_needed(
    policy: Policy,
    *,
    count: int,
    cap: int | None,
    assessed: bool | None = None,
    decided_by: Words | None = None,
) -> Finding:
    """Is a ranking needed now? A judgement where there are too many and they may not be ranked.

    `assessed`: whether the nominations have been assessed; None where nobody has told.
    """
    found = Sentences((_policy(policy, cap), _counted(count, cap)))
    claim = say("A ranking is needed now")
    over = None if cap is None else count > cap
    if policy == "required":
        return finding(count > 0, claim, found=found)
    if policy == "after_assessment":
        return finding(assessed if count else False, claim, found=found, about=("assessed",))
    if policy == "on_overflow":
        return finding(over if count else False, claim, found=found, about=("cap",))
    if over:
        claim = say("More are nominated than may be sent, and they may not be ranked: people must decide")
        return Finding(Verdict.JUDGEMENT, claim, found=found, ask=Ask(decided_by or say("the leadership")))
    return finding(over, claim, found=found, about=("cap",))


def _policy(policy: Policy, cap: int | None) -> Words:
    if policy == "required":
        return say("The institution ranks its applications")
    if policy == "forbidden":
        return say("The institution does not rank its applications")
    if policy == "after_assessment":
        return say("The institution ranks its applications after they have been assessed")
    if cap is None:
        return say(
            "The institution ranks its applications only if they are more than a cap that no source states"
        )
    return say("The institution ranks its applications only if they are more than {n}", n=cap)


def _counted(count: int, cap: int | None) -> Words:
    nominated = say_n("{n} nomination", "{n} nominations", count)
    if cap is None:
        return say("{nominated}, and a cap that no source states", nominated=nominated)
    return say("{nominated}, and a cap of {cap}", nominated=nominated, cap=cap)
