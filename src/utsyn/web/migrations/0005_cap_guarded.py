"""Nothing above the cap: the database refuses a place beyond it, an approval without a place, and a cap below its places."""

from django.db import migrations

from utsyn.web.guarding import Guard, guarded

CAP = "(SELECT cap FROM utsyn_round WHERE id = NEW.round_id)"
OF = "(SELECT round_id FROM utsyn_nomination WHERE id = NEW.nomination_id)"
TAKEN = "(SELECT COALESCE(MAX(number), 0) FROM utsyn_place WHERE round_id = NEW.id)"
APPROVED = "EXISTS (SELECT 1 FROM utsyn_nomination WHERE id = OLD.nomination_id AND state = 'approved')"
PLACE = "EXISTS (SELECT 1 FROM utsyn_place WHERE nomination_id = NEW.id)"


class Migration(migrations.Migration):
    dependencies = [("utsyn", "0004_rounds")]

    operations = [
        guarded(
            Guard("place_within_cap", "utsyn_place", "INSERT", f"NEW.number > {CAP}", "no place above the cap of the round"),
            Guard("place_in_its_round", "utsyn_place", "INSERT", f"NEW.round_id <> {OF}", "a place is for a nomination of its own round"),
            Guard("place_unchanged", "utsyn_place", "UPDATE", "1 = 1", "a place is given or freed, never changed"),
            Guard("place_freed_last", "utsyn_place", "DELETE", APPROVED, "a nomination that is approved keeps its place"),
            Guard("cap_above_places", "utsyn_round", "UPDATE", f"NEW.cap < {TAKEN}", "the cap cannot fall below the places that are given"),
            Guard("approved_with_place", "utsyn_nomination", "UPDATE", f"NEW.state = 'approved' AND NOT {PLACE}", "approval needs a place"),
            Guard("approved_from_start", "utsyn_nomination", "INSERT", "NEW.state = 'approved'", "approval needs a place"),
        )
    ]
