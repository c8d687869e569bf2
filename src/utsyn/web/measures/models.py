"""What units do about goals: goals sent to them, what they answered, and the measures in their annual plans."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from utsyn.plans.measures import Status
from utsyn.web.people.models import Unit
from utsyn.web.plans.models import Plan

PERSON = settings.AUTH_USER_MODEL
STATUSES = [(status.value, status.value) for status in Status]


class Assignment(models.Model):
    """A goal sent to a unit, with what is asked of it and by when it is to answer; `answer` is the last reply's."""

    class Answer(models.TextChoices):
        """What the unit said, and what came of it."""

        ADOPTED = "adopted"
        ADAPTED = "adapted"
        DECLINED = "declined"
        # what the office says to a goal adapted or declined
        ACCEPTED = "accepted"
        ASKED_AGAIN = "asked again"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="assignments")
    goal = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    asked = models.TextField(max_length=4_000, blank=True)
    due = models.DateField(null=True)
    answer = models.CharField(max_length=11, choices=Answer.choices, blank=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "goal", "unit"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_goal_is_sent_once",
            )
        ]
        indexes = [models.Index(fields=["plan", "unit"], name="assignments_of_unit")]

    def __str__(self) -> str:
        """Say what was sent to whom."""
        return f"{self.plan_id} {self.goal} {self.unit_id}"


class Reply(models.Model):
    """One turn of the conversation about a goal sent to a unit; a goal that is not simply adopted needs a reason."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="replies")
    answer = models.CharField(max_length=11, choices=Assignment.Answer.choices)
    own_words = models.TextField(max_length=4_000, blank=True)  # the goal as the unit adapts it
    because = models.TextField(max_length=4_000, blank=True)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=13)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "replies"
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=["adopted", "accepted"]) | ~Q(because=""), name="a_no_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        """Say what was answered."""
        return f"{self.assignment_id} {self.answer}"


class Measure(models.Model):
    """A measure in a unit's annual plan; `told` is all of it (utsyn.plans.measures.Told), the columns what lists need."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="measures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    status = models.CharField(max_length=7, choices=STATUSES)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    told = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="measures_are_numbered")]
        indexes = [models.Index(fields=["plan", "unit", "status"], name="measures_of_unit")]

    def __str__(self) -> str:
        """Say which measure it is."""
        return f"{self.plan_id} {self.number}"


class MeasureGoal(models.Model):
    """A goal that a measure answers: a pair of measure and goal. `plan` is the measure's, for counting by goal."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="goals")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    goal = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "goal", "measure"], name="answers_a_goal_once")
        ]

    def __str__(self) -> str:
        """Name the pair."""
        return f"{self.measure_id} {self.goal}"


class MeasureVersion(models.Model):
    """A measure as it was told at a moment; the last of a day holds as of that day."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    told = models.JSONField()
    because = models.TextField(max_length=4_000, blank=True)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="measure_versions_are_numbered")
        ]

    def __str__(self) -> str:
        """Say which version it is."""
        return f"{self.measure_id} v{self.number}"
