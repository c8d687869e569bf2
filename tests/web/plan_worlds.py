"""A small invented plan with a goal in every state, the figures behind them, and what units do: for tests and pictures.

`written(folder)` writes the indicators into an institution's own folder; `followed(units)` puts plan and figures in the
tables, as days long ago would have left them; `answered(...)` lets units answer and plan measures.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

AT = datetime(2022, 1, 10, 12, tzinfo=UTC)
ON = date(2025, 3, 1)
KEY = "invented-2022"
BEFORE = "invented-2018"

PLAN = """
key: invented-2022
institution: {en: The Invented University, nb: Det oppdiktede universitetet, nn: Det oppdikta universitetet}
title: {en: International plan 2022-2025, nb: Internasjonal plan 2022–2025, nn: Internasjonal plan 2022–2025}
about: {en: An invented plan to learn by, nb: En oppdiktet plan å lære av, nn: Ein oppdikta plan å lære av}
lasts: {since: 2022-01-01, until: 2025-12-31}
languages: [en, nb]
sources:
  plan-en: {title: International plan 2022-2025, language: en, url: "https://example.org/plan"}
  plan-nb: {title: Internasjonal plan 2022–2025, language: nb, url: "https://example.org/planen"}
aims:
  - {key: world, title: {en: Work for a better world, nb: Arbeide for en bedre verden, nn: Arbeide for ei betre verd}}
chapters:
  - {key: partners, number: "1", title: {en: Partnerships, nb: Partnerskap, nn: Partnarskap}}
  - {key: students, number: "2", title: {en: Students, nb: Studenter, nn: Studentar}}
goals:
  - key: active-partner
    kind: strategic
    chapter: partners
    aims: [world]
    title: {en: An active partner, nb: En aktiv partner, nn: Ein aktiv partnar}
    cite:
      - {source: plan-en, place: Strategic goal, quote: "shall be an active and attractive international partner"}
      - {source: plan-nb, place: Strategisk mål, quote: "skal være en aktiv og attraktiv internasjonal partner"}
    targets:
      - key: seen
        kind: judged
        choice: {en: Who looks on judges, nb: Den som ser på avgjør, nn: Den som ser på avgjer}
        given:
          judge: {en: the leadership, nb: ledelsen, nn: leiinga}
          rubric:
            - {key: named, counts: on course, title: {en: Partners name us, nb: Partnere nevner oss, nn: Partnarar nemner oss}}
            - {key: chosen, counts: reached, title: {en: Partners choose us, nb: Partnere velger oss, nn: Partnarar vel oss}}
            - {key: unseen, counts: behind, title: {en: Nobody sees us, nb: Ingen ser oss, nn: Ingen ser oss}}
  - key: grants
    kind: development
    chapter: partners
    under: [active-partner]
    title: {en: Twice as many grants, nb: Dobbelt så mange bevilgninger, nn: Dobbelt så mange løyvingar}
    targets:
      - key: twice
        kind: increase
        indicator: grants
        given: {base: {since: 2021-01-01, until: 2021-12-31}, by: 1}
  - key: joint-papers
    kind: development
    chapter: partners
    under: [active-partner]
    depends_on: [grants]
    title: {en: Papers with partners abroad, nb: Artikler med partnere ute, nn: Artiklar med partnarar ute}
    cite:
      - {source: plan-en, place: Development goals, quote: "a higher share of papers with partners abroad"}
      - {source: plan-nb, place: Utviklingsmål, quote: "en høyere andel artikler med partnere i utlandet"}
    targets:
      - key: share
        kind: at_least
        indicator: joint-papers
        given: {value: 0.5}
        choice: {en: Half of all papers is what is meant, nb: Halvparten av artiklene er ment, nn: Halvparten av artiklane er meint}
  - key: language-rules
    kind: development
    chapter: partners
    title: {en: Language guidelines in force, nb: Språkretningslinjer er på plass, nn: Språkretningslinjer er på plass}
    targets:
      - {key: rules, kind: in_force, indicator: language-rules, due: 2023-12-31}
  - key: abroad
    kind: strategic
    chapter: students
    title: {en: Half of the students go abroad, nb: Halvparten av studentene reiser ut, nn: Halvparten av studentane reiser ut}
    targets:
      - {key: half, kind: at_least, indicator: abroad, given: {value: 0.5}}
  - key: summer-schools
    kind: development
    chapter: students
    under: [abroad]
    title: {en: Ten summer schools, nb: Ti sommerskoler, nn: Ti sommarskular}
    targets:
      - {key: ten, kind: at_least, indicator: summer-schools, given: {value: 10}}
  - key: guests
    kind: development
    chapter: students
    title: {en: More guests teach, nb: Flere gjester underviser, nn: Fleire gjester underviser}
    targets:
      - {key: guests, kind: at_least, indicator: guests, given: {value: 40}}
  - key: at-home
    kind: development
    chapter: students
    title: {en: Students are glad to stay, nb: Studentene blir gjerne, nn: Studentane blir gjerne}
    unmeasured:
      because: {en: Nobody asks students this, nb: Ingen spør studentene om dette, nn: Ingen spør studentane om dette}
      needs: {en: A question in the yearly survey, nb: Et spørsmål i den årlige undersøkelsen, nn: Eit spørsmål i den årlege undersøkinga}
