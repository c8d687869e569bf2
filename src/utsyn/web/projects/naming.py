"""What tables mean when they name calls, programmes and units: the keys of those that are known here."""

from collections.abc import Mapping

from utsyn.calls.project_rows import Application
from utsyn.calls.project_search import folded
from utsyn.text import LANGUAGES
from utsyn.web.calls.facts import Shelf
from utsyn.web.people.units import Tree


class Known:
    """The keys of calls and programmes at hand, by which tables that write them otherwise are understood."""

    def __init__(self, there: Shelf) -> None:
        self.calls = {_bare(key): key for key in there.entries}
        self.programmes = {
            _bare(entry.text.programme): entry.text.programme for entry in there.entries.values()
        }
        self.of_call = {key: entry.text.programme for key, entry in there.entries.items()}

    def named(self, told: Application) -> Application:
        """Return an application with its call and programme by their keys, where they are known: INTPART 2022."""
        call = self.calls.get(_bare(told.call), told.call)
        programme = self.programmes.get(_bare(told.programme), told.programme) or self.of_call.get(call, "")
        return told._replace(call=call, programme=programme)


def _bare(written: str) -> str:
    return "".join(sign for sign in written.casefold() if sign.isalnum())


def named(there: Tree) -> Mapping[str, int]:
    """Return the units of a day by their keys and by what they were called in any language."""
    found = dict[str, int]()
    for unit in there.units.values():
        for name in (unit.key, *(str(getattr(unit.name, code)) for code in LANGUAGES)):
            if name:
                found.setdefault(folded(name), unit.pk)
    return found
