"""The Research Organization Registry, schema 2: a full public dump, or a folder of records, as organisations and their names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from utsyn.evidence.registers import NAMES
from utsyn.evidence.sources import Origin, cells, source
from utsyn.evidence.sources.crosswalks import OPENALEX, is_crosswalk, numbers_of_openalex
from utsyn.evidence.sources.packed import members, stream
from utsyn.evidence.sources.sheets import Faults
from utsyn.evidence.sources.streamed import values
from utsyn.evidence.tables import ORGANISATIONS
from utsyn.problems import Problem, Problems, Unfit
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.fetching import Fetch
    from utsyn.evidence.loading import Loading

LATEST = "https://zenodo.org/api/communities/ror-data/records?sort=newest&size=1"
KINDS = (
    "education",
    "healthcare",
    "company",
    "government",
    "facility",
    "archive",
    "nonprofit",
    "other",
    "funder",
)
NAME_KINDS = ("ror_display", "label", "alias", "acronym")
MILLION = 1_000_000
Record = Mapping[str, Any]


def fetch(into: "Fetch", parameters: Mapping[str, str]) -> None:
    """Fetch the newest dump, or the one whose record at Zenodo is named by `release`."""
    base = parameters.get("address", LATEST)
    told = into.asker.json(base)
    try:
        record = told["hits"]["hits"][0] if "hits" in told else told
        files = {
            str(file["key"]): (str(file["links"]["self"]), int(file["size"])) for file in record["files"]
        }
    except (KeyError, IndexError, TypeError, ValueError) as error:
        mend = say("Look at the address in a browser")
        raise Problems(Problem(say("The list of releases is not what it was"), mend, file=base)) from error
    name = next((name for name in sorted(files) if name.endswith(".zip") and "ror-data" in name), None)
    if name is None:
        raise Problems(
            Problem(
                say("The release has no file of data"), say("Look at the address in a browser"), file=base
            )
        )
    url, size = files[name]
    into.file(url, name=name, size=size)


def recognise(files: Sequence[Path]) -> Sequence[Path]:
    """Return dumps and files of records, and lists that lead to OpenAlex's numbers beside them."""
    own = [path for path in files if _parts(path)]
    return own + [path for path in files if own and is_crosswalk(path, OPENALEX)]


def load(files: Sequence[Path], into: "Loading") -> None:
    """Load organisations and their names."""
    numbers = numbers_of_openalex(files)
    known: dict[str, Record] = {}
    faults = Faults()
    for path in files:
        for member in _parts(path):
            for place, record in values(path, member=member):
                _check(record, faults=faults, file=str(path), line=place)
                if _bare(record["id"]) in known:
                    into.count("record that is there twice")
                known[_bare(record["id"])] = _kept(record)
    faults.check()
    if not known:
        raise Problems(Problem(say("There are no records"), say("Load a dump of ROR, schema 2")))
    into.rows(ORGANISATIONS, _organisations(known, numbers, into))
    into.rows(NAMES, _names(known))


def _parts(path: Path) -> Sequence[str]:
    """Return what holds records in a file: of a dump the file of schema 2 alone. An empty name is the file itself."""
    if path.suffix.lower() == ".zip":
        found = [name for name in members(path) if name.endswith(".json") and "ror-data" in name]
        return [name for name in found if "schema_v2" in name] or found[:1]
    name = path.name.removesuffix(".gz")
    if not name.endswith((".json", ".jsonl")):
        return ()
    with stream(path) as raw:
        start = raw.read(4000)
    return ("",) if b"https://ror.org/0" in start and b'"names"' in start else ()


def _check(record: Any, *, faults: Faults, file: str, line: int) -> None:
    """See that a record is one of schema 2. Raises Problems for one that is not, for nothing of it could be read."""
    if not _shaped(record):
        what = say("This is no record of ROR, schema 2")
        raise Problems(Problem(what, say("Load a dump of ROR, schema 2"), file=file, line=line))
    try:
        cells.ror(str(record.get("id")))
    except Unfit as error:
        written = str(record.get("id"))[:80]
        faults.add(
            Problem(say("“{written}” cannot be used", written=written), error.said, ("id",), file, line)
        )


