"""What somebody else saved while a form stood open, beside what is typed in it; and the two brought together."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from utsyn.calls.rounds.nomination import Nomination as Told
from utsyn.web.nominations import forms, queries
from utsyn.web.nominations.comparing import Clash, clashes, together
from utsyn.web.nominations.forms import PARTS, Draft
from utsyn.web.nominations.reading import Reader
from utsyn.web.people.models import User
from utsyn.web.people.rights import Person
from utsyn.web.rounds import facts
from utsyn.web.rounds.models import Mentioned, Nomination, Version

COLUMNS = tuple(forms.Named.model_fields)


class Meanwhile(NamedTuple):
    """Who saved last, when, over which version, and what differs from what is typed here."""

    by: User | None
    at: Any
    base: int
    clashes: Sequence[Clash]

    @property
    def both(self) -> bool:
        """Whether there is a fact that both changed, each in her own way."""
        return any(clash.both for clash in self.clashes)


def meanwhile(row: Nomination, user: Person, draft: Draft, *, seen: int, reader: Reader) -> Meanwhile:
    """Return what was saved since the version that a person saw, held against what she has typed."""
    last: Version | None = queries.writer_of(row, user, row.version)
    base = queries.text(row, user, seen)
    mine = draft.told.proposal
    found = list(
        clashes(_plain(base or {}), _plain(row.told), facts.written(mine) if mine else {}, reader=reader)
    )
    found += _people(list(queries.of(user, Mentioned, row).order_by("pk")), draft, language=reader.language)
    return Meanwhile(last.by if last else None, last.at if last else row.began_at, seen, found)


def _people(theirs: Sequence[Mentioned], draft: Draft, *, language: str) -> Sequence[Clash]:
    """Return the people as one fact that differs, if they do. What they were before is not kept: it would outlive them."""
    there = [_row(one) for one in theirs]
    if there == draft.named():
        return []
    saved, typed = ([_line(one, language) for one in rows] for rows in (there, draft.named()))
    return [Clash(_("People"), (), saved, typed, both=True)]


def _line(one: Mapping[str, str], language: str) -> str:
    part = PARTS[one["part"]].in_(language) if one["part"] in PARTS else one["part"]
    rest = ", ".join(one[name] for name in ("organisation", "email") if one[name])
    return f"{one['name']} ({part})" + (f", {rest}" if rest else "")


def _row(one: Mentioned) -> dict[str, str]:
    return {name: getattr(one, name) for name in COLUMNS}


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    """Write what is told as it is written today, so that only what was told can differ."""
    return facts.written(Told.model_validate(told))


def brought_together(row: Nomination, user: Person, draft: Draft, *, base: Mapping[str, Any]) -> Draft:
    """Bring what is typed and what was saved meanwhile together; of the people everybody whom either names."""
    mine = facts.written(draft.told.proposal) if draft.told.proposal else {}
    told = together(_plain(base), _plain(row.told), mine)
    named = draft.named()
    theirs = [_row(one) for one in queries.of(user, Mentioned, row).order_by("pk")]
    known = {_key(one) for one in named}
    people = [*named, *(one for one in theirs if _key(one) not in known)]
    return forms.kept(told, [Mentioned(**one) for one in people])


def _key(one: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_folded(one[name] for name in ("part", "name")))


def _folded(words: Iterable[str]) -> Iterable[str]:
    return (" ".join(word.split()).casefold() for word in words)
