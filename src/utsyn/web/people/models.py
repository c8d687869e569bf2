"""Who works here: people, the units they belong to as these were called at the time, and the roles they hold."""

import secrets

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

KEY = 43  # characters of an unguessable address


def new_key() -> str:
    """Return a key that nobody can guess."""
    return secrets.token_urlsafe(32)


class User(AbstractUser):
    """A person who works with calls and may be named in the log.

    Purpose: to let her in and to reach her. Kept while she has a role, and then as retention.yaml says; what she
    decided stays, under her number and without her name.
    """

    language = models.CharField(max_length=2, blank=True)
    feed = models.CharField(max_length=KEY, unique=True, default=new_key)
    invented = models.BooleanField(default=False)
    forgotten = models.DateTimeField(null=True)

    @property
    def called(self) -> str:
        """What others call her; once forgotten, her number alone."""
        return self.get_full_name() or (f"#{self.pk}" if self.forgotten else self.username)


class Unit(models.Model):
    """A part of the institution that keeps its key through all its names; merged into its successor once it ends."""

    class Kind(models.TextChoices):
        """What sort of unit it is."""

        INSTITUTION = "institution"
        FACULTY = "faculty"
        DEPARTMENT = "department"
        OFFICE = "office"

    key = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    ended = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(ended__isnull=False), name="merged_units_end"
            )
        ]

    def __str__(self) -> str:
        """Name the unit by its key."""
        return self.key


class UnitVersion(models.Model):
    """What a unit was called and where it belonged from a day until its next version."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="versions")
    since = models.DateField()
    nb = models.CharField(max_length=200)
    nn = models.CharField(max_length=200, blank=True)
    en = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "since"], name="one_version_a_day")]

    def __str__(self) -> str:
        """Name the unit as it was called, and since when."""
        return f"{self.nb} {self.since}"


class Role(models.TextChoices):
    """What a person is to the unit and to every unit below it."""

    RESEARCHER = "researcher"
    DEPARTMENT = "department"
    COORDINATOR = "coordinator"
    OFFICE = "office"
    LEADERSHIP = "leadership"
    ASSESSOR = "assessor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Held(models.Model):
    """A role that a person holds in a unit from one day to another, both included; who gave it stands in the log."""

    class Origin(models.TextChoices):
        """Where the role comes from: given by hand, or by a group at sign-in."""

        HAND = "hand"
        GROUPS = "groups"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="held")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField(max_length=13, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=6, choices=Origin.choices, default=Origin.HAND)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role", "since", "origin"], name="a_role_begins_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="roles_end_after"
            ),
        ]

    def __str__(self) -> str:
        """Say who holds what, where and since when."""
        return f"{self.user_id} {self.role} {self.unit_id} {self.since}"
