"""The organisation map: which organisations count for a university, as what, for which part, and when; a reviewed list, csv or YAML.

Components count as the university. Joint organisations count by their weight. Associated ones, such as hospitals, count only on works that
the university itself is on. What the map says is held against itself and against the register: two rows for one organisation at a time,
weights of a joint one that come to more than one, an organisation that nobody knows, and one that became another.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from utsyn.documents import read
from utsyn.evidence.sources import cells
from utsyn.evidence.sources.known import Known, Organisation
from utsyn.evidence.sources.lists import ALWAYS, EVER, bound
from utsyn.evidence.sources.orgmap_checks import Entry, mergers, overlaps, themselves, weights
from utsyn.evidence.sources.sheets import Faults, Row, headings, sheet
from utsyn.evidence.tables import SHARE
from utsyn.problems import Problem, Problems, Unfit
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.loading import Loading

ORGANISATION_MAP = "orgmap"
COLUMNS = ("university", "organisation", "relation")
OPTIONAL = ("weight", "since", "until", "name", "because")
RELATIONS = ("component", "joint", "associated")


def is_map(path: Path) -> bool:
    """Whether a file is an organisation map."""
    if path.suffix in (".yaml", ".yml"):
        try:
            return isinstance(told := read(path).data, Mapping) and ORGANISATION_MAP in told
        except Problems:
            return False
    return set(COLUMNS) <= headings(path, holding=COLUMNS) <= {*COLUMNS, *OPTIONAL}


def organisation_map(
    paths: Sequence[Path], into: "Loading", *, held: Known, strangers: list[tuple[str, int, str, str]]
) -> Iterator[Mapping[str, Any]]:
    """Return the map. Raises Problems for all that is wrong with it, before anything of it is used."""
    faults = Faults()
    found = [one for path in paths for row in _rows(path, faults) if (one := _entry(row, held))]
    faults.check()
    overlaps(found)
    weights(found)
    themselves(found)
    mergers(found, held)
    faults.check()
    into.count("orgmap: not checked, for no register is loaded", int(held.by_ror is None) * len(found))
    for one in found:
        if held.by_number is not None and one.organisation.number not in held.by_number:
            into.count("orgmap: organisation that is not known")
            strangers.append(
                (Path(one.row.file).name, one.row.line, "organisation", f"I{one.organisation.number}")
            )
        yield {"university": one.university, "organisation": one.organisation.number, "relation": one.relation, "weight": one.weight,
               "since": one.since, "until": one.until}  # fmt: skip


def _rows(path: Path, faults: Faults) -> Iterator[Row]:
    if path.suffix not in (".yaml", ".yml"):
        with sheet(path, holding=COLUMNS) as told:
            told.require(COLUMNS, also=OPTIONAL)
            yield from told.rows(faults)
        return
    document = read(path)
    entries = document.data[ORGANISATION_MAP] or ()
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        mend = say("Write a list of entries, each with a hyphen before it")
        raise Problems(Problem(say("The map is no list"), mend, (ORGANISATION_MAP,), str(path)))
    for at, told in enumerate(entries):
        line = document.line((ORGANISATION_MAP, at)) or 0
        names = (
            {str(name): "" if value is None else str(value) for name, value in told.items()}
            if isinstance(told, Mapping)
            else {}
        )
        wrong = [name for name in names if name not in COLUMNS + OPTIONAL] + [
            name for name in COLUMNS if name not in names
        ]
        if wrong:
            mend = say("Known names: {names}", names=", ".join(COLUMNS + OPTIONAL))
            faults.add(
                Problem(
                    say("The names are not those of an entry: {names}", names=", ".join(wrong)),
                    mend,
                    file=str(path),
                    line=line,
                )
            )
        else:
            yield Row(str(path), line, names, faults)


def _entry(row: Row, held: Known) -> Entry | None:
    university, relation = row.needed("university", cells.ror), row.needed("relation", _relation)
    organisation = _organisation(row, held)
    since, until = (row.read(name, bound) if name in row.cells else None for name in ("since", "until"))
    weight = row.read("weight", _weight) if "weight" in row.cells else None
    if relation == "joint" and weight is None and not row.faults.found:
        row.fault(
            "weight",
            say("A joint organisation has no weight"),
            say("Say which part of it counts, such as 0.5"),
        )
    if relation == "component" and weight not in (None, SHARE):
        row.fault(
            "weight", say("A component counts as a whole"), say("Leave the weight out, or call it joint")
        )
    since, until = ALWAYS if since is None else since, EVER if until is None else until
    if until < since:
        row.fault("until", say("It ends before it begins"), say("Exchange the two, or correct one"))
    if university is None or relation is None or organisation is None:
        return None
    return Entry(university, organisation, relation, SHARE if weight is None else weight, since, until, row)


def _organisation(row: Row, held: Known) -> Organisation | None:
    """Return the organisation that is meant, by OpenAlex's number or by its ROR id where the register knows its number."""
    written = row.cells["organisation"].strip()
    if (number := _number(written)) is not None:
        return (held.by_number or {}).get(number, Organisation(number, "", "", active=True, successors=()))
    ror = row.needed("organisation", cells.ror)
    if ror is None:
        return None
    found = (held.by_ror or {}).get(ror)
    if found is None or not found.number:
        what = say("No register leads from {written} to OpenAlex’s number", written=ror)
        row.fault(
            "organisation",
            what,
            say("Load the organisations of OpenAlex first, or write its number, such as I204778367"),
        )
        return None
    return found


def _number(written: str) -> int | None:
    try:
        return cells.institution(written) if written.rsplit("/", 1)[-1][:1] in "Ii123456789" else None
    except Unfit:
        return None


def _relation(written: str) -> str | None:
    said = cells.text(written)
    if said is not None and said not in RELATIONS:
        raise Unfit(say("Choose one of: {names}", names=", ".join(RELATIONS)))
    return said


def _weight(written: str) -> int | None:
    """Return parts of SHARE from a part of one (0.5 or 0,5), or from the parts themselves."""
    found = cells.number(written)
    if found is None:
        return None
    if 0 < found <= 1:
        return int(found * SHARE)
    if 1 < found <= SHARE and found == int(found):
        return int(found)
    raise Unfit(say("Write it as a part of one: 0.20 for 20 per cent"))
