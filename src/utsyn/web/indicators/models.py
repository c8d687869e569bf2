"""Figures as they came: entered by hand with source, date and method, or computed; revised by a new row, never overwritten."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from utsyn.web.people.models import Unit

PERSON = settings.AUTH_USER_MODEL


class Observed(models.Model):
    """One figure of an indicator for one unit and period (utsyn.plans.series.Observation).

    `value` and `parts` as the definition's sort asks; an unknown value is null. `source` holds title, url, accessed,
    licence; `told` holds method and caveats. Of a figure that was revised, `replaces` names the one before.
    """

    indicator = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    version = models.PositiveIntegerField()  # of the definition
    provider = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    parts = models.JSONField(default=dict)  # by name, numbers as strings
    precision = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    by_hand = models.BooleanField(default=True)
    source = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    rehearsal = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(max_length=2_000, blank=True)

    class Meta:
        verbose_name_plural = "observed"
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="figures_end_after"),
            # one figure of a kind for a period; a revision names the one that it replaces
            models.UniqueConstraint(
                fields=["indicator", "unit", "since", "until", "version", "provider", "rehearsal"],
                condition=Q(replaces__isnull=True, withdrawn_at__isnull=True),
                name="one_first_figure_a_period",
            ),
        ]
        indexes = [
            models.Index(fields=["indicator", "rehearsal", "unit", "until"], name="observed_by_indicator")
        ]

    def __str__(self) -> str:
        """Say which figure it is."""
        return f"{self.indicator} {self.since}/{self.until}"


class MembersListed(models.Model):
    """Who all of a kind are from a day on, as listed by hand (utsyn.plans.members); the next list does not overwrite it."""

    kind = models.CharField(max_length=40)  # of members: programme, group, strategic-infrastructure
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    rehearsal = models.BooleanField(default=False)
    number = models.PositiveIntegerField()
    since = models.DateField()
    members = models.JSONField()
    because = models.TextField(max_length=4_000, blank=True)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "members listed"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "rehearsal", "number"], name="member_lists_are_numbered"
            )
        ]

    def __str__(self) -> str:
        """Say which list it is."""
        return f"{self.kind} {self.number}"


class Recomputing(models.Model):
    """That the figures of an indicator are being made anew; no report with them is approved meanwhile."""

    indicator = models.CharField(max_length=80, unique=True)
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "recomputing"

    def __str__(self) -> str:
        """Name the indicator."""
        return self.indicator
