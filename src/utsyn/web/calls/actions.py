"""What the office does with calls: ask about a proposal, and forget what was asked."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from utsyn.calls.answers import as_shape
from utsyn.calls.eligibility import Call, eligibility
from utsyn.calls.proposal import Proposal
from utsyn.text import Language
from utsyn.web.calls.models import Asked
from utsyn.web.log import Person, hash_of, log

Origin = Asked.Origin


@transaction.atomic
def ask(
    call: Call,
    proposal: Proposal,
    *,
    on: date,
    at: datetime,
    by: Person,
    form: str,
    language: Language,
) -> Asked:
    """Answer a proposal and keep the answer under a link that nobody can guess; the same form sent twice is one.

    Raises Problems before the call existed.
    """
    facts = _facts(call, proposal, on=on, at=at, language=language)
    told = {**facts, "link": secrets.token_urlsafe(32), "origin": Origin.ASKED}
    known = hash_of([form, call.key, on.isoformat(), facts["told"]])
    row, new = Asked.objects.get_or_create(form=known, defaults=told)
    if new:
        log(by, "asked", row.call, at=at, sha256=hash_of(row.answer))
    return row


@transaction.atomic
def show_demos(
    call: Call,
    proposals: Iterable[tuple[str, Proposal]],
    *,
    on: date,
    at: datetime,
    by: Person,
    language: Language,
) -> Sequence[Asked]:
    """Put the demo proposals of a call in place of those that stood there; each keeps its link as long as its name."""
    rows = []
    for name, proposal in proposals:
        facts = _facts(call, proposal, on=on, at=at, language=language) | {"title": proposal.title or name}
        first = {**facts, "link": secrets.token_urlsafe(32), "origin": Origin.DEMO}
        known = hash_of(["demo", call.key, name])
        rows.append(Asked.objects.update_or_create(form=known, defaults=facts, create_defaults=first)[0])
    Asked.objects.filter(origin=Origin.DEMO, call=call.key).exclude(pk__in=[row.pk for row in rows]).delete()
    log(by, "showed demos", call.key, at=at)
    return rows


def _facts(call: Call, proposal: Proposal, *, on: date, at: datetime, language: Language) -> dict[str, Any]:
    answer = eligibility(call, proposal, on=on)
    return {
        "call": call.key,
        "title": proposal.title or "",
        "told": proposal.model_dump(mode="json", exclude_none=True),
        "on": on,
        "verdict": answer.verdict.value,
        "answer": as_shape(answer, language).model_dump(mode="json"),
        "sha256": call.file.sha256,
        "created": at,
    }


@transaction.atomic
def forget(*, before: datetime, at: datetime, by: Person) -> int:
    """Take away what was asked before a moment, demo proposals not; return how many."""
    count, _ = Asked.objects.filter(origin=Origin.ASKED, created__lt=before).delete()
    log(by, "forgot", f"{count} answers", at=at)
    return count


def new_form() -> str:
    """Return a token by which the same form, sent twice, is known."""
    return secrets.token_urlsafe(16)
