"""What fields, rows and choices are called, where the subject leaves them to the page."""

import re

from django.utils.translation import gettext as _
from pydantic import BaseModel

from utsyn.text import Said
from utsyn.web.typed import Sort, sort_of


def literal(value: str) -> str:
    """Name the choices that have no name of their own in the subject."""
    words = {
        "new": _("New"), "established": _("Established"), "maternity": _("Maternity"), "paternity": _("Paternity"),
        "illness": _("Illness"), "service": _("Military or civil service"), "training": _("Clinical training"),
        "other": _("Other"), "yes": _("Yes"), "no": _("No"),
    }  # fmt: skip
    return words.get(value, value)


PROGRAMMES = {
    "eic-pathfinder-open": "EIC Pathfinder Open", "erasmus-bip": "Erasmus+ BIP", "erasmus-ka171": "Erasmus+ KA171",
    "erasmus-ka220-hed": "Erasmus+ KA220-HED", "fellesloft": "Fellesløft", "globalink": "Globalink", "msca-dn": "MSCA DN",
    "msca-pf": "MSCA PF", "rcn-infrastructure": "INFRASTRUKTUR", "uib": "UiB",
}  # fmt: skip
ACRONYM = 7  # letters that a programme's key has at most, to be one


def programme(key: str) -> str:
    """Name a programme as people write it, whose document has no more than its key."""
    if key == "rcn-mobility":
        return _("Researcher Project with Mobility")
    return PROGRAMMES.get(key) or (key.upper() if key.isalpha() and len(key) <= ACRONYM else key)


def one_of(rows: str, number: int) -> str:
    """Name one row of many: Partner 2."""
    words = {
        "partners": _("Partner %(n)d"), "grants": _("Grant %(n)d"), "budget": _("Budget line %(n)d"),
        "papers": _("Document %(n)d"), "leave": _("Leave %(n)d"), "stays": _("Stay %(n)d"),
        "earlier": _("Earlier application %(n)d"), "amounts_by_year": _("Year %(n)d"), "people": _("Person %(n)d"),
        "tasks": _("Task %(n)d"), "effects": _("Effect %(n)d"), "risks": _("Risk %(n)d"), "links": _("Link %(n)d"),
    }  # fmt: skip
    return words.get(rows, "%(n)d") % {"n": number}


def unlabelled() -> dict[str, tuple[str, str]]:
    """Return labels and help for the facts that the subject leaves without."""
    return {
        "verdict": (_("Judgement"), ""),
        "by": (_("Judged by"), _("The role, never a name")),
        "on": (_("On"), ""),
        "because": (_("Because"), ""),
    }


def fact_name(path: str, shape: type[BaseModel], language: str) -> str:
    """Name a fact as the form does: `partners[0].country` is Partner 1: Country."""
    names, last, sort = list[str](), "", Sort("group", shape)
    for number, step in re.findall(r"\[(\d+)\]|([^.\[\]]+)", path):
        if number:
            names[-1:] = [one_of(last, int(number) + 1)]
            sort = Sort("group", sort.inner)
        elif sort.name == "group" and (info := sort.inner.model_fields.get(step)):
            last, sort = step, sort_of(info.annotation)
            names.append(Said(info.title).in_(language) if info.title else "")
    return ": ".join(name for name in names if name)