"""
OLD_PLAN = """
key: invented-2018
institution: {en: The Invented University, nb: Det oppdiktede universitetet, nn: Det oppdikta universitetet}
title: {en: International plan 2018-2021, nb: Internasjonal plan 2018–2021, nn: Internasjonal plan 2018–2021}
about: {en: The plan before, nb: Planen før, nn: Planen før}
lasts: {since: 2018-01-01, until: 2021-12-31}
chapters: [{key: all, title: {en: All, nb: Alt, nn: Alt}}]
goals:
  - key: abroad
    kind: strategic
    chapter: all
    title: {en: More students abroad, nb: Flere studenter ut, nn: Fleire studentar ut}
    targets: [{key: third, kind: at_least, indicator: abroad, given: {value: 0.3}}]
  - key: fairs
    kind: development
    chapter: all
    title: {en: Fairs in three countries, nb: Messer i tre land, nn: Messer i tre land}
    unmeasured:
      because: {en: Nobody counted, nb: Ingen telte, nn: Ingen talde}
      needs: {en: A count, nb: En telling, nn: Ei teljing}
"""
FOLLOWS = """
follows:
  plan: invented-2018
  steps:
    - {change: sharpened, before: [abroad], after: [abroad], because: {en: From a third to a half, nb: Fra en tredel til halvparten, nn: Frå ein tredel til halvparten}}
    - {change: dropped, before: [fairs], because: {en: Fairs went out of use, nb: Messene gikk av bruk, nn: Messene gjekk av bruk}}
    - {change: new, after: [grants], because: {en: Nothing was said of grants, nb: Ingenting var sagt om bevilgninger, nn: Ingenting var sagt om løyvingar}}
"""
# key: sort, unit in English, extra lines
INDICATORS: Mapping[str, tuple[str, str]] = {
    "grants": ("count", "grants"),
    "joint-papers": ("share", "papers"),
    "language-rules": ("arrangement", "guidelines"),
    "abroad": ("share", "students"),
    "summer-schools": ("count", "summer schools"),
    "guests": ("count", "guests"),
}
INDICATOR = """
key: {key}
title: {{en: "The {unit}", nb: "Antall: {unit}", nn: "Talet på: {unit}"}}
asks: {{en: How many?, nb: Hvor mange?, nn: Kor mange?}}
sort: {sort}
unit: {{en: {unit}, nb: {unit}, nn: {unit}}}
owner: {{en: the international office, nb: internasjonalt kontor, nn: internasjonalt kontor}}
definitions:
  - version: 1
    since: 2010-01-01
    says: {{en: All of them, nb: Alle, nn: Alle}}
    numerator: {{en: those abroad, nb: de som er ute, nn: dei som er ute}}
    denominator: {{en: all, nb: alle, nn: alle}}
providers:
  - {{key: register, title: {{en: The register, nb: Registeret, nn: Registeret}}, lag_months: 2}}
"""
TWO = """  - {key: survey, title: {en: The survey, nb: Undersøkelsen, nn: Undersøkinga}, lag_months: 2}
"""


def written(folder: Path) -> None:
    """Write the indicators into an institution's own folder."""
    (folder / "indicators").mkdir(parents=True, exist_ok=True)
    for key, (sort, unit) in INDICATORS.items():
        text = INDICATOR.format(key=key, sort=sort, unit=unit) + (TWO if key == "guests" else "")
        (folder / "indicators" / f"{key}.yaml").write_text(text, "utf-8")


