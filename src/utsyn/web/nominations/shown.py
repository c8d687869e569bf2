"""The page of a nomination put together: what stands there, in which order, and which forms this reader gets."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from utsyn.calls.rounds.nomination import Nomination as Told
from utsyn.organisations.countries import names
from utsyn.problems import Problems
from utsyn.text import shown as said
from utsyn.web.languages import language
from utsyn.web.nominations.dealings import dealings
from utsyn.web.nominations.forms import PARTS, all_sections, asked_for
from utsyn.web.nominations.happened import happened
from utsyn.web.nominations.next_step import Form, forms, means, next_step, offered
from utsyn.web.nominations.queries import Seen, seen
from utsyn.web.nominations.reading import Fact, Reader
from utsyn.web.papers.attachments import KINDS as SUFFIXES
from utsyn.web.people.rights import Deed, Person, may
from utsyn.web.rounds import facts
from utsyn.web.rounds.actions.supporting import KINDS, OVER
from utsyn.web.rounds.actions.writing import OPEN
from utsyn.web.rounds.models import Attachment, Nomination
from utsyn.web.rounds.named import LOOKS, state_word

FIELDS = {"applicant": "people", "partner_units": "partners"}  # things on the check-list, by their field
WORDS = ("endorse-yes", "endorse-no")


def shown(row: Nomination, user: Person, *, at: datetime) -> dict[str, Any]:
    """Return all that the page of a nomination shows to a reader."""
    found = seen(row, user, at=at)
    first, deeds = next_step(found), _deeds(found)
    others = {key: form for key, form in deeds.items() if first.form is None or key != first.form.key}
    is_open = row.state in OPEN and not row.round.sent_at
    over = row.state in OVER
    attaches = not over and not row.round.sent_at and (found.rights.runs or (is_open and found.rights.edits))
    return {
        "row": row,
        "seen": found,
        "answer": found.answer,
        "shown": {"title": _call(row)},
        "word": state_word(row.state),
        "look": LOOKS[row.state],
        "means": means(row.state),
        "next": first,
        "beside": [others[key] for key in _beside(first.form) if key in others],
        "words": [form for key, form in others.items() if key in WORDS and key not in _beside(first.form)],
        "others": [form for key, form in others.items() if key == "withdraw"],
        "items": [(item, item_address(row, item.key) if is_open and found.rights.edits else "") for item in found.items],
        "optional": found.wanting - len(found.missing),
        "told": list(grouped(row, found)),
        "people": [(one, PARTS[one.part].in_(language())) for one in found.people],
        "countries": countries(row),
        "dealings": dealings(row, user),
        "files": [(one, kind_name(one), size_of(one.size)) for one in found.attachments],
        "edits": is_open and found.rights.edits,
        "attaches": attaches,
        "comments": found.rights.comments or may(user, Deed.ADVISE, unit=row.round.unit_id),
        "inside": may(user, Deed.ADVISE, unit=row.round.unit_id),
        "manages": found.rights.edits and not over,
        "over": over,
        "titles": titles(),
        "happened": happened(row, user),
        "kinds": [(kind, kind_names()[kind]) for kind in KINDS],
        "suffixes": ", ".join(SUFFIXES),
        "accepts": ",".join(f".{suffix}" for suffix in SUFFIXES),
        "largest": size_of(facts.terms(row.round).largest_attachment),
        "displayed": {*deeds, *(["attach"] if attaches else []), "comment", "add-writer", "adviser"},
    }  # fmt: skip


def _beside(first: Form | None) -> Sequence[str]:
    """List what may stand beside the first thing to do: the other ways to decide the same, and what is done before it."""
    return {
        "nominate": ("give-back",),
        "let-in": ("give-back",),
        "endorse-yes": ("endorse-no",),
        "hand-in": ("notice",),
    }.get(first.key if first else "", ("notice", "hand-in", "nominate", "give-back", "let-in"))


def _deeds(found: Seen) -> Mapping[str, Form]:
    every = forms()
    return {key: every[key] for key in offered(found)}


def _call(row: Nomination) -> Any:
    try:
        return facts.entry(row.round).text.title
    except Problems:
        return row.round.call


def grouped(row: Nomination, found: Seen) -> Iterator[tuple[str, Sequence[Fact]]]:
    """Walk the headings of the form with the facts that are told under each; the title stands above all."""
    told = reader(row, found).facts(row.told)
    left = {fact.name: fact for fact in told if fact.name != "title"}
    for title, wanted in all_sections():
        here = [left.pop(name) for one in wanted for name in list(left) if name.partition("[")[0] == one]
        if here:
            yield title, here
    if left:
        yield _("More facts"), list(left.values())


def reader(row: Nomination, found: Seen | None = None, *, on: Any = None) -> Reader:
    """Return who reads the facts of a nomination aloud, in the language of the page and with the call's own words."""
    currency = str(row.told.get("currency") or "")
    try:
        return Reader(language(), asked_for(row.round, on=on or (found and found.today)), currency)
    except Problems:
        return Reader(language(), currency=currency)


def item_address(row: Nomination, key: str) -> str:
    """Return where a thing on the check-list is put in order; nothing for what has no place."""
    if key == "endorsement":
        return "#department"
    field = FIELDS.get(key, key)
    address = reverse("nominations:edit", args=[row.round.key, row.number])
    return f"{address}#{field}" if field == "people" or field in Told.model_fields else ""


def titles() -> dict[str, str]:
    """Return the words that the page hands on to its parts."""
    return {
        "writer": _("Let somebody else write, too"),
        "add": _("Add"),
        "adviser": _("Name a colleague"),
        "assign": _("Assign"),
        "nobody": _("Nobody yet"),
    }


def countries(row: Nomination) -> str:
    """Name the partner countries."""
    named = names(language())
    return ", ".join(named.get(code, code) for code in row.countries.split())


def size_of(size: int) -> str:
    """Say a size in bytes as people do."""
    if size < 1_000_000:
        return f"{-(-size // 1000)} kB"
    return f"{said(round(Decimal(size) / 1_000_000, 1).normalize() + 0, language())} MB"


def kind_names() -> dict[str, str]:
    """Name the kinds of files."""
    return {
        "evidence": _("What shows that the grant runs"),
        "budget": _("Budget"),
        "letter": _("Letter from a partner"),
        "cv": _("Curriculum vitae"),
        "description": _("Description of the project"),
        "other": _("Something else"),
    }


def kind_name(file: Attachment) -> str:
    """Name what a file is."""
    return kind_names().get(file.kind, file.kind)
