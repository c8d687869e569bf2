"""What no rule can settle: what a person in a named role decides on stated evidence, and what no source states."""

from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import rule
from utsyn.reasons import Ask, Finding, Verdict
from utsyn.text import Text, say


@rule
def judged(
    proposal: Proposal, *, key: str, criterion: Text, decided_by: Text | str, evidence: Text | None = None
) -> Finding:
    """A judgement until the person in the role has recorded hers; then what she decided, with her reason."""
    about, ask = (f"judgements.{key}",), Ask(decided_by, evidence)
    made = proposal.judgements.get(key)
    if made is None:
        return Finding(Verdict.JUDGEMENT, criterion, about=about, ask=ask)
    found = (
        say("judged by “{role}”: {because}", role=made.by, because=made.because)
        if made.because
        else say("judged by “{role}”", role=made.by)
    )
    return Finding(Verdict(made.verdict), criterion, found=found, about=about, ask=ask)


@rule
def not_stated(proposal: Proposal, *, what: Text) -> Finding:  # noqa: ARG001  nothing told could settle it
    """The call is known, or must be taken, to have a condition here that no source at hand states: unknown, always."""
    return Finding(Verdict.UNKNOWN, what, found=say("no source at hand states it"))
