"""What never changes on the page of a figure, written out once: by figure, language and rights, in the memory of the process.

A figure that was computed is never changed, and a new process begins with nothing: so what is kept here holds for as long as the code, the
documents, the names of units and the day are the same. There is no person in it: whoever has the same rights reads the same words.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from threading import Lock
from typing import Any, NamedTuple

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

from utsyn.plans.library import Library

MOST = 200  # fragments, of ten to a hundred thousand characters each


class Asked(NamedTuple):
    """All that a fragment depends on, besides the documents. `which` names the figure by its row, its hash and the moment it was made.

    Of the figures of one unit, field or country it is the basis, whose they are and which, and the moment the basis was made.
    """

    template: str
    which: tuple[int, str, datetime | None]
    language: str
    on: date
    rights: tuple[bool, ...]
    units: tuple[str, ...] = ()  # what units are called; none for who may not see them
    choices: tuple[str, ...] = ()  # the year that is looked at, whether all units are asked for


_kept: OrderedDict[Asked, SafeString] = OrderedDict()
_of: list[Library] = []  # whose documents the fragments were written from
_lock = Lock()


def written(asked: Asked, told: Callable[[], Mapping[str, Any]], *, documents: Library) -> SafeString:
    """Return a fragment; what stands in it is asked for only where it was not written yet from these documents."""
    with _lock:
        if not _of or _of[0] is not documents:
            _kept.clear()
            _of[:] = [documents]
        if asked in _kept:
            _kept.move_to_end(asked)
            return _kept[asked]
    made = _put(asked.template, told())
    with _lock:
        if _of[0] is documents:
            _kept[asked] = made
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return made


def _put(template: str, told: Mapping[str, Any]) -> SafeString:
    """Put what is told into a template. Sentences say their own numbers; years and places in a drawing stand as they are, in a third of the time."""
    found: Any = get_template(template)
    return SafeString(found.template.render(Context(dict(told), use_l10n=False)))


def forget() -> None:
    """Forget all that was written."""
    with _lock:
        _kept.clear()
