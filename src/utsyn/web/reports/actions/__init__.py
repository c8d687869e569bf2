"""What people decide about reports: open a round, write, hand in, send back, approve, correct, publish."""

from utsyn.web.reports.actions.approving import approve, correct, may_approve, publish_report
from utsyn.web.reports.actions.opening import add_unit, close_reporting, open_reporting
from utsyn.web.reports.actions.writing import hand_in, send_back, write

__all__ = [
    "add_unit",
    "approve",
    "close_reporting",
    "correct",
    "hand_in",
    "may_approve",
    "open_reporting",
    "publish_report",
    "send_back",
    "write",
]
