"""Every table of the office, gathered from the rooms."""

from utsyn.web.calls.models import Asked
from utsyn.web.evidence.models import Basis, Behind, Computed, Facet, Job, Loaded, Partner
from utsyn.web.indicators.models import MembersListed, Observed, Recomputing
from utsyn.web.letters.models import Letter
from utsyn.web.log import Line
from utsyn.web.measures.models import Assignment, Measure, MeasureGoal, MeasureVersion, Reply
from utsyn.web.people.models import Held, Unit, UnitVersion, User
from utsyn.web.plans.models import Edition, HandSet, Judged, Plan
from utsyn.web.projects.models import (
    Arrival,
    Duty,
    Project,
    ProjectChange,
    ProjectCountry,
    ProjectPartner,
    Recorded,
)
from utsyn.web.reports.models import Frozen, Report, Reporting
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
    "Assignment",
    "Attachment",
    "Basis",
    "Behind",
    "Check",
    "Comment",
    "Computed",
    "Conflict",
    "Duty",
    "Edition",
    "Endorsement",
    "Facet",
    "Frozen",
    "HandSet",
    "Held",
    "Job",
    "Judged",
    "Letter",
    "Line",
    "Loaded",
    "Measure",
    "MeasureGoal",
    "MeasureVersion",
    "MembersListed",
    "Mentioned",
    "Nomination",
    "Observed",
    "Order",
    "Panellist",
    "Partner",
    "Place",
    "Plan",
    "Project",
    "ProjectChange",
    "ProjectCountry",
    "ProjectPartner",
    "Ranking",
    "Recomputing",
    "Recorded",
    "Reply",
    "Report",
    "Reporting",
    "Round",
    "Told",
    "Unit",
    "UnitVersion",
    "User",
    "Version",
    "Writer",
]
