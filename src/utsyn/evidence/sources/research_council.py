"""The Research Council of Norway: applications and what came of them, from its open data.

Withdrawn applications and those rejected for their form are not in the data, so that a rate of success is that of applications that were
assessed. Names and gender of project leaders stand in the file and are not kept; nor is the one responsible where that is a person.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from utsyn.evidence.registers import APPLICATIONS
from utsyn.evidence.sources import Origin, cells, source
from utsyn.evidence.sources.corrections import HEADINGS as CORRECTING
from utsyn.evidence.sources.corrections import corrections
from utsyn.evidence.sources.sheets import Faults, Row, headings, nearly, sheet
from utsyn.problems import Unfit
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.fetching import Fetch
    from utsyn.evidence.loading import Loading

ADDRESS = "https://raw.githubusercontent.com/Forskningsradet/open-data/main/datasets/soknader2/dataset.csv"
WANTED = (
    "prosjektnummer", "soknadsfrist", "soknadsdato", "utlysnings_id", "soknadstype", "prosjektfase", "prosjektstart", "prosjektslutt",
    "prosjektansvarlig_type", "kortnavn", "organisasjonsnummer", "kp1", "kp2", "sektor", "sokt_belop", "tildelt_belop",
)  # fmt: skip
OUTCOMES = {
    "Mottatt": "pending",
    "Vurderes": "pending",
    "Avslag": "rejected",
    "Bevilgning": "granted",
    "Avsluttet": "granted",
}
ORGANISATION = "Organisasjon"


def fetch(into: "Fetch", parameters: Mapping[str, str]) -> None:
    """Fetch the applications as they were published last."""
    into.file(parameters.get("address", ADDRESS), name="soknader.csv")


def recognise(files: Sequence[Path]) -> Sequence[Path]:
    """Return files of applications, and corrections that lie beside one."""
    own = [path for path in files if nearly(WANTED, headings(path))]
    return own + [path for path in files if own and headings(path) == CORRECTING]


def load(files: Sequence[Path], into: "Loading") -> None:
    """Load the applications."""
    mended = corrections([path for path in files if headings(path) == CORRECTING])
    faults = Faults()

    def each() -> Iterator[Mapping[str, Any]]:
        met: set[str] = set()
        for path in files:
            if headings(path) == CORRECTING:
                continue
            with sheet(path) as found:
                found.require(WANTED)
                for row in found.rows(faults, corrections=mended, key=("prosjektnummer",)):
                    made = _application(row, into)
                    if made["application"] in met:
                        into.count("application that is there twice, of which the first counts")
                        continue
                    met.add(made["application"])
                    yield made
        faults.check()

    into.rows(APPLICATIONS, each())
    into.count("corrected", mended.check())


def _application(row: Row, into: "Loading") -> dict[str, Any]:
    told = row.cells
    deadline, sent = row.read("soknadsfrist", cells.day), row.read("soknadsdato", cells.day)
    year = (deadline or sent).year if deadline or sent else None  # type: ignore[union-attr]
    into.count("application without a day", int(year is None))
    into.count("application outside any call", int(cells.text(told["utlysnings_id"]) is None))
    person = cells.text(told["prosjektansvarlig_type"]) != ORGANISATION
    into.count("application of a person, whose institution is not kept", int(person))
    number = cells.text(told["organisasjonsnummer"])
    unit = "-".join(code for code in (told["kp1"].strip(), told["kp2"].strip()) if code)
    return {
        "application": row.needed("prosjektnummer", cells.text), "funder": "RCN", "call": cells.text(told["utlysnings_id"]),
        "scheme": cells.text(told["soknadstype"]), "year": year, "institution": None if person else cells.text(told["kortnavn"]),
        "organisation_number": None if person or number == "0" else number, "unit": None if person else unit or None,
        "sector": cells.text(told["sektor"]), "outcome": row.needed("prosjektfase", _outcome),
        "starts": row.read("prosjektstart", cells.year), "ends": row.read("prosjektslutt", cells.year),
        "sought": row.read("sokt_belop", cells.cents), "granted": row.read("tildelt_belop", cells.cents),
    }  # fmt: skip


def _outcome(written: str) -> str | None:
    said = cells.text(written)
    if said is not None and said not in OUTCOMES:
        raise Unfit(say("Known names: {names}", names=", ".join(OUTCOMES)))
    return OUTCOMES.get(said or "")


RESEARCH_COUNCIL = source(
    Origin(
        "research-council", "The Research Council of Norway", "NLOD-2.0", "https://www.forskningsradet.no", ("applications",), fetch,
        recognise, load, parameters={"address": say("Another address that the files lie at")},
    )
)  # fmt: skip
