"""The tables of DBH that are used here: their columns, and how the API is asked for them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from utsyn.evidence.sources import cells
from utsyn.problems import Problem, Problems, Unfit
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.fetching import Fetch

ADDRESS = "https://dbh-data.dataporten-api.no/Tabeller/hentCSVTabellData"
VARIABLE = "UTSYN_DBH_TOKEN"
EXACT = "_exact"
ROUNDED_TO = "3"  # where nobody says otherwise
COUNTED = "Antall totalt"
EXCHANGE = (
    "Institusjonskode",
    "Avdelingskode",
    "Årstall",
    "Semester",
    "Nivåkode",
    "Type",
    "Utvekslingsavtale",
    "Landkode",
)
COMPLETION = ("Institusjonskode", "Avdelingskode", "Årstall", "Semester", "Nivåkode")
BY = {"142": EXCHANGE, "104": COMPLETION, "118": COMPLETION}
WHOLE = ("62", "467", "211")
MERGED = "Institusjonskode (sammenslått)"
HEADINGS: Mapping[str, Sequence[str]] = {
    "142": (*EXCHANGE, COUNTED),
    "104": (*COMPLETION, COUNTED),
    "118": (*COMPLETION, COUNTED),
    "62": ("Utvekslingsavtale", "beskrivelse"),
    "467": ("Type", "utvekslingskode", "utvekslingstype"),
    "211": ("Institusjonskode", "Institusjonsnavn", "Kortnavn", "Gyldig fra", "Gyldig til", MERGED),
}


def query(table: str, *, since: int, until: int) -> dict[str, Any]:
    """Return what the API is asked for: a table counted by its columns for some years, or a list of codes as a whole."""
    asked: dict[str, Any] = {
        "tabell_id": int(table),
        "api_versjon": 1,
        "statuslinje": "N",
        "kodetekst": "N",
        "decimal_separator": ".",
    }
    if table in WHOLE:
        return {**asked, "variabler": ["*"], "sortBy": [HEADINGS[table][0]], "filter": []}
    years = {
        "variabel": "Årstall",
        "selection": {"filter": "between", "values": [str(since), str(until)], "exclude": []},
    }
    return {**asked, "groupBy": list(BY[table]), "sortBy": list(BY[table]), "filter": [years]}


def fetch(into: "Fetch", parameters: Mapping[str, str]) -> None:
    """Fetch the tables for the years `since` to `until`; exact where the environment has a token."""
    on = into.asker.edge.on
    since, until = (
        _year(parameters.get(name, str(of))) for name, of in (("since", on.year - 10), ("until", on.year))
    )
    token = into.asker.key(VARIABLE)
    for table in HEADINGS:
        told = query(table, since=since, until=until)
        years = "" if table in WHOLE else f"_{since}-{until}"
        name = f"{table}{years}{EXACT if token and years else ''}.csv"
        into.file(parameters.get("address", ADDRESS), name=name, told=told, bearer=token)


def _year(written: str) -> int:
    try:
        found = cells.year(written)
    except Unfit as error:
        raise Problems(
            Problem(say("“{written}” cannot be used", written=written[:80]), error.said)
        ) from error
    return found or 0
