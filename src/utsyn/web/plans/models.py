"""Plans that the institution follows: their editions as YAML, adopted once and then unchangeable, and what people judged."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from utsyn.plans.states import State
from utsyn.web.people.models import Unit

PERSON = settings.AUTH_USER_MODEL
STATES = [(state.value, state.value) for state in State]


class Plan(models.Model):
    """A plan that a unit follows, by its key; a rehearsal's figures are invented, and every page of it says so."""

    key = models.SlugField(max_length=80, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    public = models.BooleanField(default=False)
    rehearsal = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        """Name the plan by its key."""
        return self.key


class Edition(models.Model):
    """The document of a plan as it was saved: a draft until it is adopted, and never changed after that.

    `text` is the YAML as its author wrote it, `sha256` of its bytes. The edition that holds on a day is the one that was
    adopted last by then. See migration 0010 for what the database refuses.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    adopted_on = models.DateField(null=True)
    adopted_at = models.DateTimeField(null=True)
    because = models.TextField(max_length=4_000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="editions_are_numbered"),
            models.CheckConstraint(
                condition=Q(adopted_on__isnull=True, adopted_at__isnull=True)
                | Q(adopted_on__isnull=False, adopted_at__isnull=False),
                name="adopted_on_a_day",
            ),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        """Say which edition it is."""
        return f"{self.plan_id} {self.number}"


class Judged(models.Model):
    """A level of a rubric that a person chose for a target, and why; the next one does not overwrite it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="judged")
    goal = models.CharField(max_length=80)
    target = models.CharField(max_length=80)
    level = models.CharField(max_length=80)
    because = models.TextField(max_length=4_000)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=13)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "judged"

    def __str__(self) -> str:
        """Say what was judged."""
        return f"{self.plan_id} {self.goal} {self.level}"


class HandSet(models.Model):
    """A state that a person set for a goal, and why; it stands beside the computed one. An empty state takes it back."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="hand_set")
    goal = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=STATES, blank=True)
    because = models.TextField(max_length=4_000)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=13)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Say what was set."""
        return f"{self.plan_id} {self.goal} {self.state}"
