"""A round and the nominations in it: what faculties send in, what is said about them, and who was given a place."""

from utsyn.web.rounds.tables.deciding import Conflict, Order, Panellist, Place, Ranking, Told
from utsyn.web.rounds.tables.nominating import (
    Attachment,
    Check,
    Comment,
    Endorsement,
    Mentioned,
    Nomination,
    Round,
    State,
    Version,
    Writer,
)

__all__ = [
    "Attachment",
    "Check",
    "Comment",
    "Conflict",
    "Endorsement",
    "Mentioned",
    "Nomination",
    "Order",
    "Panellist",
    "Place",
    "Ranking",
    "Round",
    "State",
    "Told",
    "Version",
    "Writer",
]
