"""Nasty input that once ended in a traceback, lost something without a word, or let two at it: each is answered in words now."""

import gzip
import json
import threading
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx
import pytest

from tests.evidence.loads import Loads, table
from tests.evidence.openalex_records import HERE, NTNU, author, loaded, packed, work
from tests.evidence.standin import DAY, NOON, fetch_into, standin
from tests.evidence.stored import stored
from tests.evidence.worlds import HOME, world
from tests.evidence.worlds import work as tiny
from utsyn.cli import main
from utsyn.evidence.asking import Asker, Edge
from utsyn.evidence.disk import alone, put
from utsyn.evidence.fetching import Fetch
from utsyn.evidence.loading import Asked, Loading, load
from utsyn.evidence.snapshots import Store
from utsyn.evidence.sources import erasmus
from utsyn.evidence.sources.cells import cents
from utsyn.evidence.sources.cordis import CORDIS
from utsyn.evidence.sources.openalex import home_ids
from utsyn.evidence.sources.openalex_fetch import pull
from utsyn.evidence.sources.plain import PLAIN
from utsyn.evidence.sources.ror import ROR
from utsyn.evidence.tables import STAFF
from utsyn.problems import Problems, Unfit

ROW = {"author": 1, "orcid": None, "unit": "u", "since": 2000, "until": 2001}


def staffed(store: Store, key: str, *, meanwhile: object = None) -> None:
    def rows(_: object, into: Loading) -> None:
        into.rows(STAFF, [ROW])
        if callable(meanwhile):
            meanwhile()

    load(store, rows, source="s", title="S", files=[], asked=Asked(key, date(2026, 11, 26)))


def test_two_loads_of_a_source_at_once_do_not_write_into_each_other(tmp_path: Path) -> None:
    store = Store(tmp_path)

    def second() -> None:
        with pytest.raises(Problems, match="Somebody else is writing here just now"):
            staffed(store, "k")

    staffed(store, "k", meanwhile=second)
    assert [one.key for one in store.vintages()] == ["k"]
    staffed(store, "next")


