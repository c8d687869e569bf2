"""The database refuses to change the log, whoever asks: in a migration of its own, for what is guarded can't be altered."""

from django.db import migrations

from utsyn.web.guarding import Guard, guarded

SAYS = "the log is only ever added to"


class Migration(migrations.Migration):
    dependencies = [("utsyn", "0002_people_and_log")]

    operations = [
        guarded(
            Guard("log_unchanged", "utsyn_line", "UPDATE", "1 = 1", SAYS),
            Guard("log_kept", "utsyn_line", "DELETE", "1 = 1", SAYS),
        )
    ]
