"""The database refuses to change the log, whoever asks: in a migration of its own, for what is guarded can't be altered.

A new line must lengthen the chain: nothing is put in between, and SQLite's INSERT OR REPLACE, which asks no DELETE
trigger, replaces nothing.
"""

from django.db import migrations

from utsyn.web.guarding import Guard, guarded

SAYS = "the log is only ever added to"
LAST = f"COALESCE((SELECT chained FROM utsyn_line ORDER BY id DESC LIMIT 1), '{'0' * 64}')"
THERE = "EXISTS (SELECT 1 FROM utsyn_line WHERE id = NEW.id OR chained = NEW.chained OR form = NEW.form)"


class Migration(migrations.Migration):
    dependencies = [("utsyn", "0002_people_and_log")]

    operations = [
        guarded(
            Guard("log_unchanged", "utsyn_line", "UPDATE", "1 = 1", SAYS),
            Guard("log_kept", "utsyn_line", "DELETE", "1 = 1", SAYS),
            Guard("log_lengthened", "utsyn_line", "INSERT", f"NEW.previous <> {LAST} OR {THERE}", SAYS),
        )
    ]
