"""Two frozen reports compared: goals that a later plan has taken further, units that changed, definitions that did."""

from typing import Any

from utsyn.plans.compared import changes, compared


def words(text: str) -> dict[str, str]:
    return dict.fromkeys(("nb", "nn", "en"), text)


def goal(
    key: str,
    *,
    level: str = "0.3",
    state: str = "behind",
    figures: tuple[str, ...] = ("figure/1",),
    text: str = "",
) -> dict:
    """A goal with one target, as a report keeps it."""
    shown = {"value": level, "shown": words(level)}
    standing = {"target": "half", "claim": words(f"{key}: at least half"), "level": shown, "goal": {"value": "0.5", "shown": words("0.5")},
                "state": {"key": state, "name": words(state)}, "figures": list(figures)}  # fmt: skip
    return {
        "key": key,
        "title": words(key),
        "state": standing["state"],
        "standings": [standing],
        "words": {"assessment": text},
    }


def report(
    *goals: dict, plan: str = "new", unit: dict | None = None, version: int = 1, **told: Any
) -> dict[str, Any]:
    """A report as far as a comparison reads it."""
    here = {
        "key": "hum",
        "name": words("Humanities"),
        "parent": {"key": "uib", "name": words("University")},
        "merged": [],
    }
    definition = {"indicator": "abroad", "version": version, "title": words("Abroad"), "says": words("All")}
    return {
        "plan": {"key": plan, "follows": None}, "unit": here | (unit or {}), "goals": list(goals), "overall": "",
        "figures": [{"key": "figure/1", "version": version}], "definitions": [definition], "measures": [], **told,
    }  # fmt: skip


def said(found: Any) -> str:
    return " | ".join(one.in_("en") for one in found)


def test_goals_of_two_plans_are_paired_as_the_later_plan_says():
    steps = [
        {"change": "split", "before": ["abroad"], "after": ["out", "in"]},
        {"change": "dropped", "before": ["fairs"], "after": []},
        {"change": "new", "before": [], "after": ["grants"]},
    ]
    first = report(goal("abroad"), goal("fairs"), plan="old")
    second = report(goal("out"), goal("in"), goal("grants"))
    second["plan"]["follows"] = {"plan": "old", "steps": steps}
    pairs = [
        (pair.first and pair.first["key"], pair.second and pair.second["key"])
        for pair in compared(first, second).goals
    ]
    assert pairs == [("abroad", "out"), ("abroad", "in"), (None, "grants"), ("fairs", None)]
    assert all(pair.differs for pair in compared(first, second).goals)


def test_the_same_report_differs_in_nothing():
    one = report(goal("abroad", text="Good."))
    made = compared(one, one)
    assert [pair.differs for pair in made.goals] == [False]
    assert (made.units, made.definitions, made.measures) == ((), (), ())
    assert list(changes(one, one)) == []


def test_a_change_of_unit_is_said_with_how_it_is_taken():
    first = report(goal("abroad"))
    law = {"key": "law", "name": words("Law")}
    renamed = report(goal("abroad"), unit={"name": words("Arts")})
    assert "renamed, from Humanities to Arts" in said(compared(first, renamed).units)
    moved = report(goal("abroad"), unit={"parent": law})
    assert "moved, from University to Law" in said(compared(first, moved).units)
    wider = report(goal("abroad"), unit={"merged": [law]})
    assert "Law came into Humanities in between" in said(compared(first, wider).units)
    heir = report(goal("abroad"), unit={**law, "merged": [{"key": "hum", "name": words("Humanities")}]})
    assert "Humanities was merged into Law" in said(compared(first, heir).units)
    assert "two units" in said(compared(first, report(goal("abroad"), unit=law)).units)


def test_figures_under_another_definition_are_shown_beside_each_other_and_warned_of():
    first, second = report(goal("abroad")), report(goal("abroad", level="0.4"), version=2)
    made = compared(first, second)
    assert made.goals[0].targets[0].redefined
    assert "by version 1 of its definition, and is by version 2" in said(made.definitions)
    reworded = report(goal("abroad"))
    reworded["definitions"][0] = {**reworded["definitions"][0], "says": words("Some")}
    assert "reworded without a new version" in said(compared(first, reworded).definitions)


def test_what_changed_tells_states_levels_and_measures():
    def measure(number: int, status: str) -> dict[str, Any]:
        return {
            "number": number,
            "told": {"title": f"M{number}"},
            "status": {"key": status, "name": words(status)},
        }

    first = report(goal("abroad"), measures=[measure(1, "running"), measure(2, "planned")])
    second = report(
        goal("abroad", level="0.6", state="reached"), measures=[measure(1, "done"), measure(3, "planned")]
    )
    assert said(changes(first, second)).split(" | ") == [
        "abroad: from behind to reached",
        "abroad: at least half: from 0.3 to 0.6",
        "1 new measure: 3",
        "1 measure is gone: 2",
        "Measure 1, M1: from running to done",
    ]
