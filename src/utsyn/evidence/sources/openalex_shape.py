"""What of OpenAlex's records is read, and nothing else: a projected schema is many times faster than letting an engine guess one."""

from collections.abc import Iterator, Mapping
from typing import Any

Shape = Any  # a type by name, names with shapes under them, or a list of one shape

WORK: Mapping[str, Shape] = {
    "id": "id:W",
    "doi": "VARCHAR",
    "title": "VARCHAR",
    "publication_year": "BIGINT",
    "language": "VARCHAR",
    "type": "VARCHAR",
    "is_retracted": "BOOLEAN",
    "is_paratext": "BOOLEAN",
    "is_xpac": "BOOLEAN",
    "is_authors_truncated": "BOOLEAN",
    "cited_by_count": "BIGINT",
    "fwci": "DOUBLE",
    "updated_date": "VARCHAR",
    "primary_location": {"source": {"id": "id:S"}},
    "primary_topic": {"id": "id:T", "subfield": {"id": "id:subfields/"}, "field": {"id": "id:fields/"}},
    "authorships": [
        {
            "author": {"id": "id:A", "orcid": "VARCHAR"},
            "institutions": [
                {
                    "id": "id:I",
                    "ror": "VARCHAR",
                    "display_name": "VARCHAR",
                    "country_code": "VARCHAR",
                    "type": "VARCHAR",
                    "lineage": ["id:I"],
                }
            ],
            "countries": ["VARCHAR"],
            "affiliations": [{"raw_affiliation_string": "VARCHAR", "institution_ids": ["id:I"]}],
        }
    ],
    "awards": [{"funder_award_id": "VARCHAR", "funder_display_name": "VARCHAR"}],
    "grants": [{"award_id": "VARCHAR", "funder_display_name": "VARCHAR"}],
}
INSTITUTION: Mapping[str, Shape] = {
    "id": "id:I",
    "ror": "VARCHAR",
    "display_name": "VARCHAR",
    "country_code": "VARCHAR",
    "type": "VARCHAR",
    "lineage": ["id:I"],
    "geo": {"latitude": "DOUBLE", "longitude": "DOUBLE"},
    "associated_institutions": [{"ror": "VARCHAR", "relationship": "VARCHAR"}],
}
# Not in every release: the expansion corpus and fwci came late, paratext became a type, grants became awards, and only API lists are cut.
OPTIONAL = frozenset({"is_xpac", "is_paratext", "is_authors_truncated", "fwci", "awards", "grants"})
UNASKED = frozenset(
    {"is_authors_truncated", "grants"}
)  # the API gives the first where it is so, and refuses the second
PREFIX = "https://openalex.org/"
ID = "id:"  # a type of ours: text that begins with PREFIX and this, and ends with a number


def typed(shape: Shape) -> str:
    """Return a shape as a type of DuckDB."""
    if isinstance(shape, str):
        return "VARCHAR" if shape.startswith(ID) else shape
    if isinstance(shape, list):
        return f"{typed(shape[0])}[]"
    return "STRUCT(" + ", ".join(f'"{name}" {typed(inner)}' for name, inner in shape.items()) + ")"


def columns(shape: Mapping[str, Shape]) -> Mapping[str, str]:
    """Return the columns of a shape with their types."""
    return {name: typed(inner) for name, inner in shape.items()}


def paths(shape: Shape, above: str = "") -> Iterator[str]:
    """Walk the dotted names in a shape, those in the middle included."""
    if isinstance(shape, list):
        yield from paths(shape[0], above)
    elif not isinstance(shape, str):
        for name, inner in shape.items():
            here = f"{above}.{name}" if above else name
            yield here
            yield from paths(inner, here)