@pytest.mark.parametrize("key", ["../up", "a/b", ".hidden", "", "x" * 101, "a\n"])
def test_the_key_of_a_vintage_is_a_name_and_no_path(tmp_path: Path, key: str) -> None:
    with pytest.raises(Problems, match="cannot be the key of a vintage"):
        staffed(Store(tmp_path / "store"), key)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_two_write_at_once_is_there_as_one_of_them_wrote_it(tmp_path: Path) -> None:
    texts = [f"{n}" * 50_000 for n in range(4)]
    wrong: list[Exception] = []

    def write(text: str) -> None:
        try:
            for _ in range(20):
                put(tmp_path / "a.json", text)
        except Exception as error:  # noqa: BLE001  whatever it is
            wrong.append(error)

    threads = [threading.Thread(target=write, args=(text,)) for text in texts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert wrong == []
    assert (tmp_path / "a.json").read_text() in texts
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_two_fetches_into_a_folder_do_not_write_into_each_other(tmp_path: Path) -> None:
    asker = Asker(Edge(DAY, lambda _: None, lambda: NOON))
    with alone(tmp_path / "f"), pytest.raises(Problems, match="Somebody else is writing here"):
        Fetch(tmp_path / "f", asker=asker).file("http://127.0.0.1:9/a.bin")


@pytest.mark.parametrize("url", ["http://[::1", "ftp://somewhere/a.bin", "nonsense"])
def test_an_address_that_is_none_is_named_at_once(url: str) -> None:
    waited: list[float] = []
    with pytest.raises(Problems, match="The address cannot be used"):
        Asker(Edge(DAY, waited.append, lambda: NOON)).body(url)
    assert waited == []


def test_a_server_that_sends_one_round_in_a_ring_is_named() -> None:
    ring = httpx.MockTransport(lambda _: httpx.Response(302, headers={"location": "http://a/b"}))
    client = httpx.Client(transport=ring, follow_redirects=True)
    with pytest.raises(Problems, match="The address cannot be used"):
        Asker(Edge(DAY, lambda _: None, lambda: NOON), client=client).body("http://a/b")


@pytest.mark.parametrize("asked", ["I1,I2", ",", "I²"])
def test_a_pull_is_of_one_institution(tmp_path: Path, asked: str) -> None:
    into = Fetch(tmp_path, asker=Asker(Edge(DAY, lambda _: None, lambda: NOON)))
    with pytest.raises(Problems, match="cannot be used"):
        pull(into, {"institution": asked})


def test_numbers_of_institutions_have_figures_that_all_can_read() -> None:
    assert home_ids("I12, https://openalex.org/I3") == [f"{HERE}I12", f"{HERE}I3"]
    with pytest.raises(Problems):
        home_ids(f"I{'9' * 19}")


@pytest.mark.parametrize("name", ["deleted_ids.csv", "deleted_ids.csv.gz"])
def test_the_list_of_deleted_works_may_be_packed_and_a_number_no_table_holds_is_named(
    tmp_path: Path, name: str
) -> None:
    part = packed(tmp_path / "part_0000.gz", [work(1, author(1, NTNU)), work(2)])
    path = tmp_path / name

    def listed(number: str) -> Path:
        told = f"work_id,deleted_date\n{HERE}W{number},2026-08-14\n".encode()
        path.write_bytes(gzip.compress(told) if name.endswith(".gz") else told)
        return path

    _, made = loaded(tmp_path, [part, listed("2")])
    assert made.counted["deleted"] == 1
    for number in ("9" * 19, "2²"):
        with pytest.raises(Problems, match="work_id"):
            loaded(tmp_path, [part, listed(number)], key="other")


FLAT = "id,title,publication_year,type,cited_by_count,is_retracted,updated_date,authorships.author.id,authorships.countries,authorships.institutions"


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (
            f"{FLAT}\nhttps://openalex.org/W1,Blåbær,2023,article,1,False,2026,A,NO,\n".encode("latin-1"),
            "cannot be read",
        ),
        (gzip.compress(FLAT.encode() * 400)[:-20], "ends in the middle"),
        (gzip.compress(FLAT.encode() * 400)[:-8] + b"\0" * 8, "cannot be read"),
    ],
)
def test_a_flat_export_that_is_broken_or_in_other_letters_is_named(
    tmp_path: Path, told: bytes, says: str
) -> None:
    path = tmp_path / ("flat.csv.gz" if told.startswith(b"\x1f") else "flat.csv")
    path.write_bytes(told)
    with pytest.raises(Problems, match=says):
        loaded(tmp_path, [path])


def test_an_amount_of_more_figures_than_any_has_is_no_amount() -> None:
    with pytest.raises(Unfit):
        cents("9" * 30)


def test_a_zip_file_with_a_password_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cordis-HORIZONprojects-csv.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("project.csv", "id;acronym\n")
        made.writestr("organization.csv", "projectID\n")
    told = bytearray(path.read_bytes())
    for sign, at in (
        (b"PK\x03\x04", 6),
        (b"PK\x01\x02", 8),
    ):  # the flag that says so, in both places where it stands
        start = told.find(sign)
        while start >= 0:
            told[start + at] |= 1
            start = told.find(sign, start + 1)
    path.write_bytes(told)
    with pytest.raises(Problems, match="cannot be unpacked"):
        Loads(tmp_path)(CORDIS, path)


