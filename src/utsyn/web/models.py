"""Every table of the office, gathered from the rooms."""

from utsyn.web.calls.models import Asked
from utsyn.web.log import Line
from utsyn.web.people.models import User

__all__ = ["Asked", "Line", "User"]
