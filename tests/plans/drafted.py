"""A plan in which nothing is wrong, with the indicators it rests on and the plan before, as files to spoil one by one."""

from pathlib import Path

ABOUT = "{nb: Prøve, nn: Prøve, en: Test}"
BEFORE = f"""\
key: before-2018
institution: {ABOUT}
title: {ABOUT}
about: {ABOUT}
lasts: {{since: 2018-01-01, until: 2021-12-31}}
chapters: [{{key: all, title: {ABOUT}}}]
goals:
  - {{key: older, kind: strategic, chapter: all, title: {ABOUT}, unmeasured: {{because: {ABOUT}, needs: {ABOUT}}}}}
"""
PLAN = f"""\
key: ours-2022
institution: {ABOUT}
title: {ABOUT}
about: {ABOUT}
lasts: {{since: 2022-01-01, until: 2025-12-31}}
adopted: 2021-12-01
languages: [nb, en]
sources: {{plan: {{title: The plan, text: plan.txt}}}}
aims: [{{key: aim, title: {ABOUT}}}]
chapters:
  - {{key: all, title: {ABOUT}}}
  - {{key: part, title: {ABOUT}, within: all}}
goals:
  - key: strategic
    kind: strategic
    chapter: all
    aims: [aim]
    title: {{nb: Mål, nn: Mål, en: Goal}}
    cite: {{source: plan, quote: "shall be active"}}
    unmeasured:
      because: {ABOUT}
      needs: {ABOUT}
  - key: more
    kind: development
    chapter: part
    under: [strategic]
    title: {{nb: Flere, nn: Fleire, en: More}}
    cite: {{source: plan}}
    targets:
      - key: projects
        kind: increase
        indicator: projects
        given:
          base: {{since: 2014-01-01, until: 2020-12-31}}
          by: 0.20
  - key: half
    kind: development
    chapter: part
    depends_on: [more]
    title: {{nb: Halvparten, nn: Halvparten, en: Half}}
    cite: {{source: plan}}
    targets:
      - key: share
        kind: at_least
        indicator: share
        given:
          value: 0.50
        due: 2025-12-31
        trajectory:
          shape: milestones
          milestones:
            - {{on: 2022-12-31, value: 0.30}}
            - {{on: 2023-12-31, value: 0.40}}
  - key: best
    kind: development
    chapter: part
    title: {{nb: Best, nn: Best, en: Best}}
    cite: {{source: plan}}
    targets:
      - key: place
        kind: rank_within
        indicator: place
        given:
          place: 20
          among: {{nb: Alle, nn: Alle, en: All}}
follows:
  plan: before-2018
  steps:
    - {{change: continued, before: [older], after: [strategic], because: {ABOUT}}}
    - change: new
      after: [more, half, best]
      because: {ABOUT}
"""
INDICATOR = f"""\
key: projects
title: {ABOUT}
asks: {ABOUT}
sort: count
unit: {ABOUT}
owner: {ABOUT}
definitions:
  - version: 1
    since: 2014-01-01
    says: {ABOUT}
    weaknesses: [{ABOUT}]
providers:
  - {{key: register, title: {ABOUT}, leads: true}}
  - {{key: other, title: {ABOUT}}}
"""
TEXT = "The university shall be active in the world."


def indicator(key: str, sort: str, *, provided: bool = True) -> str:
    """The YAML of an indicator in which nothing is wrong."""
    text = INDICATOR.replace("key: projects", f"key: {key}").replace("sort: count", f"sort: {sort}")
    if sort == "share":
        text = text.replace(
            "    weaknesses", f"    numerator: {ABOUT}\n    denominator: {ABOUT}\n    weaknesses"
        )
    return text if provided else text.split("providers:")[0] + f"needs: {ABOUT}\n"


def laid(folder: Path) -> Path:
    """Lay all of it in a folder, and return the file of the plan."""
    for name in ("plans", "indicators"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "plans" / "plan.txt").write_text(TEXT, encoding="utf-8")
    (folder / "plans" / "before-2018.yaml").write_text(BEFORE, encoding="utf-8")
    for key, sort in (("projects", "count"), ("share", "share"), ("place", "rank"), ("flows", "flows")):
        (folder / "indicators" / f"{key}.yaml").write_text(indicator(key, sort), encoding="utf-8")
    by_hand = indicator("by-hand", "count", provided=False)
    (folder / "indicators" / "by-hand.yaml").write_text(by_hand, encoding="utf-8")
    plan = folder / "plans" / "ours-2022.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    return plan