def _shaped(record: Any) -> bool:
    """Tell whether all is there that is read, each as what it should be."""

    def each(name: str, fits: Callable[[Any], bool]) -> bool:
        told = record.get(name)
        return isinstance(told, list) and all(isinstance(one, dict) and fits(one) for one in told)

    def placed(one: Any) -> bool:
        place = one.get("geonames_details") or {}
        known = [place.get(name) for name in ("lat", "lng")] if isinstance(place, dict) else [""]
        return all(told is None or isinstance(told, int | float) for told in known)

    return (
        isinstance(record, dict)
        and each(
            "names", lambda one: isinstance(one.get("value"), str) and isinstance(one.get("types"), list)
        )
        and each("locations", placed)
        and (record.get("relationships") is None or each("relationships", lambda one: bool(one.get("id"))))
    )


def _kept(record: Record) -> Record:
    """Keep of a record what the tables need."""
    wanted = ("id", "names", "locations", "types", "status", "established", "relationships")
    return {name: record.get(name) for name in wanted}


def _bare(identifier: object) -> str:
    return str(identifier).rsplit("/", 1)[-1].lower()


def _related(record: Record, kind: str) -> list[str]:
    return sorted({_bare(one["id"]) for one in record["relationships"] or () if one.get("type") == kind})


def _organisations(
    known: Mapping[str, Record], numbers: Mapping[str, int], into: "Loading"
) -> Iterator[dict[str, Any]]:
    for ror in sorted(known):
        record = known[ror]
        place = (record["locations"] or [{}])[0].get("geonames_details") or {}
        parents = _related(record, "parent")
        into.count("parent that is not in the file", sum(parent not in known for parent in parents))
        if len(record["locations"]) > 1:
            into.count("organisation with several places, of which the first counts")
        if place.get("country_code") is None:
            into.count("organisation without a country")
        if ror not in numbers:
            into.count("organisation without a number of OpenAlex")
        above = {numbers[one] for one in _above(ror, known) if one in numbers}
        yield {
            "organisation": numbers.get(ror, 0), "ror": ror, "name": _name(record), "country": place.get("country_code"),
            "kind": next((kind for kind in KINDS if kind in (record["types"] or ())), None), "status": record["status"],
            "lat": _millionths(place.get("lat")), "lon": _millionths(place.get("lng")), "parents": parents,
            "successors": _related(record, "successor"), "lineage": sorted(above),
        }  # fmt: skip


def _above(ror: str, known: Mapping[str, Record]) -> set[str]:
    """Return an organisation and all above it; a ring of parents ends where it began."""
    found, look = {ror}, [ror]
    while look:
        one = look.pop()
        new = [
            parent
            for parent in (_related(known[one], "parent") if one in known else ())
            if parent not in found
        ]
        found.update(new)
        look.extend(new)
    return found


def _millionths(degrees: object) -> int | None:
    if degrees is None:
        return None
    return int((Decimal(str(degrees)) * MILLION).quantize(Decimal(1), ROUND_HALF_EVEN))


def _name(record: Record) -> str:
    shown = [one["value"] for one in record["names"] if "ror_display" in one["types"]]
    return str((shown or [one["value"] for one in record["names"]] or [""])[0])


def today(ror: str, known: Mapping[str, Record]) -> str:
    """Return what an organisation is today: where it went on as exactly one other, that one, as far as that is known."""
    seen = {ror}
    while ror in known and known[ror]["status"] != "active":
        after = _related(known[ror], "successor")
        if len(after) != 1 or after[0] in seen:
            break
        ror = after[0]
        seen.add(ror)
    return ror


def _names(known: Mapping[str, Record]) -> Iterator[dict[str, Any]]:
    for ror in sorted(known):
        record, now, said = known[ror], today(ror, known), set()
        for one in record["names"]:
            row = (one["value"], one.get("lang"))
            if row in said:
                continue
            said.add(row)
            kind = next((kind for kind in NAME_KINDS if kind in one["types"]), None)
            yield {
                "ror": now,
                "name": row[0],
                "kind": kind,
                "language": row[1],
                "record": ror,
                "since": record["established"],
            }


ROR = source(
    Origin(
        "ror", "Research Organization Registry", "CC0-1.0", "https://ror.org", ("organisations", "names"), fetch, recognise, load,
        parameters={"address": say("The address of a list of releases, or of one release, at Zenodo")},
    )
)  # fmt: skip
