"""Erasmus+: mobilities by sender, receiver and kind, from the yearly files, and cooperation projects from the list of results.

Every known heading has its map of columns (`erasmus_years`); a file with other headings is refused by file and column, unless somebody has
looked what a strange column means and names it in `unread`. Of the older files, in which a row is a person, nothing personal is kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from utsyn.evidence.registers import COOPERATIONS, COOPERATORS
from utsyn.evidence.sources import Origin, source
from utsyn.evidence.sources.cooperations import PROJECT, cooperations
from utsyn.evidence.sources.corrections import HEADINGS as CORRECTING
from utsyn.evidence.sources.corrections import corrections
from utsyn.evidence.sources.crosswalks import codes_of_names, is_long
from utsyn.evidence.sources.erasmus_years import WITH_NAMES, Family, Told, family, of_file
from utsyn.evidence.sources.sheets import Faults, Sheet, headings, nearly, parts, sheet
from utsyn.evidence.tables import MOBILITIES
from utsyn.problems import Problem, Problems, unknown_name
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.fetching import Fetch
    from utsyn.evidence.loading import Loading

CATALOGUE = "https://data.europa.eu/api/hub/search/datasets"
DATASETS = "erasmus-mobility-raw-data,erasmus-mobility-statistics-2014-2019-v2"
UNREAD = "unread"
Part = tuple[Path, str, Family]  # a file, what in it is meant, and the years it is of


def fetch(into: "Fetch", parameters: Mapping[str, str]) -> None:
    """Fetch the files that the Union's catalogue lists under the named data sets, or those at the named addresses."""
    urls = [url.strip() for url in parameters.get("addresses", "").split(",") if url.strip()]
    for name in () if urls else parameters.get("datasets", DATASETS).split(","):
        urls += _listed(into, f"{parameters.get('catalogue', CATALOGUE)}/{name.strip()}")
    taken: set[str] = set()
    for number, url in enumerate(urls, start=1):
        name = url.partition("?")[0].rstrip("/").rpartition("/")[2]
        name = f"{number}-{name}" if name in taken else name  # two data sets may call their files alike
        taken.add(name)
        into.file(url, name=name)


def _listed(into: "Fetch", url: str) -> list[str]:
    told = into.asker.json(url)
    try:
        found = [
            str(address)
            for one in told["result"]["distributions"]
            for address in one.get("download_url") or one["access_url"]
        ]
    except (KeyError, TypeError) as error:
        mend = say("Look at the address in a browser")
        raise Problems(Problem(say("The catalogue is not what it was"), mend, file=url)) from error
    files = [
        address for address in found if address.lower().partition("?")[0].endswith((".csv", ".zip", ".xlsx"))
    ]
    if not files:
        mend = say("Name the addresses of the files yourself")
        raise Problems(Problem(say("The catalogue lists no files"), mend, file=url))
    return sorted(set(files))


def recognise(files: Sequence[Path]) -> Sequence[Path]:
    """Return files of mobilities and of projects, and beside them corrections, and lists that lead from names to codes."""
    told = {path: parts(path) for path in files}
    own = [path for path in files if any(_family(path, name) or _projects(path, name) for name in told[path])]
    named = any(_family(path, name) is WITH_NAMES for path in own for name in told[path])
    return own + [
        path
        for path in files
        if own and path not in own and (headings(path) == CORRECTING or (named and is_long(path)))
    ]


def _family(path: Path, member: str) -> Family | None:
    return family(tuple(headings(path, member=member)))


def _projects(path: Path, member: str) -> bool:
    whole = headings(path, member=member, holding=[name.casefold() for name in PROJECT])
    return set(PROJECT) <= whole or nearly(PROJECT, headings(path, member=member))


def load(files: Sequence[Path], into: "Loading") -> None:
    """Load mobilities, and projects with their partners, whichever there are files of."""
    faults = Faults()
    told = [(path, name) for path in files for name in parts(path)]
    mobile = [(path, name, found) for path, name in told if (found := _family(path, name))]
    lists = [(path, name) for path, name in told if _projects(path, name)]
    if mobile:
        into.rows(MOBILITIES, _mobilities(mobile, files, into, faults))
    if lists:
        projects, partners = cooperations(lists, into, faults)
        into.rows(COOPERATIONS, projects)
        into.rows(COOPERATORS, partners)
    faults.check()


def _mobilities(
    mobile: Sequence[Part], files: Sequence[Path], into: "Loading", faults: Faults
) -> Iterator[Mapping[str, Any]]:
    mended = corrections([path for path in files if headings(path) == CORRECTING])
    codes = codes_of_names([path for path in files if is_long(path)])
    for path, member, kind in mobile:
        own = {} if kind.dated else {"year": of_file(Path(member or path))}
        with sheet(path, member=member, separator="" if kind is WITH_NAMES else ";") as found:
            by = _known(found, kind, into)
            for row in found.rows(faults, corrections=mended):
                made = kind.make(Told(row, by, codes, into)) | own
                if made["participants"] == 0:
                    into.count("row that stands for nobody")
                    continue
                into.count("sender without an Erasmus code", int(made["sender"] is None))
                into.count("receiver without an Erasmus code", int(made["receiver"] is None))
                yield made
    faults.check()
    into.count("corrected", mended.check())


def _known(found: Sheet, kind: Family, into: "Loading") -> Mapping[str, str]:
    """Return by role the heading that is there. Raises Problems for headings that are not those known, each named."""
    by, known = kind.found(found.headings), {name.casefold() for name in kind.known()}
    here = say("These are there: {names}", names=", ".join(found.headings)[:400])
    wrong = [
        Problem(say("The column “{name}” is missing", name=" / ".join(names)), here)
        for role, names in kind.roles.items()
        if role not in by and role not in kind.at_will
    ]
    missing, left = (
        bool(wrong),
        {name.strip().casefold() for name in into.parameters.get(UNREAD, "").split(",")},
    )
    for name in found.headings:
        if name.casefold() in left and name not in by.values():
            into.count(f"column that is not read: {name}"[:80])
        elif name.casefold() not in known:
            mend = say("Look what it means. If nothing hangs on it, name it in “{name}”", name=UNREAD)
            near = unknown_name(name, kind.known())
            wrong.append(near if missing else near._replace(mend=mend))
    twice = {name for name in by.values() if found.headings.count(name) > 1}
    wrong += [
        Problem(say("The column “{name}” is there twice", name=name), say("Keep one of them"))
        for name in sorted(twice)
    ]
    if wrong:
        raise Problems(*(one._replace(file=found.file, line=found.at) for one in wrong))
    return by


ERASMUS = source(
    Origin(
        "erasmus", "Erasmus+", "CC-BY-4.0", "https://erasmus-plus.ec.europa.eu", ("mobilities", "cooperations", "cooperators"), fetch,
        recognise, load,
        parameters={
            "datasets": say("Names of data sets in the Union’s catalogue, with commas between them"),
            "addresses": say("Addresses of files, with commas between them, instead of the catalogue"),
            "catalogue": say("Another address of the catalogue"),
            UNREAD: say("Names of columns that may be in the files and are not read, with commas between them"),
        },
    )
)  # fmt: skip
