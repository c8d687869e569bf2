"""The promised tables that grow with the works, straight from the numbers of a block: WORKS and AUTHORSHIPS, without the detour over files."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from utsyn.evidence.tables import AUTHORSHIPS, WORKS, Table
from utsyn.evidence.world import identifiers
from utsyn.evidence.world.awards import awards
from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.changes import has
from utsyn.evidence.world.countries import Whole, countries
from utsyn.evidence.world.names import dois, printed, titles
from utsyn.evidence.world.register import KINDS
from utsyn.evidence.world.seats import Yes
from utsyn.evidence.world.subjects import subjects
from utsyn.evidence.world.works import LANGUAGES, TYPES, Works, expected

ALWAYS, EVER = 1900, 9999
JOINED, SHARED = 2016, 2018  # since when the second component is ours, and the third half ours
ARROW = {"string": pa.string(), "boolean": pa.bool_(), "int64": pa.int64(), "date": pa.date32(),
         "array<string>": pa.list_(pa.string()), "array<int64>": pa.list_(pa.int64())}  # fmt: skip


def schema(of: Table) -> pa.Schema:
    """Return the columns of a promised table as Arrow has them."""
    return pa.schema([(name, ARROW[kind]) for name, kind in of.columns.items()])


def works_table(of: World, seen: Works) -> pa.Table:
    """Return WORKS of a block, in the order of their numbers."""
    n, held, topics = len(seen.number), of.given.register, subjects()
    codes = pa.array(countries().codes)
    known = seen.country >= 0
    begins = _authors(seen)
    of_author, one = seen.work[begins], _one_country(seen, begins)
    first = seen.country[begins]
    least, some = np.minimum.reduceat(np.where(known, seen.country, 999), begins), np.bincount
    matched = seen.organisation >= 0
    lists = [
        _lists(of_author[first >= 0], first[first >= 0], n),
        _lists(of_author[one], least[one], n),
        _lists(seen.work[known], seen.country[known], n),
        _lists(seen.work[matched], seen.organisation[matched], n),
    ]
    firsts, singles, every, institutions = lists
    numbers = pa.ListArray.from_arrays(
        institutions.offsets, pa.array(institutions.values.to_numpy() + identifiers.ORGANISATION)
    )
    core = np.isin(seen.type, (0, 1)) & ~(seen.retracted | seen.paratext | seen.xpac)
    company = held.kind[np.maximum(seen.organisation, 0)] == KINDS.index("company")
    columns = {
        "work": seen.number, "year": seen.year, "type": words_of(np.where(seen.paratext, len(TYPES), seen.type), (*TYPES, "paratext")), "core": core,
        "retracted": seen.retracted, "paratext": seen.paratext, "xpac": seen.xpac, "language": words_of(seen.language, LANGUAGES),
        "doi": dois(seen), "title": titles(seen), "source": pa.array(seen.journal, mask=seen.journal == 0),
        "topic": topic_number(seen.topic), "subfield": topics.subfield[seen.topic], "field": topics.field[seen.topic],
        "cited": seen.cited, "fwci": pa.array([None if one is None else round(one * 1_000_000) for one in fwci(seen)], pa.int64()),
        "authors": seen.authors, "cut": seen.cut,
        "with_country": some(of_author[least < 999], minlength=n), "home_authors": some(of_author[_ours(of, seen, begins)], minlength=n),
        "countries": _coded(every, codes), "first_countries": _coded(firsts, codes), "single_countries": _coded(singles, codes),
        "institutions": numbers, "companies": has(seen, matched & company),
        "awards": _awards(of, seen), "content": _content(seen),
    }  # fmt: skip
    made = pa.table([array_of(columns[name]) for name in WORKS.columns], schema=schema(WORKS))
    return made.take(pa.array(np.argsort(seen.number)))


def fwci(seen: Works) -> list[float | None]:
    """Return citations by what works of the kind get, to three decimals as real records have them; of a third nobody has worked it out."""
    ratio = (seen.cited / expected(subjects().field[seen.topic] - 11, seen.year, seen.type)).round(3).tolist()
    return [
        value if number % 100 < 68 else None
        for value, number in zip(ratio, seen.number.tolist(), strict=True)
    ]


def _awards(of: World, seen: Works) -> pa.Array:
    named = awards(of, seen)
    return pa.array([named.get(at, []) for at in range(len(seen.number))], ARROW["array<string>"])


def topic_number(topic: Whole) -> Whole:
    """Return OpenAlex's number of topics."""
    return topic + 10_001


