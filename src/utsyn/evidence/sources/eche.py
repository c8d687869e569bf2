"""The list of institutions that hold the Erasmus Charter (ECHE): which Erasmus code, PIC and OID are one institution's.

It knows no ROR ids. With a list `pic,ror` that people have reviewed beside it, the codes lead on to ROR; without one they do not.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from utsyn.evidence.registers import LINKS
from utsyn.evidence.sources import Origin, cells, source
from utsyn.evidence.sources.countries import country_or_count
from utsyn.evidence.sources.crosswalks import PIC, is_crosswalk, rors_of_pics
from utsyn.evidence.sources.known import has_own_links
from utsyn.evidence.sources.sheets import Faults, Row, Sheet, headings, sheet
from utsyn.problems import Problem, Problems
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.fetching import Fetch
    from utsyn.evidence.loading import Loading

HOME = "https://erasmus-plus.ec.europa.eu/document/higher-education-institutions-holding-an-eche-2021-2027"
WANTED = ("erasmus code", "pic", "oid", "legal name", "country cd")
LIST = "ECHE"


def fetch(into: "Fetch", parameters: Mapping[str, str]) -> None:
    """Fetch the list from the `address` it has today: it moves with every edition."""
    address = parameters.get("address", "")
    if not address:
        mend = say("Give the address of the newest list, which stands at {home}", home=HOME)
        raise Problems(Problem(say("“{name}” is missing", name="address"), mend))
    into.file(address)


def recognise(files: Sequence[Path]) -> Sequence[Path]:
    """Return lists of the charter, and crosswalks from PIC that lie beside one."""
    own = [path for path in files if _is_list(path)]
    return own + [path for path in files if own and is_crosswalk(path, PIC)]


def _is_list(path: Path) -> bool:
    return set(WANTED) <= {name.casefold() for name in headings(path, holding=WANTED)}


def load(files: Sequence[Path], into: "Loading") -> None:
    """Load the links between identifiers."""
    rors, faults = rors_of_pics(files), Faults()
    into.rows(LINKS, _links([path for path in files if _is_list(path)], rors, into, faults))
    faults.check()
    into.count(
        "link beside the institution’s own lists, which are read instead: load them again",
        int(has_own_links(into)),
    )


def _links(
    paths: Sequence[Path], rors: Mapping[str, str], into: "Loading", faults: Faults
) -> Iterator[dict[str, Any]]:
    said: set[tuple[str, ...]] = set()
    for path in paths:
        with sheet(path, holding=WANTED) as found:
            names = _names(found)
            for row in found.rows(faults):
                for link in _of(row, names, rors, into):
                    pair = (link["scheme"], link["identifier"], link["other_scheme"], link["other"])
                    if pair not in said:
                        said.add(pair)
                        yield link
    faults.check()
    codes = {(one[1], one[3]) for one in said if one[0] == "erasmus" and one[2] == "pic"}
    into.count("Erasmus code with several PICs", len(codes) - len({code for code, _ in codes}))


def _names(found: Sheet) -> Mapping[str, str]:
    """Return the headings as they are written in this edition."""
    return {name.casefold(): name for name in found.headings}


def _of(
    row: Row, names: Mapping[str, str], rors: Mapping[str, str], into: "Loading"
) -> Iterator[dict[str, Any]]:
    code, pic = row.read(names["erasmus code"], cells.erasmus_code), row.read(names["pic"], cells.pic)
    oid, name = cells.text(row.cells[names["oid"]]), cells.text(row.cells[names["legal name"]])
    into.count("institution without an Erasmus code", int(code is None))
    into.count("institution without a PIC", int(pic is None))
    about = {"country": country_or_count(row.cells[names["country cd"]], into), "name": name}
    pairs = [("erasmus", code, "pic", pic), ("erasmus", code, "oid", oid), ("oid", oid, "pic", pic)]
    for scheme, one, other_scheme, other in pairs:
        if one and other:
            yield _link(scheme, one, other_scheme, other, how="listed", evidence=LIST) | about
    ror = rors.get(pic or "")
    into.count("institution whose PIC leads to no ROR id", int(pic is not None and ror is None))
    for scheme, one in (("erasmus", code), ("oid", oid), ("pic", pic)):
        if one and ror:
            yield _link(scheme, one, "ror", ror, how="reviewed", evidence=f"{LIST}, PIC {pic}") | about


def _link(scheme: str, one: str, other_scheme: str, other: str, *, how: str, evidence: str) -> dict[str, Any]:
    return {
        "scheme": scheme,
        "identifier": one,
        "other_scheme": other_scheme,
        "other": other,
        "how": how,
        "evidence": evidence,
    }


ECHE = source(
    Origin(
        "eche", "Erasmus Charter for Higher Education", "CC-BY-4.0", HOME, ("links",), fetch, recognise, load,
        parameters={"address": say("The address of the list")},
    )
)  # fmt: skip
