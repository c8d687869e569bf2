"""The words that a report needs around its contents; they are frozen with it."""

from collections.abc import Mapping

from utsyn.text import Said, say

LABELS: Mapping[str, Said] = {
    "adopted": say("Adopted"), "answer": say("Answer"), "answers": say("What was asked besides"),
    "approved": say("Approved"), "asked": say("What the trajectory asks for"), "asks": say("What was asked for, and why"),
    "assessment": say("How the unit judges its progress"), "base": say("Started from"), "because": say("Because"),
    "budget": say("Budget"), "by": say("By"), "by_hand": say("State set by hand"), "caveat": say("Caveat"),
    "by_units": say("By unit"), "changes": say("Changed since the last report"), "unit_changes": say("Changed in the units since the last report"), "claim": say("Target"), "corrects": say("Why it was corrected"),
    "count": say("Goals"), "definition": say("Definition"), "definitions": say("Definitions"),
    "denominator": say("Denominator"), "disagree": say("The sources come to different answers; each is shown."),
    "draft": say("Draft: nothing is approved yet."), "edition": say("Edition"), "figure": say("Figure"),
    "figures": say("Figures"), "finding": say("Finding"), "first": say("This is the first report."),
    "goal": say("Goal"), "goals": say("Goals"), "hash": say("This report (SHA-256)"), "indicator": say("Indicator"),
    "internal": say("For those inside alone"), "invented": say("This is a rehearsal: all figures are invented."),
    "judge": say("To be judged by"), "known": say("Known since"), "level": say("Stands at"),
    "log": say("Last line of the log before it"), "measure": say("Measure"), "measures": say("Measures"),
    "method": say("How it was counted"), "needs": say("What is needed from others"), "nobody": say("Nothing was written."),
    "none": say("None."), "note": say("Note"), "number": say("Number"), "numerator": say("Numerator"),
    "obstacles": say("What stands in the way"), "others": say("By other sources"), "overall": say("The year as a whole"),
    "own": say("the unit’s own"), "own_figures": say("Figures of the unit’s own"), "own_state": say("By its own figures"), "own_words": say("In its own words"),
    "not_sent": say("not sent to it"), "unit_figures": say("Figures of the units"), "whole": say("see the goal"), "page": say("Page {n} of {all}", n="{n}", all="{all}"), "parts": say("Parts"),
    "period": say("Period"), "plan": say("Plan"), "plan_hash": say("Document of the plan (SHA-256)"),
    "progress": say("Goals by state"), "responsible": say("Responsible"), "rests": say("What this report rests on"),
    "sent": say("Goals sent to units, and what came of them"), "source": say("Source"), "stale": say("A newer figure should be known by now."),
    "standing": say("As known on"), "state": say("State"), "status": say("Status"), "target": say("To come to"),
    "unit": say("Unit"), "unknown": say("not known"), "unmeasured": say("Cannot be measured yet"), "value": say("Value"),
    "version": say("Version"), "verdict.yes": say("holds"), "verdict.no": say("does not hold"),
    "verdict.unknown": say("not known"), "verdict.judgement": say("to be judged"), "weakness": say("Weakness"),
    "would_need": say("What would be needed"),
}  # fmt: skip
