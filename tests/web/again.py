"""What one who makes a decision anew has at hand: the round, the first nomination, the rector and the office."""

from tests.web.worlds import REAL
from utsyn.web.people.models import User
from utsyn.web.rounds.actions import approving
from utsyn.web.rounds.models import Round

row = Round.objects.get()
first = row.nominations.select_related("round").get(number=1)
rector, office = User.objects.get(username="rector"), User.objects.get(username="office")

__all__ = ["REAL", "approving", "first", "office", "rector", "row"]
