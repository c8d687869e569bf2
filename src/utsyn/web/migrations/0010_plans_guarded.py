"""What was adopted or frozen stays: the database refuses to change an adopted edition, a frozen report, or a figure."""

from django.db import migrations

from utsyn.web.guarding import Guard, guarded

FIGURE = "UPDATE OF indicator, unit_id, since, until, version, provider, value, parts, precision, source, told, at, rehearsal, replaces_id"
FROZEN = "UPDATE OF report_id, number, text, sha256, inputs, inputs_sha256, at"
SAID = "UPDATE OF plan_id, goal, because, role, at"


class Migration(migrations.Migration):
    dependencies = [("utsyn", "0009_plans")]

    operations = [
        guarded(
            Guard("edition_as_adopted", "utsyn_edition", "UPDATE", "OLD.adopted_on IS NOT NULL", "an adopted edition is never changed"),
            Guard("edition_kept", "utsyn_edition", "DELETE", "OLD.adopted_on IS NOT NULL", "an adopted edition is kept"),
            Guard("frozen_as_it_was", "utsyn_frozen", FROZEN, "1 = 1", "a frozen report is never changed"),
            Guard("frozen_kept", "utsyn_frozen", "DELETE", "1 = 1", "a frozen report is kept"),
            Guard("figure_as_it_came", "utsyn_observed", FIGURE, "1 = 1", "a figure is revised by a new one, never changed"),
            Guard("figure_kept", "utsyn_observed", "DELETE", "1 = 1", "a figure is withdrawn, never deleted"),
            Guard("judgement_as_said", "utsyn_judged", f"{SAID}, target, level", "1 = 1", "a judgement is followed by another, never changed"),
            Guard("state_as_set", "utsyn_handset", f"{SAID}, state", "1 = 1", "a state set by hand is followed by another, never changed"),
            Guard("reply_as_said", "utsyn_reply", "UPDATE OF assignment_id, answer, own_words, because, role, at", "1 = 1", "a reply is followed by another, never changed"),
            Guard("measure_as_told", "utsyn_measureversion", "UPDATE OF measure_id, number, told, because, at", "1 = 1", "a version of a measure is never changed"),
        )
    ]
