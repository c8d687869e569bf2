"""What the office does with figures: enters, revises and withdraws them, has them made anew, and lists whom they are about.

An action takes `by`, `at` and, where a page sends it, the token of its `form`: the same form sent twice is one deed.
"""

from utsyn.web.indicators.actions.entering import (
    RowsError,
    begin_recomputing,
    end_recomputing,
    enter,
    enter_all,
    revise,
    withdraw,
)
from utsyn.web.indicators.actions.listing import enter_members

__all__ = [
    "RowsError",
    "begin_recomputing",
    "end_recomputing",
    "enter",
    "enter_all",
    "enter_members",
    "revise",
    "withdraw",
]
