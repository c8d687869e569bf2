"""CORDIS: projects of the framework programmes and who takes part, from the files of FP7, Horizon 2020 and Horizon Europe.

Each programme is a zip file with project.csv and organization.csv in it, or the two unpacked. Beside them may lie `pic,ror` lists that
people have reviewed, and corrections. What the European Commission passes on is kept as it is: ecContribution of a coordinator holds what
goes on to linked third parties, netEcContribution does not.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.evidence.sources import Origin, cells, source
from utsyn.evidence.sources.corrections import HEADINGS as CORRECTING
from utsyn.evidence.sources.corrections import Corrections, corrections
from utsyn.evidence.sources.crosswalks import PIC, is_crosswalk, rors_of_pics
from utsyn.evidence.sources.packed import members
from utsyn.evidence.sources.participations import ORGANISATION, participations
from utsyn.evidence.sources.pillars import pillar
from utsyn.evidence.sources.sheets import Faults, Row, headings, nearly, sheet
from utsyn.evidence.tables import GRANTS, PARTICIPATIONS
from utsyn.problems import Problem, Problems, Unfit
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.fetching import Fetch
    from utsyn.evidence.loading import Loading

ADDRESS = "https://cordis.europa.eu/data"
FILES = {
    "HORIZON": "cordis-HORIZONprojects-csv.zip",
    "H2020": "cordis-h2020projects-csv.zip",
    "FP7": "cordis-fp7projects-csv.zip",
}
PROJECT = (
    "id", "acronym", "status", "title", "startDate", "endDate", "ecMaxContribution", "legalBasis", "frameworkProgramme", "masterCall",
    "fundingScheme",
)  # fmt: skip
SIGNED = "ecSignatureDate"  # the older files lack it
PROGRAMMES = frozenset(FILES)


class Part(NamedTuple):
    """A table of the source: the file, and its name inside it where it is packed."""

    path: Path
    member: str = ""


def fetch(into: "Fetch", parameters: Mapping[str, str]) -> None:
    """Fetch the programmes asked for, all three unless `programmes` names some."""
    asked = [name.strip() for name in parameters.get("programmes", ",".join(FILES)).split(",")]
    if strange := [name for name in asked if name not in FILES]:
        mend = say("Known names: {names}", names=", ".join(FILES))
        raise Problems(
            *(Problem(say("“{name}” is not a known name", name=name[:80]), mend) for name in strange)
        )
    for name in asked:
        into.file(f"{parameters.get('address', ADDRESS)}/{FILES[name]}")


def recognise(files: Sequence[Path]) -> Sequence[Path]:
    """Return files with projects or organisations in them, crosswalks from PIC, and corrections that lie beside any."""
    own = [path for path in files if _parts(path, "project") or _parts(path, "organization")]
    return own + [path for path in files if own and (is_crosswalk(path, PIC) or headings(path) == CORRECTING)]


def _parts(path: Path, name: str) -> Sequence[Part]:
    """Return the tables of a name in a file; known by their headings, whatever the file is called."""
    wanted = PROJECT if name == "project" else ORGANISATION
    inner = [one for one in members(path) if one.rpartition("/")[2].lower() == f"{name}.csv"]
    if inner:
        return [Part(path, one) for one in inner]
    return [Part(path)] if nearly(wanted, headings(path)) else ()


def load(files: Sequence[Path], into: "Loading") -> None:
    """Load projects and participations. Raises Problems for headings, amounts and days that are not as they are known to be."""
    mended = corrections([path for path in files if headings(path) == CORRECTING])
    rors, faults, known = rors_of_pics(files), Faults(), set[str]()
    projects = [part for path in files for part in _parts(path, "project")]
    organisations = [part for path in files for part in _parts(path, "organization")]
    if not organisations:
        mend = say("Load project.csv and organization.csv of a programme together")
        raise Problems(Problem(say("No file tells who takes part"), mend))
    into.rows(GRANTS, _grants(projects, into, faults=faults, mended=mended, known=known))
    into.rows(
        PARTICIPATIONS,
        participations(organisations, into, faults=faults, mended=mended, known=known, rors=rors),
    )
    faults.check()
    into.count("corrected", mended.check())


def _grants(
    parts: Sequence[Part], into: "Loading", *, faults: Faults, mended: Corrections, known: set[str]
) -> Iterator[dict[str, Any]]:
    for part in parts:
        with sheet(part.path, member=part.member, separator=";") as found:
            found.require(PROJECT)
            signed = SIGNED in found.headings
            for row in found.rows(faults, corrections=mended, key=("id",)):
                number = row.needed("id", cells.text)
                if number is None:
                    continue
                if number in known:
                    into.count("project that is there twice, of which the first counts")
                    continue
                known.add(number)
                yield _grant(row, number, into, signed=signed)
    faults.check()


def _grant(row: Row, number: str, into: "Loading", *, signed: bool) -> dict[str, Any]:
    told, call = row.cells, row.cells["masterCall"].strip() or None
    basis = pillar(told["legalBasis"])
    if basis is None:
        into.count(f"legal basis that is not known here: {told['legalBasis'].strip() or '–'}"[:80])
    year = _call_year(call)
    into.count("call whose year is not known", int(year is None))
    return {
        "project": number, "acronym": cells.text(told["acronym"]), "title": cells.text(told["title"]),
        "programme": row.needed("frameworkProgramme", _programme), "pillar": basis or "other",
        "scheme": cells.text(told["fundingScheme"]), "call": call, "call_year": year,
        "signed": row.read(SIGNED, cells.day) if signed else None, "starts": row.read("startDate", cells.day),
        "ends": row.read("endDate", cells.day), "contribution": row.read("ecMaxContribution", cells.cents),
        "status": cells.text(told["status"]),
    }  # fmt: skip


def _programme(written: str) -> str | None:
    if (said := cells.text(written)) is None:
        return None
    if said not in PROGRAMMES:
        raise Unfit(say("Known names: {names}", names=", ".join(sorted(PROGRAMMES))))
    return said


def _call_year(call: str | None) -> int | None:
    """Return the year in the name of a call: of ERC-2024-STG 2024, of H2020-SC5-2018-2019-2020 the last."""
    import re

    found = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", call or "")
    return int(found[-1]) if found else None


CORDIS = source(
    Origin(
        "cordis", "CORDIS", "CC-BY-4.0", "https://cordis.europa.eu", ("grants", "participations"), fetch, recognise, load,
        parameters={
            "programmes": say("Framework programmes, with commas between them: HORIZON,H2020,FP7"),
            "address": say("Another address that the files lie at"),
        },
    )
)  # fmt: skip
