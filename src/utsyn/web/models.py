"""Every table of the office, gathered from the rooms."""

from utsyn.web.calls.models import Asked
from utsyn.web.log import Line
from utsyn.web.people.models import Held, Unit, UnitVersion, User

__all__ = ["Asked", "Held", "Line", "Unit", "UnitVersion", "User"]
