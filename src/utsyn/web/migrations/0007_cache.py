"""The table of what must be known to every worker for a while: codes that were used, and tries that are counted."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make(_apps: Any, editor: Any) -> None:
    """Make the table that settings.CACHES names, unless it is there."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("utsyn", "0006_letters")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
