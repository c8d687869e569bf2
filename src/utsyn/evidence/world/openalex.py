"""The works as OpenAlex hands them out: JSON lines in gz parts or Parquet, with a manifest and the list of deleted records."""

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.json
import pyarrow.parquet as pq

from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.changes import DELETED, MERGED
from utsyn.evidence.world.records import records
from utsyn.evidence.world.works import Works

Format = Literal["jsonl", "parquet"]
PART = 100_000  # records a part; OpenAlex has up to 400,000
ENDINGS = {"jsonl": "jsonl.gz", "parquet": "parquet"}
BUCKET = "s3://openalex/data"


def write_works(
    folder: Path,
    blocks: Iterable[Works],
    *,
    of: World,
    names: list[str],
    day: date,
    form: Format,
    told: Callable[[int], None],
) -> list[Path]:
    """Write parts below `works/updated_date=.../` and the manifest last, as OpenAlex does. `told` gets how many records are done."""
    place = folder / form / "works" / f"updated_date={day:%Y-%m-%d}"
    place.mkdir(parents=True)
    lines = (line for one in blocks for line in records(of, one, names, day=day))
    entries: list[dict[str, Any]] = []
    parts: list[Path] = []
    done = 0
    while some := list(islice(lines, PART)):
        path = place / f"part_{len(parts):04}.{ENDINGS[form]}"
        _part(path, "".join(some).encode(), form=form)
        parts.append(path)
        url = f"{BUCKET}/{path.relative_to(folder).as_posix()}"
        entries.append(
            {"url": url, "meta": {"content_length": path.stat().st_size, "record_count": len(some)}}
        )
        told(done := done + len(some))
    total = {key: sum(entry["meta"][key] for entry in entries) for key in ("content_length", "record_count")}
    manifest = place.parent / "manifest.json"
    manifest.write_text(json.dumps({"entries": entries, "meta": total}, indent=1) + "\n", "utf-8")
    return [*parts, manifest]


def write_deleted(folder: Path, blocks: Iterable[Works], *, form: Format, day: date) -> Path:
    """Write which records the later vintage has no more: works/deleted_ids.csv, with work_id and deleted_date."""
    path = folder / form / "works" / "deleted_ids.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["work_id", "deleted_date"])
        for one in blocks:
            gone = (one.cause == DELETED) | (one.cause == MERGED)
            lines.writerows(
                [f"https://openalex.org/W{number}", day.isoformat()]
                for number in sorted(one.number[gone].tolist())
            )
    return path


def _part(path: Path, text: bytes, *, form: Format) -> None:
    if form == "jsonl":
        with (
            path.open("wb") as raw,
            gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=3, mtime=0) as file,
        ):
            file.write(text)
        return
    options = pyarrow.json.ReadOptions(block_size=1 << 26)
    shape = pyarrow.json.ParseOptions(explicit_schema=SCHEMA, unexpected_field_behavior="error")
    pq.write_table(pyarrow.json.read_json(io.BytesIO(text), options, shape), path, compression="snappy")


def _schema() -> pa.Schema:
    text, whole, yes, texts = pa.string(), pa.int64(), pa.bool_(), pa.list_(pa.string())
    named = {"id": text, "display_name": text}
    institution = {**named, "ror": text, "country_code": text, "type": text, "lineage": texts}
    authorship = {
        "author_position": text, "author": pa.struct({**named, "orcid": text}), "institutions": pa.list_(pa.struct(institution)),
        "countries": texts, "is_corresponding": yes, "raw_author_name": text, "raw_affiliation_strings": texts,
        "affiliations": pa.list_(pa.struct({"raw_affiliation_string": text, "institution_ids": texts})),
    }  # fmt: skip
    topic = pa.struct(
        {
            **named,
            "score": pa.float64(),
            "subfield": pa.struct(named),
            "field": pa.struct(named),
            "domain": pa.struct(named),
        }
    )
    location = pa.struct({"is_oa": yes, "source": pa.struct({**named, "type": text}), "version": text})
    award = {**named, **dict.fromkeys(("funder_award_id", "funder_id", "funder_display_name", "doi"), text)}
    percentile = {"value": pa.float64(), "is_in_top_1_percent": yes, "is_in_top_10_percent": yes}
    return pa.schema({
        "id": text, "doi": text, "title": text, "display_name": text, "publication_year": whole, "publication_date": text,
        "language": text, "type": text, "primary_location": location, "authorships": pa.list_(pa.struct(authorship)),
        "is_authors_truncated": yes, "countries_distinct_count": whole, "institutions_distinct_count": whole, "fwci": pa.float64(),
        "awards": pa.list_(pa.struct(award)),
        "citation_normalized_percentile": pa.struct(percentile), "cited_by_count": whole, "is_retracted": yes, "is_paratext": yes,
        "is_xpac": yes, "primary_topic": topic, "topics": pa.list_(topic), "locations_count": whole, "locations": pa.list_(location),
        "referenced_works_count": whole, "updated_date": text, "created_date": text,
    })  # fmt: skip


SCHEMA = _schema()
