"""What has been asked about calls, and what was answered."""

from django.db import models


class Asked(models.Model):
    """A proposal that was asked about a call on a day, and the answer as it was given.

    Purpose: the one who asked can come back to the answer by its link, and have it replayed on the call
    document that it rested on. Holds what she told, which by its shape has no names of persons (people are
    pseudonymous keys; titles and free text are hers). Kept until `manage.py forget --days N` takes it away;
    demo proposals are invented and stay.
    """

    class Origin(models.TextChoices):
        """Where the proposal comes from."""

        DEMO = "demo"
        ASKED = "asked"

    call = models.CharField(max_length=80)
    title = models.CharField(max_length=300, blank=True)
    told = models.JSONField()
    on = models.DateField()
    verdict = models.CharField(max_length=10)
    answer = models.JSONField()
    sha256 = models.CharField(max_length=64)
    link = models.CharField(max_length=43, unique=True)
    form = models.CharField(max_length=64, unique=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    created = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["call", "origin"], name="asked_by_call"),
            models.Index(fields=["origin", "created"], name="asked_by_age"),
        ]

    def __str__(self) -> str:
        """Say what was asked about, and when."""
        return f"{self.call} {self.on} {self.verdict}"
