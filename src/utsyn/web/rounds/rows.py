"""The rows of the table of nominations, written out here rather than in a template, which would take several times as long."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from utsyn.organisations.countries import names
from utsyn.text import shown
from utsyn.web.people.units import Tree
from utsyn.web.rounds.models import Round
from utsyn.web.rounds.named import LOOKS, STATES, state_word
from utsyn.web.rounds.table import Row, stands
from utsyn.web.templatetags.words import pill

NUMBER = 987_654_321  # put in an address once, and replaced in each row


class Writer:
    """Writes rows in one language, with what is the same in every row looked up once."""

    def __init__(self, round_: Round, units: Tree, *, version: int) -> None:
        self.language = get_language() or "nb"
        self.units, self.version, self.countries = units, version, names(self.language)
        self.address = _address(round_)
        self.states = {
            state: format_html('<span class="state {}">{}</span>', LOOKS[state], state_word(state))
            for state in STATES
        }
        self.heads = {name: escape(words) for name, words in _heads().items()}
        self.late = format_html(' <span class="state closing">{}</span>', _("Late"))
        self.since = format_html('<br><span class="subtle">{}</span>', _("the call has changed since"))
        self.unasked = escape(_("Not checked yet"))
        self.called: dict[int, str] = {}
        self.days: dict[str, str] = {}

    def rows(self, rows: Sequence[Row], *, by_faculty: bool) -> SafeString:
        """Write the rows; by faculty, each faculty's under its name."""
        return mark_safe("".join(self._grouped(rows) if by_faculty else map(self._row, rows)))  # noqa: S308  escaped

    def _grouped(self, rows: Sequence[Row]) -> Iterator[str]:
        before = None
        for row in rows:
            if row.faculty != before:
                before = row.faculty
                yield f'<tr class="over"><th scope="rowgroup" colspan="6">{self._unit(row.faculty)}</th></tr>'
            yield self._row(row, within=True)

    def _row(self, row: Row, *, within: bool = False) -> str:
        title, heads = escape(row.title or "–"), self.heads
        if self.address:
            title = f'<a href="{self.address.replace(str(NUMBER), str(row.number))}">{title}</a>'
        under = self._unit(row.unit) if within else f"{self._unit(row.unit)}, {self._unit(row.faculty)}"
        where = ", ".join(self.countries.get(code, code) for code in row.countries.split())
        return (
            f'<tr><td data-head="{heads["number"]}">{row.number}</td>'
            f'<th scope="row">{title}<br><span class="subtle">{under}</span></th>'
            f'<td data-head="{heads["countries"]}">{escape(where) or "–"}</td>'
            f'<td data-head="{heads["state"]}">{self.states[row.state]}{self.late if row.late else ""}</td>'
            f'<td data-head="{heads["rules"]}">{self._checked(row)}</td>'
            f'<td data-head="{heads["adviser"]}">{escape(row.initials) or "–"}</td></tr>'
        )

    def _checked(self, row: Row) -> str:
        if not row.verdict or row.day is None:
            return self.unasked
        day = self.days.get(row.day)
        if day is None:
            day = self.days[row.day] = escape(shown(date.fromisoformat(row.day), self.language))
        changed = self.since if stands(row) and row.checked_version != self.version else ""
        return f'{pill(row.verdict)}<br><span class="subtle nowrap">{day}</span>{changed}'

    def _unit(self, pk: int) -> str:
        if pk not in self.called:
            self.called[pk] = escape(self.units[pk].in_(self.language)) if pk in self.units else "–"
        return self.called[pk]


def _heads() -> dict[str, str]:
    return {
        "number": _("No."), "title": _("Title"), "countries": _("Countries"), "state": _("State"),
        "rules": _("What the rules say"), "adviser": _("Adviser"),
    }  # fmt: skip


def _address(round_: Round) -> str:
    try:
        return reverse("nominations:nomination", args=[round_.key, NUMBER])
    except NoReverseMatch:  # the room of nominations is not there
        return ""
