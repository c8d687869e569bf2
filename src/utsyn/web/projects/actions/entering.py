"""Entering projects into the bank: the applications that a round sent, and those that shipped documents tell of."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from utsyn.calls.project_documents import Given, ProjectDocument, ToldProject, told_projects
from utsyn.calls.project_search import searchable
from utsyn.calls.projects import PlayedRole, Status
from utsyn.cited import Cited
from utsyn.reasons import Source
from utsyn.text import LANGUAGES, Text, say
from utsyn.web.calls.facts import shelf
from utsyn.web.deeds import refuse
from utsyn.web.log import Person, log
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, require
from utsyn.web.people.units import Tree, tree
from utsyn.web.projects import facts
from utsyn.web.projects.models import Project, ProjectCountry, ProjectPartner
from utsyn.web.rounds import facts as round_facts
from utsyn.web.rounds.models import Nomination, Round

Partners = Sequence[Mapping[str, str]]


@transaction.atomic
def enter_round(row: Round, *, by: Person, at: datetime) -> Sequence[Project]:
    """Make a project of each nomination that has a place in a round that was sent; those made before stay as they are.

    Raises Problems for a round that was not sent, NotYoursError.
    """
    require(by, Deed.RUN, unit=row.unit_id)
    row = Round.objects.select_for_update().get(pk=row.pk)
    if row.sent_at is None:
        raise refuse(say("The list of this round is not sent yet"), say("Send it first"))
    places = Nomination.objects.filter(round=row, place__isnull=False, project=None).order_by("number")
    there = tree(round_facts.today(row, at=at))
    made = [_from_round(row, nomination, there, at) for nomination in places]
    if made:
        told = {"projects": [project.key for project in made]}
        log(by, "entered projects", f"round/{row.key}", at=at, told=told)
    return made


def _from_round(row: Round, nomination: Nomination, there: Tree, at: datetime) -> Project:
    told, entry = round_facts.told(nomination), shelf().entries.get(row.call)
    partners = [
        {"name": p.name or "", "ror": p.ror or "", "country": p.country or "", "unit": p.unit or ""}
        for p in told.partners or ()
    ]
    currency = told.currency or (entry.text.currency if entry else "")
    top = next((up for up in there.above(row.unit_id) if there[up].kind == Unit.Kind.INSTITUTION), None)
    project = Project(
        key=f"{row.key[:70]}-{nomination.number}", title=nomination.title, call=row.call, nomination=nomination,
        programme=entry.text.programme if entry else "", year=entry.year if entry else None,
        institution=there[top].name.in_("nb") if top else "", unit_id=nomination.unit_id,
        faculty_id=nomination.faculty_id, called=facts.named_then(there, nomination.unit_id),
        role=PlayedRole.COORDINATOR.value, status=Status.SUBMITTED.value, sought=told.amount,
        currency=currency if told.amount is not None else "", starts=told.starts, ends=told.ends,
        rehearsal=row.rehearsal, origin=Project.Origin.ROUND, source=row.title, source_row=nomination.number,
        changed_at=at,
    )  # fmt: skip
    if project.starts and project.ends and project.ends < project.starts:
        project.starts = project.ends = None  # told in the wrong order: the nomination keeps what was told
    return _entered(project, countries=[p["country"] for p in partners], partners=partners)


def _entered(row: Project, *, countries: Sequence[str], partners: Partners) -> Project:
    row.countries = " ".join(sorted(set(filter(None, countries))))
    named = [partner for partner in partners if partner["name"]]
    facts.arranged(row, partners=tuple(partner["name"] for partner in named))
    row.save()
    ProjectCountry.objects.bulk_create(
        ProjectCountry(project=row, code=code) for code in row.countries.split()
    )
    ProjectPartner.objects.bulk_create(
        ProjectPartner(project=row, search=searchable(one["name"], one["unit"]), **one) for one in named
    )
    return row


@transaction.atomic
def load_shipped(*, by: Person, at: datetime) -> tuple[int, int]:
    """Enter the projects that documents tell of; return how many were new, and how many were there before.

    What was there before stays as it is: the office may have recorded more. Raises Problems for a broken document.
    """
    new = before = 0
    for document in told_projects():
        for told in document.projects:
            number = told.number.value if told.number else ""
            known = Project.objects.filter(key=told.key)
            known |= Project.objects.filter(funder=document.funder, number=number) if number else known
            if known.exists():
                before += 1
                continue
            _from_document(document, told, number, at)
            new += 1
    if new:
        log(by, "loaded projects", "projects", at=at, told={"new": new, "before": before})
    return new, before


def _from_document(document: ProjectDocument, told: ToldProject, number: str, at: datetime) -> Project:
    call = told.call.value if told.call else ""
    entry = shelf().entries.get(call)
    unit = told.unit.value if told.unit else None
    row = Project(
        key=told.key, funder=document.funder, number=number, title=told.title.value, call=call,
        programme=document.programme, year=entry.year if entry else None,
        institution=told.institution.value if told.institution else "",
        called={code: getattr(unit, code) for code in LANGUAGES if unit and getattr(unit, code)},
        role=told.role.value.value if told.role else "", status=document.status.value.value,
        awarded=told.awarded.value if told.awarded else None,
        currency=document.currency if told.awarded else "", period=told.period.value if told.period else "",
        public=True, only_granted=document.only_granted, origin=Project.Origin.SHIPPED,
        source=document.title.in_("en")[:300], sources=list(_sources(document, told)), changed_at=at,
    )  # fmt: skip
    partners = [{"name": name, "ror": "", "country": "", "unit": ""} for name in _value(told.partners)]
    return _entered(row, countries=_value(told.countries), partners=partners)


def _value(given: Given[tuple[str, ...]] | None) -> tuple[str, ...]:
    return given.value if given else ()


def _sources(document: ProjectDocument, told: ToldProject) -> Iterator[dict[str, Any]]:
    """Walk the facts of a project with where each is written; a note with its words."""
    for name in ToldProject.model_fields:
        given = getattr(told, name)
        if isinstance(given, Given):
            words = {"value": given.value.model_dump()} if name == "note" else {}
            yield {"fact": name, "cited": _cited(document, given.cite), **words}
    yield {"fact": "status", "cited": _cited(document, document.status.cite)}


def _cited(document: ProjectDocument, cite: Cited) -> list[dict[str, Any]]:
    return [_kept(document.cited(one)) for one in cite]


def _kept(source: Source) -> dict[str, Any]:
    """Write a source as rows keep it, what it does not tell left out."""
    return {
        name: value.model_dump()
        if isinstance(value, Text)
        else value.isoformat()
        if isinstance(value, date)
        else value
        for name, value in source._asdict().items()
        if value
    }
