"""What was done, by whom, when, and what it rested on: lines are added, never changed or taken away."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class OnlyAddedError(TypeError):
    """Somebody tried to change the log."""

    def __init__(self) -> None:
        super().__init__("the log is only ever added to")


class Lines(models.QuerySet["Line"]):
    """Lines of the log, to be read."""

    def update(self, **_: Any) -> NoReturn:
        """Refuse."""
        raise OnlyAddedError

    def delete(self) -> NoReturn:
        """Refuse."""
        raise OnlyAddedError

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        raise OnlyAddedError


class Line(models.Model):
    """One thing done. Holds no word of what a person told: only the hash of the answer it rested on.

    Purpose: to show later that a decision was made, when, and on which answer. Kept for as long as the
    installation stands.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    did = models.CharField(max_length=40)
    about = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = Lines.as_manager()

    def __str__(self) -> str:
        """Say what was done about what, and when."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.did} {self.about}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line. Raises OnlyAddedError for a line that already stands."""
        if not self._state.adding:
            raise OnlyAddedError
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        raise OnlyAddedError
