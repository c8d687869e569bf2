"""What a nomination tells: the proposal that the call's rules read, and what the institution asks beside it.

No names of persons: people are keys here, and named only where personal data lies.
"""

from typing import Annotated

from pydantic import Field

from utsyn.calls.proposal import Amount, Proposal, Truth, fact
from utsyn.text import say

LONG = 4_000
Prose = Annotated[str, Field(max_length=LONG)]


class Nomination(Proposal):
    """A proposal as a faculty nominates it. Everything may be untold until it is handed in."""

    theme: Prose | None = fact(say("Theme of the proposal"))
    link_to_grant: Prose | None = fact(say("How it builds on the running grant"))
    evidence_of_grant: Prose | None = fact(
        say("What shows that the grant runs"),
        say("Contract, letter of award or project page; attach it if you can"),
    )
    own_contribution_from: Prose | None = fact(say("Who pays the own contribution"))
    own_contribution_agreed: Truth | None = fact(say("The unit has agreed to the own contribution"))
    economist_involved: Truth | None = fact(say("A project economist has seen the budget"))
    overhead: Amount | None = fact(say("Indirect costs in the budget"))
    risk: Prose | None = fact(
        say("Risks, and how they are met"),
        say("Security, academic freedom, responsible cooperation, dependence on one person"),
    )
    export_control: Truth | None = fact(say("Export control has been considered"))
    export_control_note: Prose | None = fact(say("What was found about export control"))
    conflicts: Prose | None = fact(
        say("Conflicts of interest"),
        say("Who in the leadership or on the panel should not judge this, by role, and why"),
    )


def proposal_of(nomination: Nomination) -> Proposal:
    """Return the part that the call's rules read."""
    told = nomination.model_dump(include=set(Proposal.model_fields))
    return Proposal.model_validate(told)
