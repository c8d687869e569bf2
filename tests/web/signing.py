"""What the tests of signing in share: somebody with a password, and how she signs in."""

import re
from typing import Any

import pytest

from tests.web.people import person, university

PASSWORD = "regnfrakk på kroken"  # noqa: S105  of somebody invented
HERE = "/en/sign-in/"


@pytest.fixture(autouse=True)
def quick_hashes(settings) -> None:
    """Hashes of passwords are slow on purpose; what is tested here does not depend on that."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def units() -> dict[str, Any]:
    """An invented university."""
    return university()


def local(role: str | None = None, unit: Any = None, *, username: str = "ola", **told: Any) -> Any:
    """Make somebody who signs in with PASSWORD and NAME@example.org."""
    made = person(role, unit, invented=False, username=username, **told)
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(client: Any, *, password: str = PASSWORD, email: str = "ola@example.org", **headers: Any) -> Any:
    """Send the form of signing in, and return what is answered."""
    return client.post(HERE, {"login": email, "password": password}, **headers)


def text(response: Any) -> str:
    """The words of a page."""
    return re.sub(r"<[^>]+>", " ", response.content.decode())
