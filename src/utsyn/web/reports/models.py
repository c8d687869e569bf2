"""The annual wheel and its reports: who reports what by when, drafts, and reports frozen for good."""

from django.conf import settings
from django.db import models

from utsyn.web.people.models import Unit
from utsyn.web.plans.models import Plan

PERSON = settings.AUTH_USER_MODEL


class Reporting(models.Model):
    """A round of reporting on a plan: for which time, who reports, by when, and what is asked (told).

    `told` is a utsyn.plans.reporting.Asked: every field that is asked for, with why the house cannot know it.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reportings")
    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField()
    opens = models.DateField()
    due = models.DateField()
    told = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        """Name it by its key."""
        return self.key


class Report(models.Model):
    """A unit's report in a round of reporting, or the whole institution's: one each. `told` is what people wrote."""

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft"
        HANDED_IN = "handed in"
        SENT_BACK = "sent back"
        APPROVED = "approved"

    reporting = models.ForeignKey(Reporting, models.CASCADE, related_name="reports")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    told = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    public = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reporting", "unit"], name="a_unit_reports_once")]

    def __str__(self) -> str:
        """Say whose report it is."""
        return f"{self.reporting_id} {self.unit_id}"


class Frozen(models.Model):
    """A report as it was approved: canonical JSON with every figure, text, source and definition. Never changed.

    `text` is what every form of it is made from, `inputs` what the answers in it were computed from, so that they can
    be computed again. See migration 0010 for what the database refuses.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="frozen")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    inputs = models.TextField()
    inputs_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "frozen"
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="frozen_are_numbered")]

    def __str__(self) -> str:
        """Say which one it is."""
        return f"{self.report_id} {self.number}"