def figure(indicator: str, unit: Any, year: int, value: Any, *, known: str = "", **told: Any) -> Any:
    """A figure for a year, known in February of the next unless told; a share from its two parts."""
    from utsyn.web.indicators.models import Observed

    parts = {}
    if isinstance(value, tuple):
        parts = {"numerator": str(value[0]), "denominator": str(value[1])}
        value = Decimal(value[0]) / Decimal(value[1])
    day = date.fromisoformat(known) if known else date(year + 1, 2, 1)
    usual = {
        "indicator": indicator, "unit": unit, "since": date(year, 1, 1), "until": date(year, 12, 31), "version": 1,
        "provider": "register", "value": value, "parts": parts, "by_hand": False,
        "source": {"title": "The register", "url": "https://example.org/register", "accessed": day.isoformat()},
        "told": {"method": "counted"}, "at": datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
    }  # fmt: skip
    return Observed.objects.create(**(usual | told))


def plan(text: str, unit: Any, *, public: bool = True, on: str = "2022-01-10", **told: Any) -> Any:
    """A plan with one edition, adopted on a day."""
    from utsyn.plans.library import from_text
    from utsyn.web.plans.models import Edition, Plan

    row = Plan.objects.create(key=from_text(text).text.key, unit=unit, public=public, opened_at=AT, **told)
    Edition.objects.create(
        plan=row, number=1, text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), made_at=AT,
        adopted_on=date.fromisoformat(on), adopted_at=AT,
    )  # fmt: skip
    return row


def followed(units: Mapping[str, Any], *, public: bool = True) -> Any:
    """The plan with its figures: on ON each goal stands as its name in STATES says."""
    top = units["uib"]
    plan(OLD_PLAN, top, public=public, on="2018-01-01")
    row = plan(PLAN + FOLLOWS, top, public=public)
    for year, n in ((2021, 10), (2022, 14), (2023, 18), (2024, 22)):
        figure("grants", top, year, n)
    for year, n in ((2020, 300), (2021, 320), (2022, 380), (2024, 470)):  # 2023 is missing
        figure("joint-papers", top, year, (n, 1000))
    for year in (2021, 2022, 2023):
        figure("language-rules", top, year, 0)
    for year, n in ((2021, 300), (2022, 305), (2023, 310), (2024, 312)):
        figure("abroad", top, year, (n, 1000))
    first = figure("guests", top, 2023, 41)
    figure("guests", top, 2023, 43, known="2024-06-01", replaces=first)
    figure("guests", top, 2024, 45)
    figure("guests", top, 2024, 12, provider="survey")
    return row


STATES = {
    "active-partner": "judgement", "grants": "reached", "joint-papers": "on course", "language-rules": "missed",
    "abroad": "behind", "summer-schools": "unknown", "guests": "unknown", "at-home": "unknown",
}  # fmt: skip


def measure(row: Any, unit: Any, number: int, *goals: str, **told: Any) -> Any:
    """A measure of a unit for goals, with all that is told of it."""
    from utsyn.web.measures.models import Measure, MeasureGoal, MeasureVersion

    said = {"title": f"Measure {number}", "goals": list(goals), "status": "running", **told}
    made = Measure.objects.create(
        plan=row, unit=unit, number=number, title=said["title"], status=said["status"], told=said, made_at=AT,
        changed_at=AT,
    )  # fmt: skip
    MeasureGoal.objects.bulk_create(MeasureGoal(measure=made, plan=row, goal=goal) for goal in goals)
    MeasureVersion.objects.create(measure=made, number=1, told=said, at=AT)
    return made


def reply(row: Any, goal: str, unit: Any, answer: str, *, because: str = "", own_words: str = "") -> Any:
    """A goal sent to a unit, and what the unit answered; an empty answer is none yet."""
    from utsyn.web.measures.models import Assignment, Reply

    made = Assignment.objects.create(
        plan=row, goal=goal, unit=unit, asked="What do you do?", answer=answer, at=AT
    )
    if answer:
        Reply.objects.create(
            assignment=made, answer=answer, because=because, own_words=own_words, role="coordinator", at=AT
        )
    return made


def answered(row: Any, units: Mapping[str, Any]) -> None:
    """Let faculties answer and plan measures."""
    effect = {"indicator": "abroad", "way": "up", "by": "0.02", "because": "More places are on offer"}
    measure(
        row, units["fac-hum"], 1, "abroad", title="A term abroad in every programme", responsible="the study office",
        since="2023-01-01", until="2025-06-30", budget="250000", budget_from="The faculty's own money",
        effects=[effect], note="Only if the dean agrees",
    )  # fmt: skip
    measure(
        row, units["fac-med"], 2, "abroad", "summer-schools", title="Two summer schools", status="planned"
    )
    reply(row, "abroad", units["fac-hum"], "adopted")
    reply(row, "abroad", units["fac-law"], "declined", because="Law students must sit all exams here")
    reply(row, "abroad", units["fac-med"], "adapted", own_words="A third of our students", because="Practice")
    reply(row, "abroad", units["fac-art"], "")
