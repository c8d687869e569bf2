"""What things are called in the synthetic world. Every name is put together from parts, and no person or place is meant."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from utsyn.evidence.world import identifiers
from utsyn.evidence.world.countries import Whole, countries
from utsyn.evidence.world.register import KINDS, Register
from utsyn.evidence.world.subjects import field_name
from utsyn.evidence.world.works import Works

PLACES = ("Eastvale", "Northmere", "Keldby", "Stonebridge", "Araluna", "Westhollow", "Lindmark", "Mirador", "Oakhaven", "Solvik",
          "Tarnfield", "Umbria Nova", "Vesterli", "Windrush", "Yarrow", "Zelenograd Minor", "Quillon", "Pinewater", "Marisol", "Highmoor")  # fmt: skip
KIND_NAMES = {"education": "University", "company": "Works", "healthcare": "Hospital", "facility": "Laboratory",
              "government": "Agency", "nonprofit": "Foundation", "other": "Institute"}  # fmt: skip
HOME_NAMES = (identifiers.HOME_UNIVERSITY, "The Invented Museum", "The Invented School of Mines", "The Invented Centre for the Sea",
              "The Invented University Hospital")  # fmt: skip
# How the home university is printed: its names in three languages, an abbreviation, a slip of the pen, and an old name.
VARIANTS = (identifiers.HOME_UNIVERSITY, identifiers.HOME_UNIVERSITY, identifiers.HOME_UNIVERSITY, "Det oppdiktede universitetet",
            "Det oppdikta universitetet", "TIU", "Invented Univ.", "The Invneted University", "Univ. Invented", "Invented College")  # fmt: skip
WHAT = (
    "Growth",
    "Decay",
    "Motion",
    "Structure",
    "Memory",
    "Exchange",
    "Risk",
    "Light",
    "Language",
    "Care",
    "Trade",
    "Flow",
)
OF = (
    "rivers",
    "cells",
    "cities",
    "markets",
    "alloys",
    "children",
    "forests",
    "networks",
    "archives",
    "oceans",
    "proteins",
    "schools",
)
GIVEN = ("Ada", "Bo", "Cleo", "Dag", "Eli", "Finn", "Gro", "Hal", "Ida", "Jo", "Kim", "Liv")
FAMILY = ("Oppdiktet", "Invented", "Madeup", "Fictus", "Erfunden", "Inventado", "Fabel", "Sagn")


def organisation_names(held: Register) -> list[str]:
    """Return the names of all organisations; a number keeps apart what is called the same."""
    codes = countries().codes
    named = [
        f"{PLACES[at * 7 % len(PLACES)]} {KIND_NAMES[KINDS[kind]]} {codes[country]}-{at} (synthetic)"
        for at, (kind, country) in enumerate(zip(held.kind.tolist(), held.country.tolist(), strict=True))
    ]
    for at, name in zip(held.home.tolist(), HOME_NAMES, strict=True):
        named[at] = f"{name} (synthetic)"
    return named


def person_name(author: int) -> str:
    """Return the name of an author by number; both numbers of a split person give the same."""
    at = author % identifiers.OTHER_AUTHOR
    return f"{GIVEN[at % 12]} {FAMILY[at // 12 % 8]}-{at % 9973}"


def titles(of: Works) -> pa.Array:
    """Return titles; two records of one work have the same."""
    same = of.number[np.where(of.twin >= 0, of.twin, np.arange(len(of.number)))]
    parts = [pa.DictionaryArray.from_arrays(pa.array(same // step % len(words)), list(words)).cast(pa.string())
             for words, step in ((WHAT, 1), (OF, 12), (PLACES, 144))]  # fmt: skip
    told = pc.binary_join_element_wise(parts[0], " in the ", parts[1], " of ", parts[2], "")
    return pc.binary_join_element_wise(told, " (synthetic ", pa.array(same).cast(pa.string()), ")", "")


def dois(of: Works) -> pa.Array:
    """Return DOIs, of the prefix that is for tests; one work in nine has none."""
    whole = pc.binary_join_element_wise("10.5555/synthetic", pa.array(of.number).cast(pa.string()), ".")
    return pc.if_else(pa.array(of.number % 9 == 0), None, whole)


def printed(held: Register, names: list[str], of: Works, fields: Whole) -> list[str | None]:
    """Return by row the affiliation as printed; the home university under many names, others with their country."""
    codes, home = countries().codes, {int(at): place for place, at in enumerate(held.home)}
    rows = zip(
        of.said.tolist(),
        of.country.tolist(),
        fields[of.work].tolist(),
        of.number[of.work].tolist(),
        of.position.tolist(),
        strict=True,
    )
    found: list[str | None] = []
    for said, country, field, number, position in rows:
        if said < 0:
            found.append(None)
        elif said in home:
            place = home[said]
            name = VARIANTS[(number * 7 + position) % len(VARIANTS)] if place == 0 else HOME_NAMES[place]
            found.append(f"Department of {field_name(field)}, {name}, Solvik, Norway")
        else:
            found.append(
                f"{names[said].removesuffix(' (synthetic)')}, {codes[country] if country >= 0 else ''}".rstrip(
                    ", "
                )
            )
    return found
