"""What no rule can settle: what a person in a named role decides on stated evidence, and what no source states."""

from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import rule
from utsyn.reasons import Ask, Finding, Verdict, finding
from utsyn.text import Text, Words, later, say


@rule
def judged(
    proposal: Proposal, *, key: str, criterion: Text, decided_by: Text | str, evidence: Text | None = None
) -> Finding:
    """A judgement until the person in the role has recorded hers; then what she decided, with her reason."""
    about, ask, made = (f"judgements.{key}",), Ask(decided_by, evidence), proposal.judgements.get(key)
    if made is None:
        return Finding(Verdict.JUDGEMENT, criterion, about=about, ask=ask)
    found = later(_made, made.by, made.because)
    return finding(made.verdict == "yes", criterion, found=found, about=about, ask=ask)


def _made(by: str, because: str) -> Words:
    if because:
        return say("judged by “{role}”: {because}", role=by, because=because)
    return say("judged by “{role}”", role=by)


@rule
def not_stated(proposal: Proposal, *, what: Text) -> Finding:  # noqa: ARG001  nothing told could settle it
    """The call is known, or must be taken, to have a condition here that no source at hand states: unknown, always."""
    return Finding(Verdict.UNKNOWN, what, found=say("no source at hand states it"))
