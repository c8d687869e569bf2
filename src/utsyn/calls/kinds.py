"""The kinds of thing a proposal is made of, each with its name: organisations, roles, activities, costs, papers."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Literal

from utsyn.text import Listed, Said, say


class Kind(StrEnum):
    """A word that is one of few; hashed as the text that it is, for Enum's own hash is slow and rules look up often."""

    __hash__ = str.__hash__


class OrganisationKind(Kind):
    """What an organisation is, in the terms that calls use."""

    UNIVERSITY = "university"
    UNIVERSITY_COLLEGE = "university_college"
    RESEARCH_INSTITUTE = "research_institute"
    HOSPITAL = "hospital"
    COMPANY = "company"
    PUBLIC_SECTOR = "public_sector"
    CIVIL_SOCIETY = "civil_society"
    OTHER = "other"


class PartnerRole(Kind):
    """What a partner is in the consortium."""

    PARTNER = "partner"
    ASSOCIATED = "associated"


class GrantRole(Kind):
    """What the applicant is in a running grant."""

    HOST = "host_institution"
    FORMAL_PARTNER = "formal_partner"
    OTHER = "other"


class Activity(Kind):
    """What project money is to be used for, in the activity lists of calls."""

    MOBILITY = "mobility"
    EVENTS = "events"
    COURSES = "courses"
    JOINT_PROGRAMMES = "joint_programmes"
    RESEARCH_PLANNING = "research_planning"
    TEACHING = "guest_teaching"
    WORKING_LIFE = "working_life"
    DIGITAL = "digital_cooperation"
    ORDINARY_TEACHING = "ordinary_teaching"
    ORDINARY_RESEARCH = "ordinary_research"
    OTHER_COOPERATION = "other_cooperation"


class Cost(Kind):
    """What a budget line pays for."""

    MOBILITY = "mobility"
    EVENTS = "events"
    HOURS = "working_hours"
    FULL_POSITION = "full_position"
    INFRASTRUCTURE = "research_infrastructure"
    EQUIPMENT = "equipment"
    TRANSFER = "transfer_to_partner"
    SCHOLARSHIP = "scholarship"
    OTHER = "other"


class PaidBy(Kind):
    """Whose money a budget line is."""

    GRANT = "grant"
    OWN = "own_contribution"


class Stage(Kind):
    """How far a proposal has come when a call is amended."""

    NEW = "new"
    UNDECIDED = "undecided"
    RUNNING = "running"


class Names(Mapping[StrEnum, Said]):
    """Names of kinds. A cost and an activity are both written `mobility`, so what it is a kind of counts too."""

    def __init__(self, *pairs: tuple[StrEnum, Said]) -> None:
        self._said = {(type(kind), kind.value): said for kind, said in pairs}
        self._kinds = tuple(kind for kind, _ in pairs)

    def __getitem__(self, kind: StrEnum) -> Said:
        return self._said[type(kind), str(kind)]

    def __iter__(self) -> Iterator[StrEnum]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


NAMES = Names(
    (OrganisationKind.UNIVERSITY, say("university")),
    (OrganisationKind.UNIVERSITY_COLLEGE, say("university college")),
    (OrganisationKind.RESEARCH_INSTITUTE, say("research institute")),
    (OrganisationKind.HOSPITAL, say("hospital")),
    (OrganisationKind.COMPANY, say("company")),
    (OrganisationKind.PUBLIC_SECTOR, say("public body")),
    (OrganisationKind.CIVIL_SOCIETY, say("civil society organisation")),
    (OrganisationKind.OTHER, say("other organisation")),
    (PartnerRole.PARTNER, say("full partner")),
    (PartnerRole.ASSOCIATED, say("associated partner")),
    (GrantRole.HOST, say("host institution")),
    (GrantRole.FORMAL_PARTNER, say("formal partner")),
    (GrantRole.OTHER, say("other participant")),
    (Activity.MOBILITY, say("stays of researchers, students, leaders and staff")),
    (Activity.EVENTS, say("workshops, seminars and conferences")),
    (Activity.COURSES, say("intensive courses, field courses and summer schools")),
    (Activity.JOINT_PROGRAMMES, say("joint programmes, degrees and researcher schools")),
    (Activity.RESEARCH_PLANNING, say("planning of research cooperation")),
    (Activity.TEACHING, say("guest lectures, joint teaching and supervision")),
    (Activity.WORKING_LIFE, say("cooperation with working life")),
    (Activity.DIGITAL, say("digital forms of cooperation")),
    (Activity.ORDINARY_TEACHING, say("teaching that is already part of the ordinary provision")),
    (Activity.ORDINARY_RESEARCH, say("ordinary research activity")),
    (Activity.OTHER_COOPERATION, say("other cooperation in research and education")),
    (Cost.MOBILITY, say("travel and stays")),
    (Cost.EVENTS, say("events")),
    (Cost.HOURS, say("working hours")),
    (Cost.FULL_POSITION, say("full positions")),
    (Cost.INFRASTRUCTURE, say("research infrastructure")),
    (Cost.EQUIPMENT, say("equipment")),
    (Cost.TRANSFER, say("transfer of money to a partner")),
    (Cost.SCHOLARSHIP, say("scholarships")),
    (Cost.OTHER, say("other costs")),
    (PaidBy.GRANT, say("the grant")),
    (PaidBy.OWN, say("own contribution")),
    (Stage.NEW, say("not yet sent")),
    (Stage.UNDECIDED, say("sent but not yet decided")),
    (Stage.RUNNING, say("running project")),
)


def named(kinds: tuple[StrEnum, ...], last: Literal["and", "or"] = "or") -> Listed:
    """Say several kinds of one sort one after another: university, hospital or company."""
    return _named(type(kinds[0]) if kinds else StrEnum, kinds, last)


@cache
def _named(_sort: type[StrEnum], kinds: tuple[StrEnum, ...], last: Literal["and", "or"]) -> Listed:
    return Listed(tuple(NAMES[kind] for kind in kinds), last)
