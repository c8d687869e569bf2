"""What a nomination waits for, and what its reader can do next: one thing first, the rest where it belongs."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from utsyn.calls.rounds.terms import Step
from utsyn.web.nominations.queries import Seen
from utsyn.web.rounds.actions.supporting import OVER
from utsyn.web.rounds.actions.writing import OPEN
from utsyn.web.rounds.models import State


class Form(NamedTuple):
    """A deed as a form of the page: its key, its button, the question whose answer it needs, and what it leads to."""

    key: str
    button: str
    asks: str = ""
    help: str = ""
    needed: bool = True


class Next(NamedTuple):
    """What to do next, in words, and why; with the form that does it, or a link to where it is done."""

    what: str
    why: str = ""
    form: Form | None = None
    address: str = ""
    link: str = ""


def means(state: str) -> str:
    """Say what a state means, and what it waits for."""
    return {
        State.NOTICE: _("A draft. Its writers, the department, the faculty and the office see it."),
        State.DRAFT: _("A draft. Its writers, the department, the faculty and the office see it."),
        State.HANDED: _("It is handed in. The faculty decides whether to nominate it."),
        State.NOMINATED: _("The faculty has nominated it. The leadership decides which go to the funder."),
        State.APPROVED: _("It has a place on the list that goes to the funder."),
        State.WAITING: _("It got no place. If one is freed and it is next in line, it moves up."),
        State.REFUSED: _("It does not go to the funder."),
        State.WITHDRAWN: _("It was withdrawn, and does not go to the funder."),
    }[State(state)]


def forms() -> dict[str, Form]:
    """Return every deed as a form, by its key."""
    every = (
        Form("notice", _("Give notice of intent"), help=_("The faculty and the office learn that it is on its way.")),
        Form("hand-in", _("Hand in to the faculty"), help=_("The faculty's coordinator is told. It can still be written until the faculty nominates it.")),
        Form("nominate", _("Nominate"), help=_("It then counts in the round, and is not written any more.")),
        Form("give-back", _("Give back to the writers"), _("What is missing?")),
        Form("let-in", _("Let in late"), _("Why is it let in after the deadline?"), _("A decision by name: your reason goes into the log.")),
        Form("endorse-yes", _("Yes, the department stands by it"), _("A remark, if you like"), needed=False),
        Form("endorse-no", _("No"), _("Why not?")),
        Form("adviser-me", _("I will advise")),
        Form("withdraw", _("Withdraw"), _("Why is it withdrawn?"), _("It cannot be brought back. A place it has goes to the next."), needed=False),
    )  # fmt: skip
    return {form.key: form for form in every}


def offered(seen: Seen) -> Sequence[str]:
    """List the keys of the deeds that the reader may do now."""
    return list(_offered(seen))


def _offered(seen: Seen) -> Iterator[str]:
    rights, row = seen.rights, seen.row
    is_open = row.state in OPEN and not row.round.sent_at
    if is_open and rights.edits and row.noticed_at is None and _has(seen, Step.NOTICE):
        yield "notice"
    if is_open and rights.edits and row.state != State.HANDED:
        yield "hand-in"
    if is_open and rights.nominates and not seen.late:
        yield "nominate"
    if rights.nominates and row.state == State.HANDED:
        yield "give-back"
    if is_open and rights.decides and seen.late:
        yield "let-in"
    if row.state not in OVER:
        if rights.endorses:
            yield from ("endorse-yes", "endorse-no")
        if rights.runs:
            yield "adviser-me"
        if rights.edits or rights.runs:
            yield "withdraw"


def next_step(seen: Seen) -> Next:
    """Say what the reader should do next: by what she is to the nomination, and how far it has come."""
    keys = set(offered(seen))
    for one in (_decides, _nominates, _endorses, _writes, _advises):
        if found := one(seen, keys):
            return found
    return Next(_("Nothing is asked of you here now."), _waits(seen))


def _decides(seen: Seen, keys: set[str]) -> Next | None:
    if "let-in" in keys and seen.row.state == State.HANDED:
        why = _(
            "The internal deadline has passed. Only a decision of the leadership, with a reason, lets it in."
        )
        return Next(_("Decide whether to let it in late"), why, forms()["let-in"])
    if seen.rights.decides and seen.row.state == State.NOMINATED and not seen.row.round.approved_at:
        address = reverse("rounds:round", args=[seen.row.round.key])
        return Next(_("Decide in the round"), _("Places are given to all nominations together."), address=address, link=_("To the round"))  # fmt: skip
    return None


def _nominates(seen: Seen, keys: set[str]) -> Next | None:
    if not seen.rights.nominates or seen.row.state != State.HANDED:
        return None
    if seen.late:
        why = _(
            "Ask the leadership to let it in: that is decided by name and with a reason. Nothing of it is lost."
        )
        return Next(_("The internal deadline has passed"), why)
    if "nominate" in keys:
        why = _("It waits for you: nominate it for the faculty, or give it back with a reason.")
        return Next(_("Decide for the faculty"), why, forms()["nominate"])
    return None


def _endorses(seen: Seen, keys: set[str]) -> Next | None:
    if "endorse-yes" in keys and getattr(seen.row, "endorsement", None) is None and not seen.rights.writes:
        why = _("Say for the department whether its own contribution stands.")
        return Next(_("The department's word is asked for"), why, forms()["endorse-yes"])
    return None


def _writes(seen: Seen, keys: set[str]) -> Next | None:
    row = seen.row
    address = reverse("nominations:edit", args=[row.round.key, row.number])
    if not seen.rights.writes or row.state not in OPEN or row.round.sent_at:
        return None
    if seen.late:
        why = _(
            "You can still write it and hand it in, but only the leadership can let it in, with a reason. What you save is kept."
        )
        form = forms()["hand-in"] if "hand-in" in keys and not seen.missing else None
        return Next(_("The internal deadline has passed"), why, form, address, _("Go on writing"))
    if "notice" in keys and not _ended(seen, Step.NOTICE):
        why = _("A working title is enough; you go on writing afterwards.")
        return Next(_("Tell the faculty and the office that it is on its way"), why, forms()["notice"], address, _("Go on writing"))  # fmt: skip
    if seen.missing:
        why = _("What must be there before it is handed in is marked in the check-list.")
        return Next(_("Go on writing"), why, address=address, link=_("Go on writing"))
    if "hand-in" in keys:
        why = _("All that must be there is there. It can still be written until the faculty nominates it.")
        return Next(_("Hand it in to the faculty"), why, forms()["hand-in"], address, _("Go on writing"))
    return Next(_("It waits for the faculty"), _("You can still write it until it is nominated."), address=address, link=_("Go on writing"))  # fmt: skip


def _advises(seen: Seen, keys: set[str]) -> Next | None:
    if "adviser-me" in keys and seen.row.adviser_id is None and seen.row.state in OPEN:
        why = _("Nobody advises on it yet. An adviser reads drafts and answers questions.")
        return Next(_("Take it on, or name a colleague"), why, forms()["adviser-me"])
    if seen.rights.runs and seen.row.state in OPEN:
        return Next(_("Read the draft, and comment on it"), address="#comments", link=_("To the comments"))
    return None


def _waits(seen: Seen) -> str:
    if seen.row.state in OPEN:
        return _("It is being written.") if seen.row.state != State.HANDED else _("It waits for the faculty.")
    return ""


def _has(seen: Seen, step: Step) -> bool:
    return any(stage.due.step is step for stage in seen.stages)


def _ended(seen: Seen, step: Step) -> bool:
    return any(stage.due.step is step and stage.state == "done" for stage in seen.stages)
