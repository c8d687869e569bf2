"""A plan with 60 goals, 20 units, 1,500 measures and ten years of figures, straight in the tables, to be measured."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

GOALS, UNITS, MEASURES, YEARS = 60, 20, 1_500, range(2014, 2024)
AT = datetime(2022, 1, 15, 12, tzinfo=UTC)
ON = date(2024, 6, 1)
KINDS = (
    ("at_least", "graduates-abroad", {"value": "0.5"}),
    ("increase", "msca-projects", {"base": {"since": "2021-01-01", "until": "2021-12-31"}}),
    (
        "increase_share",
        "international-copublication",
        {"base": {"since": "2021-01-01", "until": "2021-12-31"}},
    ),
    ("balance", "exchange-flows", {"tolerance": "0.1"}),
    ("in_force", "opt-out-scheme", {}),
)


def text(words: str) -> dict[str, str]:
    """Words in three languages."""
    return {"nb": words, "nn": words, "en": words}


def document() -> dict[str, Any]:
    """The plan as a document that JSON carries, which is YAML."""
    goals = []
    for n in range(GOALS):
        kind, indicator, given = KINDS[n % len(KINDS)]
        goals.append({
            "key": f"goal-{n}", "kind": "development" if n % 4 else "strategic", "chapter": f"chapter-{n % 8}",
            "title": text(f"More students and staff take part in international work, goal {n}"),
            "targets": [{"key": "target", "kind": kind, "indicator": indicator, "given": given}],
        })  # fmt: skip
    chapters = [
        {"key": f"chapter-{n}", "number": str(n + 1), "title": text(f"Chapter {n}")} for n in range(8)
    ]
    return {
        "key": "bench", "institution": text("The Invented University"), "title": text("International plan"),
        "about": text("A plan to be measured."), "lasts": {"since": "2022-01-01", "until": "2025-12-31"},
        "chapters": chapters, "goals": goals,
    }  # fmt: skip


def filled() -> tuple[Any, Any]:
    """An invented university that follows the plan, and the rector who looks at it; returns the plan and her."""
    import json

    from tests.web.people import person, unit, university
    from utsyn.web.plans import actions

    units = university()
    units |= {
        f"more-{n}": unit(f"more-{n}", "department", f"Institutt {n}", below=units["fac-nat"])
        for n in range(6)
    }
    office, rector = person("office", units["uib"]), person("leadership", units["uib"])
    draft = actions.take_up(json.dumps(document()), unit=units["uib"], by=office, at=AT)
    plan = actions.adopt(draft, on=date(2022, 1, 15), by=rector, at=AT).plan
    parts = [row for key, row in units.items() if key.startswith(("dep-", "more-"))][:UNITS]
    for one in (units["uib"], *parts):
        _figures(one)
    _measures(plan, parts)
    return plan, rector


def reported(plan: Any) -> Any:
    """The whole institution's report for 2023, handed in."""
    from utsyn.web.models import User
    from utsyn.web.reports import actions

    office, at = User.objects.get(held__role="office"), datetime(2024, 5, 1, tzinfo=UTC)
    reporting = actions.open_reporting(
        plan, key="bench-2023", title="Follow-up report 2023", since=date(2023, 1, 1), until=date(2023, 12, 31),
        opens=date(2024, 2, 1), due=date(2024, 6, 1), units=[plan.unit_id],
        told={"fields": ["assessment", "overall"]}, by=office, at=at,
    )  # fmt: skip
    return actions.hand_in(reporting.reports.get(), by=office, at=at)


def _figures(unit: Any) -> None:
    from utsyn.plans.library import library
    from utsyn.web.models import Observed

    for _, key, _ in KINDS:
        indicator = library().indicator(key)
        provider = indicator.leading() or (indicator.providers[0].key if indicator.providers else "by-hand")
        for n, year in enumerate(YEARS):
            since, until = date(year, 1, 1), date(year, 12, 31)
            definition = indicator.definition(on=since)
            if definition is None:
                continue
            value, parts = _value(indicator.sort.value, n)
            Observed.objects.create(
                indicator=key, unit=unit, since=since, until=until, version=definition.version, provider=provider, value=value,
                parts=parts, source={"title": "An invented source", "accessed": "2024-02-01"},
                told={"method": "Invented"}, at=datetime(min(year + 1, 2024), 2, 1, tzinfo=UTC),
            )  # fmt: skip


def _value(sort: str, n: int) -> tuple[Decimal | None, dict[str, str]]:
    if sort == "share":
        numerator = 400 + 40 * n
        return Decimal(numerator) / 2_000, {"numerator": str(numerator), "denominator": "2000"}
    if sort == "flows":
        return None, {"in": str(800 + 20 * n), "out": str(1_000 + 10 * n)}
    return (Decimal(1), {}) if sort == "arrangement" else (Decimal(20 + n), {})


def _measures(plan: Any, units: list[Any]) -> None:
    from utsyn.plans.measures import Told
    from utsyn.web.models import Assignment, Measure, MeasureGoal, MeasureVersion

    statuses = ("planned", "running", "done", "stopped")
    for n in range(1, MEASURES + 1):
        told = Told.model_validate({
            "title": f"A measure of some importance, number {n}", "what": "What is done about it. " * 20,
            "goals": [f"goal-{n % GOALS}", f"goal-{n * 7 % GOALS}"] if n % 5 == 0 and n % GOALS != n * 7 % GOALS
            else [f"goal-{n % GOALS}"],
            "responsible": "Head of studies", "since": "2022-02-01", "until": "2025-06-30", "status": statuses[n % 4],
            "budget": 100_000, "budget_from": "Own means", "tasks": [{"what": "Begin", "due": "2023-01-01"}],
        }).model_dump(mode="json")  # fmt: skip
        made = Measure.objects.create(
            plan=plan, unit=units[n % len(units)], number=n, title=told["title"], status=told["status"],
            since=date(2022, 2, 1), until=date(2025, 6, 30), told=told, made_at=AT, changed_at=AT,
        )  # fmt: skip
        MeasureVersion.objects.create(measure=made, number=1, told=told, at=AT)
        MeasureGoal.objects.bulk_create(
            MeasureGoal(measure=made, plan=plan, goal=goal) for goal in told["goals"]
        )
    for goal in range(GOALS):
        for row in units[goal % 4 :: 4]:
            Assignment.objects.create(plan=plan, goal=f"goal-{goal}", unit=row, answer="adopted", at=AT)
