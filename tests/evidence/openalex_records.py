"""Records of OpenAlex for tests: made by hand in the shape of the real ones, and the real ones where they are at hand."""

import gzip
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from utsyn.evidence.loading import Asked, load
from utsyn.evidence.snapshots import Store, Vintage
from utsyn.evidence.sources import find

HERE = "https://openalex.org/"
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "openalex"
HOME = 204778367


def institution(
    number: int, country: str | None = "NO", *, above: tuple[int, ...] = (), kind: str = "education"
) -> dict[str, Any]:
    lineage = [f"{HERE}I{one}" for one in (number, *above)]
    return {"id": f"{HERE}I{number}", "display_name": f"Institution {number}", "ror": f"https://ror.org/0{number:08d}",
            "country_code": country, "type": kind, "lineage": lineage}  # fmt: skip


def author(
    number: int | None,
    *institutions: dict[str, Any],
    countries: tuple[str, ...] = (),
    raw: tuple[str, ...] = (),
) -> dict[str, Any]:
    """An authorship; what is printed names its institutions in turn, and what is printed beyond them is not matched."""
    told = [*institutions, *([None] * (len(raw) - len(institutions)))]
    found = sorted({one["country_code"] for one in institutions if one["country_code"]} | set(countries))
    printed = raw or tuple(one["display_name"] for one in institutions)
    return {
        "author_position": "middle", "author": {"id": number and f"{HERE}A{number}", "display_name": "N. N.", "orcid": None},
        "institutions": list({one["id"]: one for one in institutions}.values()), "countries": found, "is_corresponding": False,
        "raw_author_name": "N. N.", "raw_affiliation_strings": list(printed),
        "affiliations": [
            {"raw_affiliation_string": text, "institution_ids": [one["id"]] if one else []}
            for text, one in zip(printed, told, strict=True)
        ],
    }  # fmt: skip


def work(number: int, *authorships: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": f"{HERE}W{number}", "doi": f"https://doi.org/10.1/{number}", "title": f"Title {number}", "publication_year": 2023,
        "language": "en", "type": "article", "is_retracted": False, "is_paratext": False, "is_xpac": False, "cited_by_count": 3,
        "fwci": 1.0, "awards": [],
        "updated_date": "2026-06-24T00:00:00", "primary_location": {"source": {"id": f"{HERE}S7"}},
        "primary_topic": {"id": f"{HERE}T10001", "subfield": {"id": f"{HERE}subfields/1804"}, "field": {"id": f"{HERE}fields/18"}},
        "authorships": list(authorships), **more,
    }  # fmt: skip


def packed(path: Path, records: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("".join(json.dumps(one) + "\n" for one in records).encode(), mtime=0))
    return path


def real(name: str) -> Path:
    """A real file; the test is skipped where the shared folder is not at hand."""
    if not (SHARED / name).is_file():
        pytest.skip(f"needs shared/data/openalex/{name} beside the repository")
    return SHARED / name


def real_works() -> list[dict[str, Any]]:
    with gzip.open(real("works_292.jsonl.gz")) as file:
        return [json.loads(line) for line in file]


NTNU = institution(HOME)
ABROAD = institution(5, "SE")
RECORDS = [
    work(1, author(1, NTNU), author(2, ABROAD)),
    work(2, author(3, ABROAD)),
    work(3),
    work(4, author(1, NTNU, raw=("A", "B"))),
]


def loaded(
    folder: Path, files: Sequence[Path], *, home: str = f"I{HOME}", key: str = "k"
) -> tuple[Store, Vintage]:
    store, origin = Store(folder / "store"), find("openalex")
    asked = Asked(key, date(2026, 11, 26), parameters={"home": home})
    return store, load(store, origin.load, source=origin.key, title=origin.title, files=files, asked=asked)


def rows(told: tuple[Store, Vintage], table: str) -> list[dict[str, Any]]:
    store, vintage = told
    return pq.read_table(store.path(vintage, table)).to_pylist()


def parquet(folder: Path, part: Path) -> Path:
    path = folder / "parquet" / f"{part.stem}.parquet"
    path.parent.mkdir()
    duckdb.connect().read_json(str(part), format="newline_delimited", sample_size=-1).write_parquet(str(path))
    return path
