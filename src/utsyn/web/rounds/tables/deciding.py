"""How a round is decided: orders, the panel with its conflicts and ballots, the route chosen, the places given, who was told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from utsyn.web.people.models import Unit
from utsyn.web.rounds.tables.nominating import Nomination, Round

PERSON = settings.AUTH_USER_MODEL


class Order(models.Model):
    """A faculty's own order of its nominations: groups of numbers, the first first; more than one in a group is a tie."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="orders")
    faculty = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    groups = models.JSONField()
    because = models.TextField(max_length=4_000, blank=True)
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "faculty"], name="one_order_a_faculty")]

    def __str__(self) -> str:
        """Say whose order it is."""
        return f"{self.round_id} {self.faculty_id}"


class Panellist(models.Model):
    """A person who ranks the nominations of a round, her conflicts of interest, and her ballot once it is cast."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="panel")
    user = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(null=True)  # when she said what conflicts she has, be it none
    ballot = models.JSONField(null=True)
    cast_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "user"], name="sits_once")]

    def __str__(self) -> str:
        """Name her by her key."""
        return self.key

    @property
    def key(self) -> str:
        """Her key in ballots and minutes."""
        return f"p{self.user_id}"


class Conflict(models.Model):
    """A nomination that a panellist may not judge, and why."""

    panellist = models.ForeignKey(Panellist, models.CASCADE, related_name="conflicts")
    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="conflicts")
    because = models.CharField(max_length=1_000)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panellist", "nomination"], name="one_conflict_a_pair")
        ]

    def __str__(self) -> str:
        """Say who may not judge what."""
        return f"{self.panellist_id} {self.nomination_id}"


class Ranking(models.Model):
    """The route that the leadership chose, what went into it, and what came out, frozen (utsyn.calls.ranking)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="rankings")
    number = models.PositiveIntegerField()
    route = models.CharField(max_length=40)
    inputs = models.JSONField()
    outcome = models.JSONField()
    sha256 = models.CharField(max_length=64)
    because = models.TextField(max_length=4_000, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="rankings_are_numbered")]

    def __str__(self) -> str:
        """Say which ranking it is."""
        return f"{self.round_id} {self.number} {self.route}"


class Place(models.Model):
    """One of the places that the cap allows, given to a nomination: this alone is approval.

    The database refuses a place above the cap, two nominations in one place, and one nomination in two; a place
    that was given is never changed, only freed. See migration 0005.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="places")
    number = models.PositiveIntegerField()
    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="place")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="each_place_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="places_from_one"),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        """Say which place it is."""
        return f"{self.round_id} {self.number}"


class Told(models.Model):
    """That somebody was told of an amendment and what it did to a nomination; once each."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="told_of")
    amendment = models.PositiveIntegerField()
    turned = models.CharField(max_length=30)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nomination", "amendment"], name="told_once")]

    def __str__(self) -> str:
        """Say what was told of."""
        return f"{self.nomination_id} {self.amendment}"
