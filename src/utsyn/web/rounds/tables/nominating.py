"""A round and the nominations in it: what is told, who is named, what the rules said, what goes with it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from utsyn.web.people.models import KEY, Unit, new_key

PERSON = settings.AUTH_USER_MODEL


class Round(models.Model):
    """An institution's own round for a call, with its terms (utsyn.calls.rounds.terms.Terms).

    A rehearsal stands by a clock of its own, so that people can learn the steps before the real days come.
    `sent_sha256` is the hash of the list as it went to the funder.
    """

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    call = models.CharField(max_length=80, db_index=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    terms = models.JSONField()
    cap = models.PositiveIntegerField()
    last_number = models.PositiveIntegerField(default=0)
    rehearsal = models.BooleanField(default=False)
    clock = models.DateTimeField(null=True, blank=True)
    ranking_asked_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_sha256 = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rehearsal=True) | Q(clock__isnull=True), name="only_rehearsals_have_clocks"
            )
        ]

    def __str__(self) -> str:
        """Name the round by its key."""
        return self.key


class State(models.TextChoices):
    """How far a nomination has come."""

    NOTICE = "notice"
    DRAFT = "draft"
    HANDED = "handed"
    NOMINATED = "nominated"
    APPROVED = "approved"
    WAITING = "waiting"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Nomination(models.Model):
    """A nomination, with what it tells (utsyn.calls.rounds.nomination.Nomination).

    Purpose: to choose which proposals the institution sends, and to show later why. What is told holds no names;
    those are in `Mentioned` and go as retention.yaml says.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="nominations")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    faculty = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    told = models.JSONField(default=dict)
    countries = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    priority = models.PositiveIntegerField(null=True, blank=True)
    late = models.BooleanField(default=False)
    adviser = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    noticed_at = models.DateTimeField(null=True)
    nominated_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, blank=True)
    checked_on = models.DateField(null=True)
    checked_version = models.PositiveIntegerField(null=True)  # of the call
    began_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="numbered_within_its_round")]
        indexes = [models.Index(fields=["round", "faculty", "state"], name="nominated_by_faculty")]

    def __str__(self) -> str:
        """Name the nomination by its round and number."""
        return f"{self.round_id}/{self.number}"


class Writer(models.Model):
    """A person who may write a nomination."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="writers")
    user = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nomination", "user"], name="writes_once")]

    def __str__(self) -> str:
        """Say who writes what."""
        return f"{self.user_id} {self.nomination_id}"


class Mentioned(models.Model):
    """A person whom a nomination names: the only place where it does, so that she can be forgotten.

    `key` is the pseudonymous key that the facts use for her; `organisation` the partner that a local leader belongs to.
    """

    class Part(models.TextChoices):
        """What she is in the project."""

        APPLICANT = "applicant"
        INTERNAL = "internal partner"
        LOCAL_LEADER = "local leader"
        RESEARCHER = "researcher"
        KEY_PERSON = "key person"

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="mentioned")
    part = models.CharField(max_length=16, choices=Part.choices)
    key = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, blank=True)
    organisation = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        """Say what part is played, and not by whom."""
        return f"{self.nomination_id} {self.part}"


class Version(models.Model):
    """A nomination as it was told before it was written anew, so that nothing written is lost."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    told = models.JSONField()
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nomination", "number"], name="one_text_a_version")]

    def __str__(self) -> str:
        """Name the version."""
        return f"{self.nomination_id} v{self.number}"


class Check(models.Model):
    """What the call's rules said of a nomination on a day: the answer as it was given, and what it rested on."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="checks")
    version = models.PositiveIntegerField()  # of the nomination
    on = models.DateField()
    call_version = models.PositiveIntegerField()
    call_sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10)
    answer = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["nomination", "-at"], name="last_check_first")]

    def __str__(self) -> str:
        """Say what was found, and when."""
        return f"{self.nomination_id} {self.on} {self.verdict}"


class Attachment(models.Model):
    """A file that goes with a nomination, found by a key that nobody can guess and by nothing else."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    link = models.CharField(max_length=KEY, unique=True, default=new_key)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Name the file."""
        return self.name


class Comment(models.Model):
    """What somebody said of a nomination: a question, an answer, the reading of a draft."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="comments")
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(max_length=10_000)
    internal = models.BooleanField(default=False)  # for the office alone

    def __str__(self) -> str:
        """Say what it is about."""
        return f"{self.nomination_id} {self.at:%Y-%m-%d}"


class Endorsement(models.Model):
    """The department's word on a nomination: that its own contribution stands, or why not."""

    nomination = models.OneToOneField(Nomination, models.CASCADE, related_name="endorsement")
    agrees = models.BooleanField()
    because = models.TextField(max_length=2_000, blank=True)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Say what the department said."""
        return f"{self.nomination_id} {self.agrees}"
