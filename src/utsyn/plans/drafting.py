"""Beginning a plan: a starter with its comments, and the next plan drafted beside the one that is followed."""

from collections.abc import Iterator
from datetime import date

from utsyn.plans.document import (
    Change,
    Follows,
    Goal,
    Lasts,
    PlanDocument,
    Step,
    Target,
    Trajectory,
)
from utsyn.plans.targets import kinds
from utsyn.text import LANGUAGES, Said, Text, say

UNCHANGED = say("Carried over as it was when the plan was drafted. Say here what changes, and why.")


def following(before: PlanDocument, *, key: str, title: Text, lasts: Lasts) -> PlanDocument:
    """Return the next plan: every goal as it was, each with a step `continued` to go through.

    What belongs to the plan before stays with it: its citations, its doubts, its days, its milestones.
    """
    because = _in_all(UNCHANGED)
    steps = tuple(
        Step(change=Change.CONTINUED, before=(goal.key,), after=(goal.key,), because=because)
        for goal in before.goals
    )
    goals = tuple(_anew(goal, lasts) for goal in before.goals)
    made = before.model_copy(
        update={
            "key": key,
            "title": title,
            "lasts": lasts,
            "adopted": None,
            "doubts": (),
            "goals": goals,
            "aims": tuple(aim.model_copy(update={"cite": ()}) for aim in before.aims),
            "chapters": tuple(chapter.model_copy(update={"cite": ()}) for chapter in before.chapters),
            "builds_on": tuple(one.model_copy(update={"cite": ()}) for one in before.builds_on),
            "beside": tuple(one.model_copy(update={"cite": ()}) for one in before.beside),
            "follows": Follows(plan=before.key, steps=steps),
        }
    )
    cited = set(_cited(made))
    kept = {name: source for name, source in before.sources.items() if name in cited}
    return made.model_copy(update={"sources": kept})


def _anew(goal: Goal, lasts: Lasts) -> Goal:
    return goal.model_copy(
        update={"cite": (), "targets": tuple(_target_anew(target, lasts) for target in goal.targets)}
    )


def _target_anew(target: Target, lasts: Lasts) -> Target:
    """Take over a target without the days and the words of the plan before; the base stays, with its citation."""
    due = target.due if target.due and target.due > lasts.until else None
    shape = "linear" if target.trajectory.shape == "milestones" else target.trajectory.shape
    return target.model_copy(update={"cite": (), "due": due, "trajectory": Trajectory(shape=shape)})


def _cited(plan: PlanDocument) -> Iterator[str]:
    """Walk the sources that bases still name: their values were read there."""
    for goal in plan.goals:
        for target in goal.targets:
            base = target.given.get("base")
            cite = base.get("cite", ()) if isinstance(base, dict) else ()
            for one in cite if isinstance(cite, (list, tuple)) else (cite,):
                if isinstance(one, dict) and isinstance(one.get("source"), str):
                    yield one["source"]


def _in_all(words: Said) -> Text:
    return Text(**{language: words.in_(language) for language in LANGUAGES})


STARTER = """\
key: {key}
institution: {{nb: "…", nn: "…", en: "…"}}
title:
  nb: "…"
  nn: "…"
  en: "…"
about:
  nb: "…"
  nn: "…"
  en: "…"
#: {period}
lasts: {{since: {since}, until: {until}}}
#: {languages}
# languages: [nb, en]

#: {sources}
sources: {{}}

#: {chapters}
chapters:
  - key: mobility
    number: "1"
    title: {{nb: "…", nn: "…", en: "…"}}

goals:
  #: {strategic}
  - key: first-strategic-goal
    kind: strategic
    chapter: mobility
    title:
      nb: "…"
      nn: "…"
      en: "…"
    #: {unmeasured}
    unmeasured:
      because: {{nb: "…", nn: "…", en: "…"}}
      needs: {{nb: "…", nn: "…", en: "…"}}

  #: {development}
  - key: first-development-goal
    kind: development
    chapter: mobility
    under: [first-strategic-goal]
    title:
      nb: "…"
      nn: "…"
      en: "…"
    targets:
      #: {judged}
      - key: judged
        kind: judged
        given:
          judge: {{nb: "…", nn: "…", en: "…"}}
          rubric:
            - {{key: in-place, title: {{nb: "…", nn: "…", en: "…"}}, counts: reached}}
            - {{key: begun, title: {{nb: "…", nn: "…", en: "…"}}, counts: "on course"}}
            - {{key: not-begun, title: {{nb: "…", nn: "…", en: "…"}}, counts: behind}}
      #: {counted}
      # - key: half-abroad
      #   kind: at_least
      #   indicator: {share}
      #   given: {{value: 0.50}}
      #: {based}
      # - key: more-than-before
      #   kind: increase
      #   indicator: {count}
      #   given: {{base: {{since: {before}, until: {day_before}}}, by: 0.20}}
      #: {kinds}
"""
COMMENTS: dict[str, Said] = {
    "period": say("First and last day of the plan."),
    "languages": say("The languages in which the plan itself is written; in these every text must be there."),
    "sources": say(
        "What the plan cites, by a short name, with its title and url. Goals name it under cite, with source and place."
    ),
    "chapters": say("The parts of the plan, in its order; within: names the chapter that one lies in."),
    "strategic": say("A strategic goal says where to. It has targets, or says why nothing can measure it."),
    "unmeasured": say("Why nothing measures it yet, and what would be needed."),
    "development": say(
        "A development goal says what changes on the way. under: names the strategic goals that it serves."
    ),
    "judged": say("No figure can tell: a role, never a person, judges by a rubric."),
    "counted": say("A figure can tell: name an indicator. Write 50 per cent as 0.50."),
    "based": say("More than before: say before what, by the first and last day of the time compared with."),
}


def starter(
    *, key: str, lasts: Lasts, language: str, share: str = "graduates-abroad", count: str = "erc-grants"
) -> str:
    """Return a plan to begin with: valid as it stands, with comments in a language; all its words are to be filled in."""
    before = date(lasts.since.year - 1, 1, 1)
    known = say("The kinds of target: {kinds}. utsyn check names what is missing.", kinds=", ".join(kinds()))
    said = {name: words.in_(language) for name, words in COMMENTS.items()} | {"kinds": known.in_(language)}
    text = STARTER.format(
        **said, key=key, since=lasts.since, until=lasts.until, share=share, count=count,
        before=before, day_before=date(before.year, 12, 31),
    )  # fmt: skip
    return "# " + _head(language) + "\n" + text.replace("#: ", "# ")


def _head(language: str) -> str:
    head = say("A plan to begin with. Replace every … in all three languages, then run: utsyn check")
    return head.in_(language)