def authorships_table(of: World, seen: Works, names: list[str]) -> pa.Table:
    """Return AUTHORSHIPS of a block: of works that the university or what belongs to it is on, not those of the hospital alone."""
    from utsyn.evidence.world.blocks import taken

    home = taken(seen, np.flatnonzero(has(seen, np.isin(seen.organisation, of.given.register.own))))
    each = np.diff(np.append(_authors(home), len(home.work)))
    staff = of.given.staff
    with_orcid = (home.person >= 0) & staff.with_orcid[np.maximum(home.person, 0)]
    orcids = [
        identifiers.orcid(p) if known else None
        for p, known in zip(home.person.tolist(), with_orcid.tolist(), strict=True)
    ]
    codes = pa.array(countries().codes)
    columns = {
        "work": home.number[home.work], "position": home.position, "author": home.author, "orcid": pa.array(orcids, pa.string()),
        "institution": np.where(home.organisation >= 0, home.organisation + identifiers.ORGANISATION, 0),
        "country": codes.take(pa.array(home.country, mask=home.country < 0)), "affiliations": np.repeat(each, each),
        "raw": pa.array(printed(of.given.register, names, home, subjects().field[home.topic]), pa.string()),
    }  # fmt: skip
    made = pa.table([array_of(columns[name]) for name in AUTHORSHIPS.columns], schema=schema(AUTHORSHIPS))
    return made.sort_by([("work", "ascending"), ("position", "ascending")])


def array_of(column: object, kind: pa.DataType | None = None) -> pa.Array:
    """Return a column as Arrow has it."""
    return column if isinstance(column, pa.Array | pa.ChunkedArray) else pa.array(column, kind)


def words_of(numbers: Whole, words: tuple[str, ...] | list[str]) -> pa.Array:
    """Return words by their numbers."""
    return pa.array(list(words)).take(pa.array(numbers))


def _authors(seen: Works) -> Whole:
    """Return where each author begins among the rows."""
    new = (np.diff(seen.work, prepend=-1) != 0) | (np.diff(seen.position, prepend=-1) != 0)
    return np.flatnonzero(new)


def _one_country(seen: Works, begins: Whole) -> Yes:
    """Return which authors have exactly one country."""
    known = seen.country >= 0
    least = np.minimum.reduceat(np.where(known, seen.country, 999), begins)
    most = np.maximum.reduceat(np.where(known, seen.country, -1), begins)
    return least == most


def _ours(of: World, seen: Works, begins: Whole) -> Yes:
    """Return which authors are at the university or at what belongs to it, of whatever year: when it counts, ORGMAP says."""
    ours = np.isin(seen.organisation, of.given.register.own)
    return np.maximum.reduceat(ours.astype(np.int8), begins) > 0


def _lists(work: Whole, value: Whole, n: int) -> pa.ListArray:
    """Return for each work its values, sorted and each once."""
    width = int(value.max(initial=0)) + 1
    keys = np.sort(
        work * width + value, kind="stable"
    )  # nearly in order already: many times faster than numpy's unique
    keys = keys[np.diff(keys, prepend=-1) != 0]
    counts = np.bincount(keys // width, minlength=n)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(keys % width))


def _coded(lists: pa.ListArray, codes: pa.Array) -> pa.ListArray:
    return pa.ListArray.from_arrays(lists.offsets, codes.take(lists.values))


def _content(seen: Works) -> pa.Array:
    """Return a hash of what counts, in 16 hexadecimal digits; citations are no part of it."""
    flags = seen.retracted * 4 + seen.paratext * 2 + seen.xpac
    row = _mixed(
        _mixed(_mixed(seen.position) + _bits(seen.author)) + _bits(seen.organisation * 1_000 + seen.country)
    )
    begins = np.flatnonzero(np.diff(seen.work, prepend=-1))
    total = _mixed(_mixed(seen.year * 128 + seen.type * 8 + flags) + _bits(seen.topic))
    total[seen.work[begins]] ^= np.add.reduceat(row, begins)
    text = _mixed(total).tobytes().hex().encode()
    offsets = np.arange(len(total) + 1, dtype=np.int32) * 16
    return pa.StringArray.from_buffers(len(total), pa.py_buffer(offsets), pa.py_buffer(text))


def _bits(value: Whole) -> npt.NDArray[np.uint64]:
    return value.astype(np.int64).view(np.uint64)


def _mixed(value: npt.NDArray[np.int64] | npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Mix the bits of whole numbers (the finaliser of splitmix64)."""
    mixed = value.view(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
