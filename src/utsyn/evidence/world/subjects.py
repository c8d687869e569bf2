"""Topics, subfields and fields of the synthetic world, how common they are, and how many authors and countries a field likes."""

from functools import cache
from typing import NamedTuple

import numpy as np

from utsyn.evidence.world.countries import Real, Whole

# OpenAlex numbers its 26 fields 11 to 36. Beside each: how common, the mean of the logarithm of its authors, and how international.
FIELDS = (
    (11, "Agricultural and Biological Sciences", 6, 0.45, 1.1), (12, "Arts and Humanities", 6, -0.55, 0.35),
    (13, "Biochemistry, Genetics and Molecular Biology", 7, 0.6, 1.1), (14, "Business, Management and Accounting", 4, -0.1, 0.9),
    (15, "Chemical Engineering", 2, 0.4, 0.9), (16, "Chemistry", 4, 0.45, 1.0), (17, "Computer Science", 8, 0.15, 0.95),
    (18, "Decision Sciences", 2, 0.0, 0.9), (19, "Earth and Planetary Sciences", 3, 0.4, 1.4),
    (20, "Economics, Econometrics and Finance", 4, -0.15, 0.95), (21, "Energy", 2, 0.3, 0.9), (22, "Engineering", 9, 0.25, 0.8),
    (23, "Environmental Science", 5, 0.4, 1.15), (24, "Immunology and Microbiology", 2, 0.65, 1.15), (25, "Materials Science", 5, 0.5, 0.95),
    (26, "Mathematics", 3, -0.2, 1.05), (27, "Medicine", 15, 0.55, 0.9), (28, "Neuroscience", 2, 0.5, 1.1), (29, "Nursing", 1, 0.2, 0.8),
    (30, "Pharmacology, Toxicology and Pharmaceutics", 1, 0.5, 0.9), (31, "Physics and Astronomy", 5, 0.4, 1.4),
    (32, "Psychology", 4, 0.1, 0.85), (33, "Social Sciences", 11, -0.3, 0.6), (34, "Veterinary", 1, 0.4, 0.9),
    (35, "Dentistry", 1, 0.35, 0.8), (36, "Health Professions", 2, 0.3, 0.8),
)  # fmt: skip
DOMAINS = (
    "Life Sciences",
    "Social Sciences",
    "Physical Sciences",
    "Health Sciences",
)  # OpenAlex numbers them from 1
DOMAIN_OF = (1, 2, 1, 2, 3, 3, 3, 2, 3, 2, 3, 3, 3, 1, 3, 3, 4, 1, 4, 1, 3, 2, 2, 4, 4, 4)  # by field
BIG_SCIENCE = (19, 27, 31)  # where works with thousands of authors are
TOPICS, SUBFIELDS, SKEW = 4516, 252, 0.6
FIRST_TOPIC = 10_000


class Subjects(NamedTuple):
    """By topic its share of works, its subfield and its field; by field its authors and how international it is."""

    share: Real
    subfield: Whole
    field: Whole
    authors: Real
    abroad: Real
    big: Whole  # fields of big science, counted from 0


@cache
def subjects() -> Subjects:
    """Return the topics: each belongs to a subfield, those to fields, in the order of how common they are."""
    sizes: Real = np.array([field[2] for field in FIELDS], dtype=np.float64)
    each = np.maximum(1, np.floor(sizes / sizes.sum() * (SUBFIELDS - len(FIELDS)))).astype(np.int64) + 1
    each[np.argmax(sizes)] += SUBFIELDS - each.sum()
    field_of = np.repeat(np.arange(len(FIELDS)), each)
    within = np.arange(SUBFIELDS) - np.repeat(np.cumsum(each) - each, each)
    subfield = np.arange(TOPICS) % SUBFIELDS
    share: Real = (np.arange(TOPICS, dtype=np.float64) // SUBFIELDS + 1.0) ** -SKEW
    share /= np.bincount(field_of[subfield], share)[field_of[subfield]]
    share *= sizes[field_of[subfield]] / sizes.sum()
    return Subjects(
        share,
        np.array([FIELDS[f][0] for f in field_of])[subfield] * 100 + within[subfield],
        np.array([FIELDS[f][0] for f in field_of])[subfield],
        np.array([field[3] for field in FIELDS]),
        np.array([field[4] for field in FIELDS]),
        np.array(BIG_SCIENCE) - FIELDS[0][0],
    )


def field_name(field: int) -> str:
    """Return the name of a field by OpenAlex's number."""
    return str(FIELDS[field - FIELDS[0][0]][1])
