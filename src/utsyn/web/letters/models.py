"""The queue of letters: what is to be sent to whom, and how far each has come."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

LEASE = timedelta(minutes=15)  # longer than any server is waited for: who holds a letter longer has stopped


def new_message_id() -> str:
    """Return the name by which e-mail programs know a letter again; it is the same however often it is sent."""
    return f"<{secrets.token_hex(16)}@{settings.MAIL.domain}>"


class Letter(models.Model):
    """An e-mail, written in the receiver's language when it was queued; `key` makes that the same is queued once.

    Purpose: to tell people what was decided and what is left for them to do, and to show later that they were told.
    Holds an address, or whose it is, and the text. Kept as retention.yaml says; what was decided stays in the log.
    """

    class State(models.TextChoices):
        """How far it has come. From `sending` on the server may have it: nothing is sent again by itself."""

        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        UNCERTAIN = "uncertain"
        FAILED = "failed"
        WITHHELD = "withheld"

    class Trouble(models.TextChoices):
        """Why it is not sent; what the server said stands in `error`."""

        UNREACHABLE = "unreachable"
        GAVE_UP = "gave up"
        REFUSED = "refused"
        NO_ADDRESS = "no address"
        BROKEN_OFF = "broken off"
        STOPPED = "stopped"
        REHEARSAL = "rehearsal"

    key = models.CharField(max_length=200, unique=True)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2)
    subject = models.TextField()
    body = models.TextField()
    about = models.CharField(max_length=120, db_index=True)
    created = models.DateTimeField()
    not_before = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    trouble = models.CharField(max_length=11, choices=Trouble.choices, blank=True)
    error = models.TextField(blank=True)
    tries = models.PositiveIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=300, unique=True, default=new_message_id)
    version = models.PositiveIntegerField(default=1)  # how often a person decided about it

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"], name="letters_by_turn")]

    def __str__(self) -> str:
        """Name the letter by its key."""
        return self.key

    @property
    def receiver(self) -> str:
        """The address it goes to: a person's own as it is today, else the one it was written to."""
        return self.to.email if self.to else self.address

    @property
    def when(self) -> datetime:
        """The moment it was written, where the office is."""
        return timezone.localtime(self.created)