@pytest.mark.parametrize(
    "told",
    [
        {"names": [{"value": "N"}]}, {"names": ["N"]}, {"locations": [5]}, {"locations": [{"geonames_details": {"lat": "north"}}]},
        {"relationships": [{"type": "parent"}]}, {"relationships": "none"},
    ],
)  # fmt: skip
def test_a_record_of_the_register_that_is_of_another_shape_is_named(
    tmp_path: Path, told: dict[str, object]
) -> None:
    good = {
        "id": "https://ror.org/05xg72x27",
        "names": [{"value": "N", "types": ["label"]}],
        "locations": [],
        "relationships": [],
    }
    path = tmp_path / "ror.json"
    path.write_text(json.dumps([{**good, "types": [], "status": "active", **told}]))
    with pytest.raises(Problems, match="no record of ROR"):
        Loads(tmp_path)(ROR, path)


def test_a_map_that_is_no_list_is_named(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("orgmap: 5\n")
    with pytest.raises(Problems, match="The map is no list"):
        Loads(tmp_path)(PLAIN, path)


def test_a_cell_that_is_corrected_twice_is_named(tmp_path: Path) -> None:
    from utsyn.evidence.sources.corrections import corrections

    row = ("project.csv", "1", "title", "a", "b", "seen")
    path = table(
        tmp_path / "corrections.csv",
        ("file", "key", "column", "was", "becomes", "because"),
        row,
        (*row[:4], "c", "seen too"),
    )
    with pytest.raises(Problems, match="The same cell is corrected twice"):
        corrections([path])


def test_files_of_two_data_sets_that_are_called_alike_are_both_kept(tmp_path: Path) -> None:
    with standin() as place:
        place.files |= {"/one/mobility.csv": b"one", "/two/mobility.csv": b"two"}
        into = fetch_into(tmp_path, [])
        erasmus.fetch(into, {"addresses": f"{place.url}/one/mobility.csv,{place.url}/two/mobility.csv"})
    assert [(one.name, (tmp_path / one.name).read_text()) for one in into.snapshots] == [
        ("2-mobility.csv", "two"), ("mobility.csv", "one"),
    ]  # fmt: skip


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def of(*given: str) -> tuple[int, str]:
        try:
            status = main([*given, "--lang", "en"])
        except SystemExit as ended:
            status = int(str(ended.code))
        return status, capsys.readouterr().err

    return of


@pytest.mark.parametrize(
    ("given", "status", "says"),
    [
        (("fetch", "openalex", "--dollars", "nan"), 64, "is no number from 0"), (("fetch", "openalex", "--dollars", "-1"), 64, "is no number from 0"),
        (("fetch", "openalex", "--requests", "0"), 64, "is no number from 1"), (("compute", "--since", "99999"), 64, "is no year"),
        (("compute", "--until", "-5"), 64, "is no year"), (("compare", "publications", "--against", "1e999999999"), 64, "is no share"),
        (("compare", "publications", "--against", "nan"), 64, "is no share"),
    ],
)  # fmt: skip
def test_numbers_that_nobody_means_are_refused_as_they_are_written(said, given, status, says) -> None:  # type: ignore[no-untyped-def]
    found = said(*given)
    assert (found[0], says in found[1]) == (status, True), found


def test_a_folder_that_is_a_file_is_named(said, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "file"
    path.write_text("")
    status, told = said("fetch", "openalex", "--to", str(path))
    assert (status, "The file cannot be used" in told, str(path) in told) == (65, True, True)


@pytest.mark.parametrize("name", ["orgmap.parquet", "manifest.json", "works.parquet"])
def test_a_file_of_a_vintage_that_is_damaged_is_named_with_what_to_do(
    said, tmp_path: Path, name: str
) -> None:  # type: ignore[no-untyped-def]
    stored(Store(tmp_path), world(tiny(1, [[(HOME, "NO")]])))
    path = tmp_path / "openalex" / "first" / name
    path.write_bytes(path.read_bytes()[:40])
    (tmp_path / "openalex" / "first" / "home" / "works.parquet").unlink()
    status, told = said("compute", "publications", "--store", str(tmp_path))
    assert (status, name in told or "if a file is damaged" in told, "Traceback" in told) == (
        65,
        True,
        False,
    ), told
