"""All that is held on a person, gathered from every table that points to her, and from those that name her."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from utsyn.web.letters.models import Letter
from utsyn.web.log import Line
from utsyn.web.people.models import User
from utsyn.web.people.retention import kinds
from utsyn.web.privacy.tables import is_our_own, label, of_hers, values
from utsyn.web.rounds.models import Conflict, Mentioned, Nomination

Row = Mapping[str, Any]
# What lets somebody in is no information on her, and would let another in who found the file.
SECRET = frozenset({"password", "feed", "claim", "rows"})
THEIR_SECRET = frozenset({"data", "key", "token", "token_secret"})  # in tables of what we are built from


def export_of(user: User, *, at: datetime, language: str) -> Mapping[str, Any]:
    """Return all that is held on a person, in plain values that JSON can carry; files by their names."""
    mentioned, perhaps = mentions(user)
    told: dict[str, Any] = {
        "made_at": at.isoformat(),
        "person": row_of(user),
        "mentioned_by_email": [_mention(row) for row in mentioned],
        "perhaps_mentioned_by_name": [_mention(row) for row in perhaps],
        "nominations": _rows(Nomination.objects.filter(writers__user=user).distinct()),
        "conflicts": _rows(Conflict.objects.filter(panellist__user=user)),
        "letters_to_her_address": _rows(_letters(user)),
        "log_lines_about_her": _rows(Line.objects.filter(about=f"user/{user.pk}").order_by("pk")),
        "tables": {label(table): _rows(rows) for table, rows in of_hers(user) if rows.exists()},
    }
    return {**told, "why_and_how_long": [_why(kind, language) for kind in kinds()]}


def mentions(user: User) -> tuple[Sequence[Mentioned], Sequence[Mentioned]]:
    """Return where nominations name a person by her address, and where by her name alone: that may be another."""
    rows = Mentioned.objects.select_related("nomination__round").order_by("pk")
    sure = list(rows.filter(email__iexact=user.email)) if user.email else []
    name = user.get_full_name().casefold()
    perhaps = [row for row in rows.filter(email="").exclude(name="") if name and row.name.casefold() == name]
    return sure, perhaps


def _letters(user: User) -> QuerySet[Letter]:
    rows = Letter.objects.filter(to=None).order_by("pk")
    return rows.filter(address__iexact=user.email) if user.email else rows.none()


def row_of(row: Model) -> Row:
    """Return a row by the names of its columns, without what is secret."""
    secret = SECRET if is_our_own(type(row)) else SECRET | THEIR_SECRET
    return {name: _plain(value) for name, value in values(row).items() if name not in secret}


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool, list, dict, type(None))) else str(value)


def _rows(rows: QuerySet[Any]) -> Sequence[Row]:
    return [row_of(row) for row in rows]


def _mention(row: Mentioned) -> Row:
    where = {
        "round": row.nomination.round.key,
        "number": row.nomination.number,
        "title": row.nomination.title,
    }
    return {**row_of(row), "nomination": where}


def _why(kind: Any, language: str) -> Row:
    said = {
        "what": kind.title, "holds": kind.holds, "purpose": kind.purpose, "ground": kind.on_what_ground,
        "how_long": kind.how_long, "then": kind.what_then,
    }  # fmt: skip
    return {name: words.in_(language) for name, words in said.items()}
