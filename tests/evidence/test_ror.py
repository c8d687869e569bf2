"""The register of organisations: real records, and records made by hand for what goes wrong."""

import gzip
import json
import zipfile
from itertools import islice
from pathlib import Path

import pytest

from tests.evidence.loads import Loads, fetching, refused, serving, shared, table
from utsyn.evidence.sources.ror import ROR
from utsyn.evidence.world.identifiers import ror as synthetic_ror

A, B, C, D = (f"https://ror.org/{synthetic_ror(number)}" for number in range(4))


def record(
    identifier: str = A, *, name: str = "An organisation", status: str = "active", **related: str
) -> dict[str, object]:
    place = {"country_code": "NO", "lat": 63.41545, "lng": -10.4}
    return {
        "id": identifier, "status": status, "established": 1910, "types": ["funder", "education"], "external_ids": [],
        "names": [{"value": name, "types": ["ror_display", "label"], "lang": "en"}, {"value": "AO", "types": ["acronym"], "lang": None}],
        "locations": [{"geonames_details": place}], "relationships": [{"type": kind, "id": to} for kind, to in related.items()],
    }  # fmt: skip


def dump(path: Path, *records: dict[str, object]) -> Path:
    path.write_text(json.dumps(list(records)), "utf-8")
    return path


@pytest.fixture
def loads(tmp_path):
    return Loads(tmp_path)


def by_ror(rows):
    return {f"https://ror.org/{row['ror']}": row for row in rows}


def test_real_records_are_read_with_place_names_and_what_they_became(loads, tmp_path):
    with gzip.open(shared("ror", "ror_v2_records.jsonl.gz"), "rt", encoding="utf-8") as lines:
        some = list(islice(lines, 6000))
    wanted = [line for line in some if '"successor"' in line or "/05xg72x27" in line] + some[:300]
    part = tmp_path / "part.jsonl.gz"
    part.write_bytes(gzip.compress("".join(dict.fromkeys(wanted)).encode()))
    found = loads(ROR, part)
    rows = {row["ror"]: row for row in found["organisations"]}
    assert len(rows) == len(set(wanted))
    assert all(len(row["country"]) == 2 and row["name"] and row["kind"] for row in rows.values())
    assert any(row["status"] != "active" and row["successors"] for row in rows.values())
    assert any(row["parents"] for row in rows.values())
    gone = {
        ror: row["successors"] for ror, row in rows.items() if row["status"] != "active" and row["successors"]
    }
    for row in found[
        "names"
    ]:  # a name of what merged into one is a name of that one; of what split it stays its own
        after = gone.get(row["record"], [])
        assert row["ror"] == (after[0] if len(after) == 1 else row["record"]) or after[0] in gone, row
    assert any(len(after) == 1 for after in gone.values())
    said = {(row["record"], row["name"]) for row in found["names"]}
    assert all((ror, row["name"]) in said for ror, row in rows.items())


def test_a_record_becomes_an_organisation_in_whole_numbers(loads, tmp_path):
    (row,) = loads(ROR, dump(tmp_path / "ror.json", record()))["organisations"]
    assert (row["lat"], row["lon"], row["country"], row["kind"]) == (
        63_415_450,
        -10_400_000,
        "NO",
        "education",
    )
    assert (row["organisation"], row["lineage"]) == (0, [])
    assert loads.counted["organisation without a number of OpenAlex"] == 1


def test_with_numbers_of_openalex_the_line_of_ancestors_is_known_and_a_ring_ends(loads, tmp_path):
    file = dump(
        tmp_path / "ror.json", record(A, parent=B), record(B, parent=C), record(C, parent=A), record(D)
    )
    rows = [("I1", A), ("https://openalex.org/I2", B), ("I3", C)]
    numbers = table(tmp_path / "numbers.csv", ("openalex", "ror"), *rows)
    found = by_ror(loads(ROR, file, numbers)["organisations"])
    assert found[A]["lineage"] == [1, 2, 3]
    assert found[A]["parents"] == [B[-9:]]
    assert (found[D]["organisation"], found[D]["lineage"]) == (0, [])


def test_the_names_of_what_merged_lead_to_what_it_became_and_of_what_split_stay(loads, tmp_path):
    merged = (
        record(A, name="Old", status="inactive", successor=B),
        record(B, name="Newer", status="inactive", successor=C),
    )
    split = record(D, name="Split", status="inactive")
    split["relationships"] = [{"type": "successor", "id": B}, {"type": "successor", "id": C}]
    found = loads(ROR, dump(tmp_path / "ror.json", *merged, record(C, name="Now"), split))["names"]
    now = {row["name"]: f"https://ror.org/{row['ror']}" for row in found if row["kind"] == "ror_display"}
    assert now == {"Old": C, "Newer": C, "Now": C, "Split": D}


def test_of_a_dump_the_file_of_schema_two_is_read(loads, tmp_path):
    path = tmp_path / "v1.60-ror-data.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("v1.60-ror-data.json", json.dumps([{"id": A, "name": "schema one"}]))
        packed.writestr("v1.60-ror-data_schema_v2.json", json.dumps([record(A), record(B)], indent=2))
        packed.writestr("v1.60-ror-data.csv", "id,name\n")
    assert len(loads(ROR, path)["organisations"]) == 2


def test_a_folder_of_records_is_as_good_as_a_dump(loads, tmp_path):
    files = [tmp_path / f"{number}.json" for number in range(2)]
    for file, identifier in zip(files, (A, B), strict=True):
        file.write_text(json.dumps(record(identifier)), "utf-8")
    assert len(loads(ROR, *files)["organisations"]) == 2


@pytest.mark.parametrize("kept", [0.5, 0.999, "between"])
def test_a_file_that_was_cut_is_named_and_nothing_is_loaded(loads, tmp_path, kept):
    file = dump(tmp_path / "ror.json", *(record(identifier) for identifier in (A, B, C)))
    whole = file.read_text("utf-8")
    file.write_text(
        whole[: whole.rindex(', {"id"')] if kept == "between" else whole[: int(len(whole) * kept)], "utf-8"
    )
    (wrong,) = refused(lambda: loads(ROR, file))
    assert wrong.file == str(file)
    assert loads.store.vintages() == ()


def test_a_wrong_id_and_another_schema_are_named_by_the_number_of_the_record(loads, tmp_path):
    file = dump(tmp_path / "ror.json", record(A), record(A[:-2] + "00"))
    (wrong,) = refused(lambda: loads(ROR, file))
    assert (wrong.path, wrong.line) == (("id",), 2)
    other = dump(tmp_path / "other.json", record(A), {"id": B, "name": "schema one", "names": None})
    (wrong,) = refused(lambda: loads(ROR, other))
    assert wrong.line == 2


def test_the_newest_release_is_fetched(tmp_path):
    inner = tmp_path / "made.zip"
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("v2.9-ror-data.json", json.dumps([record()]))

    def answer(path, headers, told):
        if path.endswith(".zip"):
            return inner.read_bytes()
        link = f"http://{headers['host']}/files/v2.9-ror-data.zip"
        files = [{"key": "v2.9-ror-data.zip", "size": inner.stat().st_size, "links": {"self": link}}]
        return json.dumps(
            {"hits": {"hits": [{"files": files}]}} if path == "/records" else {"other": 1}
        ).encode()

    into = fetching(tmp_path / "fetched")
    with serving(answer) as address:
        ROR.fetch(into, {"address": f"{address}/records"})
        assert [one.name for one in into.snapshots] == ["v2.9-ror-data.zip"]
        assert refused(lambda: ROR.fetch(into, {"address": f"{address}/else"}))
