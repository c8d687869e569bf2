"""What must and what should be in order before a nomination is handed in, each with what is missing and the mend."""

from collections.abc import Sequence
from typing import NamedTuple

from utsyn.calls.rounds.nomination import Nomination
from utsyn.problems import Problem
from utsyn.reasons import Finding, Verdict, every, finding
from utsyn.text import Words, say


class Item(NamedTuple):
    """One thing on the list: whether it is required, what was found, and what to do about it."""

    key: str
    required: bool
    finding: Finding
    mend: Words

    def problem(self) -> Problem:
        """Say what is missing as a fault with its mend."""
        return Problem(say("Not in order: {claim}", claim=self.finding.claim), self.mend, (self.key,))

    @property
    def done(self) -> bool:
        """Whether nothing more need be done."""
        return self.finding.verdict is Verdict.YES


def checklist(
    told: Nomination, *, people: frozenset[str], attached: frozenset[str], endorsed: bool | None
) -> Sequence[Item]:
    """Return the list for what is told: first what the University of Bergen's page asks for, then what it forgets.

    `people` are the parts for which somebody is named, `attached` the kinds of files, `endorsed` the department's word.
    Source: seed text of the page on INTPART, section on internal approval.
    """
    partners = told.partners or ()
    named = every([bool(p.country and p.name) for p in partners]) if partners else False
    return (
        _item("title", True, bool(told.title), say("It has a title"), say("Write the title of the project")),
        _item("theme", True, bool(told.theme), say("The theme is told"), say("Say in a few lines what it is about")),
        _item(
            "link_to_grant", True, bool(told.link_to_grant), say("It is told how it builds on the running grant"),
            say("Say which grant, and how the project belongs to its theme"),
        ),
        _item(
            "applicant", True, "applicant" in people, say("The applicant is named"),
            say("Name the person who applies, under People"),
        ),
        _item(
            "partners", True, named, say("Each main partner has its country and institution"),
            say("Add at least one partner with country and name"),
        ),
        _item(
            "partner_units", False, every([bool(p.unit) for p in partners]) if partners else None,
            say("Each main partner has its unit or group"), say("Add the unit, or leave it if it is not known yet"),
        ),
        _item(
            "grants", False, bool(told.grants) or None, say("The qualifying grant is told"),
            say("Add the grant with its number, period and your role"),
        ),
        _item(
            "evidence_of_grant", False, bool(told.evidence_of_grant) or "evidence" in attached or None,
            say("There is evidence that the grant runs"), say("Attach the contract or say where it is written"),
        ),
        _item(
            "amount", False, (told.amount is not None and told.own_contribution is not None) or None,
            say("Budget and own contribution are told"), say("Fill in the amount sought and the own contribution"),
        ),
        _item(
            "endorsement", False, endorsed, say("The department stands by the own contribution"),
            say("Ask the head of department to say yes here"),
        ),
        _item(
            "key_people", False, bool(told.key_people) or "key person" in people or None,
            say("The key people are told"), say("Name the key people"),
        ),
        _item("risk", False, bool(told.risk) or None, say("Risks have been thought through"), say("Say what could go wrong, and what you do about it")),
        _item(
            "export_control", False, told.export_control or None, say("Export control has been considered"),
            say("Ask the adviser whether knowledge or equipment is under export control"),
        ),
        _item(
            "conflicts", False, bool(told.conflicts) or None, say("Conflicts of interest are told"),
            say("Say who should not judge this; write “none” if there are none"),
        ),
    )  # fmt: skip


def _item(key: str, required: bool, holds: bool | None, claim: Words, mend: Words) -> Item:
    return Item(key, required, finding(holds, claim, about=(key,)), mend)
