"""The list of who holds the Erasmus Charter, with two rows of headings and padded codes, and the links that its rows make."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from utsyn.evidence.world import cordis, students
from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.identifiers import ror
from utsyn.evidence.world.names import PLACES
from utsyn.evidence.world.programme import EU_CODES

ABOVE = ("Proposal", "", "", "", "Organisation", "", "", "", "")
HEADER = (
    "Proposal number",
    "Erasmus code",
    "PIC",
    "OID",
    "Legal Name",
    "Street",
    "Post Cd",
    "City",
    "Country Cd",
)
PROPOSAL, OID = 101_900_000, 10_900_000


class Holder(NamedTuple):
    """A row of the list; the home university has two, for it has two PICs."""

    organisation: int
    code: str
    pic: str
    oid: str
    country: str  # as ISO has it


def holders(of: World, organisations: Iterable[int]) -> list[Holder]:
    """Return the rows: whoever of these has an Erasmus code, the last of them without a PIC, and the home university."""
    held, codes, home = of.given.register, of.given.places.codes, int(of.given.register.home[0])
    coded = [at for at in sorted(set(organisations)) if students.erasmus_code(of, at)]
    found = [
        Holder(at, students.erasmus_code(of, at), "" if at == coded[-1] else str(cordis.pic(at)), f"E{OID + at}", codes[held.country[at]])
        for at in coded
    ]  # fmt: skip
    ours = Holder(
        home, students.HOME_CODE, str(cordis.pic(home)), f"E{OID + home}", codes[held.country[home]]
    )
    return [*found, ours, ours._replace(pic=str(cordis.pic(home, 1)))]


def file_rows(listed: Iterable[Holder], names: list[str]) -> Iterator[tuple[str, ...]]:
    """Walk the rows of the workbook, the two of headings first."""
    yield from (ABOVE, HEADER)
    for at, one in enumerate(listed):
        place = PLACES[one.organisation * 7 % len(PLACES)]
        country = EU_CODES.get(one.country, one.country)
        yield (str(PROPOSAL + at), one.code, one.pic, one.oid, names[one.organisation], "Invented street 1", f"{one.organisation:05}", place, country)  # fmt: skip


def links(listed: Iterable[Holder], names: list[str], rors: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return LINKS as the list makes them: what stands in one row, and what the PIC leads to where somebody has reviewed it."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for one in listed:
        code, about = " ".join(one.code.split()), {"country": one.country, "name": names[one.organisation]}
        pairs = [
            ("erasmus", code, "pic", one.pic),
            ("erasmus", code, "oid", one.oid),
            ("oid", one.oid, "pic", one.pic),
        ]
        told = [(*pair, "listed", "ECHE") for pair in pairs if pair[3]]
        if one.pic in rors:
            ids = (("erasmus", code), ("oid", one.oid), ("pic", one.pic))
            told += [(*each, "ror", rors[one.pic], "reviewed", f"ECHE, PIC {one.pic}") for each in ids]
        for scheme, mine, other_scheme, other, how, evidence in told:
            row = {
                "scheme": scheme,
                "identifier": mine,
                "other_scheme": other_scheme,
                "other": other,
                "how": how,
                "evidence": evidence,
            }
            found.setdefault((scheme, mine, other_scheme, other), {**row, **about})
    return list(found.values())


def told(listed: Iterable[Holder]) -> dict[str, Any]:
    """Return how many stand in the list, and by Erasmus code which organisation each is."""
    codes = {" ".join(one.code.split()): ror(one.organisation) for one in listed}
    return {"institutions": len(codes), "codes": dict(sorted(codes.items()))}
