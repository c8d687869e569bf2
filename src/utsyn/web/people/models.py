"""Who signs in. Nobody does yet; the table stands from the first migration because it cannot be added later."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who works with calls and may be named in the log."""
