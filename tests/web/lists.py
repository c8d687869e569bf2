"""Lists to the funder made for tests: one to look at, and any at all for properties."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from utsyn.calls.lists import FunderList, Internal, ListPartner, ListRow
from utsyn.organisations.countries import names
from utsyn.text import LANGUAGES
from utsyn.web.papers.sheet.values import is_none, is_unknown

SECRET = "only for the house"  # noqa: S105  what must not reach the funder
MADE_AT = datetime(2022, 3, 15, 9, 30, tzinfo=timezone(timedelta(hours=1)))
HOSTILE = '=HYPERLINK("http://x") #panic("a") $x^2$ *b* _i_ <b>&amp;{{ 7*7 }}{% raw %} `c` @d // \\u{41} 中 😀 \u202eevil'
INTERNAL = Internal(faculty=f"Medicine {SECRET}", risk=SECRET, evidence_of_grant=SECRET, key_people=SECRET,
                    export_control_note=SECRET, starts=date(2022, 10, 1), ends=date(2027, 9, 30))  # fmt: skip
PARTNERS = (
    ListPartner(
        country="US", institution="University of Washington", unit="School of Medicine", local_leader="J. Doe"
    ),
    ListPartner(country="BR", institution="Universidade de São Paulo"),
)


def row(number: int, **told: Any) -> ListRow:
    """A row with everything told, but for what a test says."""
    full = {
        "title": f"Sepsis in three cities {number}",
        "theme": "Sepsis kills.\nThree cities learn.",
        "link_to_grant": "SFF 900401",
        "applicant": "Kari Nordmann",
        "internal_partners": "Ola Hansen; Per Åsen",
        "department": "Klinisk institutt 2",
        "partners": PARTNERS,
        "amount": Decimal("9999999.50"),
        "own_contribution": Decimal(2_500_000),
        "currency": "NOK",
        "internal": INTERNAL,
    }
    return ListRow(number=number, **full | told)


def listed(*rows: ListRow, **told: Any) -> FunderList:
    """An internal list of these rows, or of three; `language`, `variant` and the rest may be told."""
    rows = rows or (row(1), row(2), row(3))
    full = {
        "round_title": "INTPART 2022 ved UiB",
        "call_key": "intpart-2022",
        "call_title": "INTPART 2022",
        "institution": "Universitetet i Bergen",
        "cap": 20,
        "approved": len(rows),
        "made_at": MADE_AT,
        "language": "nb",
        "call_version": 2,
        "call_sha256": "a" * 64,
        "decision_sha256": "b" * 64,
        "variant": "internal",
        "rows": rows,
    }
    return FunderList(**full | told)


def _told(words: str) -> bool:
    return not any(is_unknown(line) or is_none(line) for line in words.split("\n"))


words = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40).filter(_told)
amounts = st.none() | st.decimals(0, 9_999_999_999_999, places=2)
days = st.none() | st.dates(date(1900, 3, 1), date(2199, 12, 31))
countries = st.none() | st.sampled_from(sorted(names("en")))
partner = st.builds(
    ListPartner, country=countries, institution=words, unit=words, local_leader=words, researchers=words
)
# One partner of whom nothing is known is not told from nobody having told of partners.
partners = st.none() | st.lists(partner, max_size=4).map(tuple).filter(lambda made: made != (ListPartner(),))
internals = st.builds(Internal, faculty=words, key_people=words, evidence_of_grant=words, risk=words,
                      export_control_note=words, starts=days, ends=days)  # fmt: skip
row_parts = st.fixed_dictionaries({
    "title": words.filter(lambda said: ListRow(number=1, title=said).title), "theme": words, "link_to_grant": words,
    "applicant": words, "internal_partners": words, "department": words, "partners": partners, "amount": amounts,
    "own_contribution": amounts, "currency": st.sampled_from([None, "NOK", "EUR"]), "internal": internals,
})  # fmt: skip


@st.composite
def lists(draw: st.DrawFn) -> FunderList:
    """Any list, in either variant and any language."""
    variant = draw(st.sampled_from(["funder", "internal"]))
    parts = draw(st.lists(row_parts, min_size=1, max_size=5))
    rows = [ListRow(number=n, **told) for n, told in enumerate(parts, start=1)]
    whole = listed(
        *rows, language=draw(st.sampled_from(LANGUAGES)), made_at=datetime(2022, 3, 15, tzinfo=UTC)
    )
    return whole if variant == "internal" else whole.for_funder()
