"""What units, faculties and the office do: goals are sent, answered and taken back; measures are told and changed.

An action takes `by`, `at` and, where a page sends it, the token of its `form`: the same form sent twice is one deed.
"""

from utsyn.web.measures.actions.conversing import answer, reply, send, take_back
from utsyn.web.measures.actions.measuring import change, mark_done, retire, tell

__all__ = ["answer", "change", "mark_done", "reply", "retire", "send", "take_back", "tell"]
