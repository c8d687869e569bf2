"""The commands of the desk:  utsyn-web migrate, utsyn-web demo, utsyn-web check --deploy.  Django's, in plain words."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db.utils import OperationalError

MISCONFIGURED = 78  # as sysexits.h numbers it


def main() -> None:
    """Run the command that was asked for; say in a line what keeps this installation from it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "utsyn.web.settings")
    try:
        execute_from_command_line(["utsyn-web", *sys.argv[1:]])
    except (ImproperlyConfigured, OperationalError, PermissionError) as error:
        if os.environ.get("UTSYN_DEBUG") == "1":
            raise
        sys.stderr.write(f"Utsyn cannot start here: {str(error).strip()}\n")
        sys.exit(MISCONFIGURED)


if __name__ == "__main__":
    main()
