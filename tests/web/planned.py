"""A plan in every stage at once, for the table of rights: adopted and drafted anew, sent, answered, measured, reported, frozen."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

KEY, GOAL = "invented-plan", "language"
PLAN = """
key: invented-plan
institution: {nb: Det oppdiktede universitetet}
languages: [nb]
title: {nb: Plan, nn: Plan, en: Plan}
about: {nb: En plan}
lasts: {since: 2024-01-01, until: 2035-12-31}
chapters: [{key: home, title: {nb: Hjemme}}]
goals:
  - key: language
    kind: development
    chapter: home
    title: {nb: Språk}
    targets:
      - key: in-use
        kind: judged
        given:
          judge: {nb: rektoratet}
          rubric: [{key: in-use, title: {nb: i bruk}, counts: reached}, {key: begun, title: {nb: begynt}, counts: behind}]
  - key: fellows
    kind: development
    chapter: home
    title: {nb: Stipendiater}
    targets:
      - {key: more, kind: at_least, indicator: msca-projects, given: {value: 10}}
"""
FOLLOWS = """
follows:
  plan: plan-before
  steps:
    - {change: continued, before: [language], after: [language], because: {nb: Det samme}}
    - {change: continued, before: [fellows], after: [fellows], because: {nb: Det samme}}
"""
FIGURE = {
    "since": date(2024, 1, 1), "until": date(2024, 12, 31), "value": 7, "provider": "cordis", "method": "Counted",
    "source": {"title": "A register", "accessed": "2025-01-15"},
}  # fmt: skip


def planned(units: Mapping[str, Any], people: Mapping[str, Any]) -> dict[str, Any]:
    """Follow the plan, and return what stands in the place of each part of an address."""
    from utsyn.plans.library import library
    from utsyn.web.indicators import actions as figures
    from utsyn.web.measures import actions as measures
    from utsyn.web.plans import actions
    from utsyn.web.reports import actions as reports

    at, office, rector = timezone.now(), people["office"], people["leadership"]
    today = timezone.localdate(at)
    before = actions.take_up(PLAN.replace(KEY, "plan-before"), unit=units["uib"], by=office, at=at)
    actions.adopt(before, on=today, by=rector, at=at)
    draft = actions.take_up(PLAN + FOLLOWS, unit=units["uib"], by=office, at=at)
    plan = actions.adopt(draft, on=today, by=rector, at=at).plan
    actions.save_draft(plan, PLAN + FOLLOWS + "\n", by=office, at=at)
    provider = library().indicator("msca-projects").providers[0].key
    figure = figures.enter(
        "msca-projects", unit=units["uib"], by=office, at=at, **{**FIGURE, "provider": provider}
    )
    [assignment] = measures.send(plan, GOAL, [units["dep-clinic"]], by=office, at=at)
    told = {"title": "A course", "goals": [GOAL], "status": "running"}
    measure = measures.tell(plan, units["dep-clinic"], told, by=people["department"], at=at)
    reporting = reports.open_reporting(
        plan, key="invented-report", title="A report", since=today.replace(month=1, day=1), until=today, opens=today,
        due=today + timedelta(days=30), units=[units[key].pk for key in ("dep-clinic", "uib")],
        told={"fields": ["assessment", "overall"]}, by=office, at=at,
    )  # fmt: skip
    whole = reporting.reports.get(unit=units["uib"])
    whole = reports.hand_in(whole, by=office, at=at)
    frozen = reports.approve(whole, by=rector, at=at)
    return {
        "plan": plan.key, "other": before.plan.key, "goal": GOAL, "indicator": "msca-projects", "figure": figure.pk, "assignment": assignment.pk,
        "measure": measure.number, "unit": "dep-clinic", "reporting": reporting.key, "edition": 2,
        "report": reporting.reports.get(unit=units["dep-clinic"]).pk, "whole": whole.pk, "frozen": frozen.number,
    }  # fmt: skip
