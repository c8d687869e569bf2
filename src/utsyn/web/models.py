"""Every table of the office, gathered from the rooms."""

from utsyn.web.calls.models import Asked
from utsyn.web.letters.models import Letter
from utsyn.web.log import Line
from utsyn.web.people.models import Held, Unit, UnitVersion, User
from utsyn.web.projects.models import (
    Arrival,
    Duty,
    Project,
    ProjectChange,
    ProjectCountry,
    ProjectPartner,
    Recorded,
)
from utsyn.web.rounds.models import (
    Attachment,
    Check,
    Comment,
    Conflict,
    Endorsement,
    Mentioned,
    Nomination,
    Order,
    Panellist,
    Place,
    Ranking,
    Round,
    Told,
    Version,
    Writer,
)

__all__ = [
    "Arrival",
    "Asked",
    "Attachment",
    "Check",
    "Comment",
    "Conflict",
    "Duty",
    "Endorsement",
    "Held",
    "Letter",
    "Line",
    "Mentioned",
    "Nomination",
    "Order",
    "Panellist",
    "Place",
    "Project",
    "ProjectChange",
    "ProjectCountry",
    "ProjectPartner",
    "Ranking",
    "Recorded",
    "Round",
    "Told",
    "Unit",
    "UnitVersion",
    "User",
    "Version",
    "Writer",
]
