"""Every other source as a user fetches and loads it: troubles waited for, broken bodies gone on with, kills survived, nothing twice."""

import gzip
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.evidence import test_cordis, test_dbh, test_eche, test_erasmus, test_research_council, test_ror
from tests.evidence.loads import SHARED, workbook
from tests.evidence.running import killed, small_disk, started, utsyn
from tests.evidence.standin import Asked, StandIn, Trouble, standin
from utsyn.evidence.fetching import fetched
from utsyn.evidence.snapshots import Store
from utsyn.evidence.sources.dbh_tables import COUNTED, HEADINGS

CUT = 100  # bytes, then the connection breaks


class Case(NamedTuple):
    """A source that a stand-in serves: what the command is told, which file is broken off, and the tables that come of it."""

    key: str
    told: tuple[str, ...]
    file: str
    tables: tuple[str, ...]
    goes_on: bool = True  # the body has a mark by which it can be gone on with


def zipped(path: Path, members: Mapping[str, bytes]) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in members.items():
            packed.writestr(name, body)
    return path.read_bytes()


def cordis(place: StandIn, made: Path) -> Case:
    real = SHARED / "cordis" / "organization_10_rows.csv"
    organisations = real if real.exists() else test_cordis.parts(made)
    body = zipped(
        made / "one.zip",
        {
            "project.csv": test_cordis.projects(made).read_bytes(),
            "organization.csv": organisations.read_bytes(),
        },
    )
    place.files["/cordis-HORIZONprojects-csv.zip"] = body
    told = (f"address={place.url}", "programmes=HORIZON")
    return Case("cordis", told, "cordis-HORIZONprojects-csv.zip", ("grants", "participations"))


def dbh(place: StandIn, made: Path) -> Case:
    def answer(asked: Asked) -> tuple[int, dict[str, str], bytes]:
        told = json.loads(asked.body)
        head = (*told.get("groupBy", ()), COUNTED) if "groupBy" in told else HEADINGS[str(told["tabell_id"])]
        listed = ["2016"] * (len(head) - 1)
        of_other = (
            ["1150", "1", "2024", "1", "B3", "3"]
            if "groupBy" in told
            else ["NORSK", *listed]
            if told["tabell_id"] == 467
            else ["ERASMUS+", *listed]
        )
        row = test_dbh.ROW if told["tabell_id"] == 142 else of_other
        return 200, {}, (";".join(head) + "\n" + ";".join(row) + "\n").encode()

    place.answers["/tables"] = answer
    return Case("dbh", (f"address={place.url}/tables",), "142", ("exchanges",), goes_on=False)


def eche(place: StandIn, made: Path) -> Case:
    list_ = workbook(made / "list.xlsx", test_eche.ABOVE, test_eche.HEAD, test_eche.ONE, test_eche.TWO)
    place.files["/list.xlsx"] = list_.read_bytes()
    return Case("eche", (f"address={place.url}/list.xlsx",), "list.xlsx", ("links",))


def erasmus(place: StandIn, made: Path) -> Case:
    place.files["/2018.csv"] = test_erasmus.mobility(made).read_bytes()
    listed = {"result": {"distributions": [{"access_url": [f"{place.url}/2018.csv"]}]}}
    place.files["/datasets/one"] = json.dumps(listed).encode()
    return Case("erasmus", (f"catalogue={place.url}/datasets", "datasets=one"), "2018.csv", ("mobilities",))


def research_council(place: StandIn, made: Path) -> Case:
    place.files["/dataset.csv"] = test_research_council.applications(made).read_bytes()
    return Case("research-council", (f"address={place.url}/dataset.csv",), "soknader.csv", ("applications",))


def ror(place: StandIn, made: Path) -> Case:
    real = SHARED / "ror" / "ror_v2_records.jsonl.gz"
    records = [test_ror.record()]
    if real.exists():
        with gzip.open(real) as file:
            records = [json.loads(line) for line, _ in zip(file, range(300), strict=False)]
    body = zipped(made / "dump.zip", {"v2.9-ror-data.json": json.dumps(records).encode()})
    name = "v2.9-ror-data.zip"
    place.files[f"/files/{name}"] = body
    told = {"files": [{"key": name, "size": len(body), "links": {"self": f"{place.url}/files/{name}"}}]}
    place.files["/records"] = json.dumps({"hits": {"hits": [told]}}).encode()
    return Case("ror", (f"address={place.url}/records",), name, ("organisations", "names"))


CASES = [cordis, dbh, eche, erasmus, research_council, ror]


@pytest.fixture
def place() -> Iterator[StandIn]:
    with standin() as found:
        yield found


@pytest.fixture(params=CASES, ids=lambda one: one.__name__)
def case(request: pytest.FixtureRequest, place: StandIn, tmp_path: Path) -> Case:
    made = tmp_path / "made"
    made.mkdir()
    build: Callable[[StandIn, Path], Case] = request.param
    return build(place, made)


def fetch(case: Case, store: Path) -> tuple[object, ...]:
    return ("fetch", case.key, "--store", store, *(part for one in case.told for part in ("--set", one)))


def test_a_source_is_fetched_through_troubles_and_loaded(place, case, tmp_path):
    store = tmp_path / "store"
    listed = sum(
        path in place.files for path in ("/datasets/one", "/records")
    )  # asked for first, where there is one
    place.troubles = [
        Trouble(429, {"retry-after": "0"}),
        Trouble(503, {"retry-after": "0"}),
        *[None] * listed,
        Trouble(cut=CUT),
    ]
    said = utsyn(*fetch(case, store))
    assert (said.status, said.err) == (0, "")
    assert (f"bytes={CUT}-" in place.ranges()) is case.goes_on
    kept = fetched(store / "files" / case.key)
    assert any(one.name.startswith(case.file) for one in kept)
    assert all(one.licence and one.url.startswith(place.url) for one in kept)
    place.asked.clear()
    assert utsyn(*fetch(case, store)).status == 0
    assert [one.path for one in place.asked] == [
        path for path in ("/datasets/one", "/records") if path in place.files
    ]
    made = utsyn("load", "--store", store, "--source", case.key, "--json")
    assert (made.status, made.err) == (0, "")
    [vintage] = json.loads(made.out)["vintages"]
    rows = {one["table"]: one["rows"] for one in vintage["tables"]}
    assert all(rows[name] > 0 for name in case.tables)
    assert {one["url"] for one in vintage["snapshots"]} == {one.url for one in kept}


def test_a_fetch_that_is_killed_goes_on(place, case, tmp_path):
    store = tmp_path / "store"
    listed = sum(path in place.files for path in ("/datasets/one", "/records"))
    place.troubles = [*[None] * listed, Trouble(cut=10, hold=True)]
    folder = store / "files" / case.key

    def half() -> bool:
        return any(path.stat().st_size == 10 for path in folder.rglob("*.part"))

    killed(started(*fetch(case, store)), once=half)
    assert fetched(folder) == ()
    assert utsyn(*fetch(case, store)).status == 0
    assert ("bytes=10-" in place.ranges()) is case.goes_on
    assert utsyn("load", "--store", store, "--source", case.key).status == 0


def test_a_disk_that_fills_up_is_named_and_with_room_the_fetch_goes_on(place, tmp_path):
    place.files["/dataset.csv"] = bytes(200_000)
    folder = tmp_path / "small"
    asked = ("fetch", "research-council", "--set", f"address={place.url}/dataset.csv", "--to")
    with small_disk(folder, size="64k"):
        utsyn(*asked, folder / "files").refused(
            f"{folder / 'files'}: The disk is full", "Make room and do it again"
        )
        shutil.copytree(folder / "files", tmp_path / "roomy")
    assert 0 < (tmp_path / "roomy" / "soknader.csv.part").stat().st_size < 200_000
    assert utsyn(*asked, tmp_path / "roomy").status == 0
    assert (tmp_path / "roomy" / "soknader.csv").read_bytes() == bytes(200_000)
    assert place.ranges()[-1].startswith("bytes=")


def test_what_is_not_there_any_more_is_named_with_its_address(place, case, tmp_path):
    place.files.clear()
    place.answers.clear()
    utsyn(*fetch(case, tmp_path / "store")).refused(place.url, "HTTP 404")


def test_a_new_edition_at_the_same_address_is_fetched_anew_and_loaded_beside_the_old_vintage(place, tmp_path):
    (tmp_path / "made").mkdir()
    case, store = research_council(place, tmp_path / "made"), tmp_path / "store"
    for day, more in (("2026-07-01", ()), ("2026-10-01", ()), ("2026-10-01", ("--anew",))):
        said = utsyn(*fetch(case, store), "--on", day, *more)
        assert said.status == 0
        assert ("with --anew it is" in said.out) is (day == "2026-10-01" and not more)
        if not more:
            utsyn("load", "--store", store, "--on", day)
        two = test_research_council.applications(tmp_path / "made", {}, {"prosjektnummer": "2"})
        place.files["/dataset.csv"] = two.read_bytes()
    assert utsyn("load", "--store", store, "--on", "2026-10-01", "--key", "anew").status == 0
    kept = {one.key: one for one in Store(store).vintages("research-council")}
    assert {key: one.table("applications").rows for key, one in kept.items()} == {
        "2026-07-01": 1, "2026-10-01": 1, "anew": 2,
    }  # fmt: skip
    assert [one.day.isoformat() for one in kept["anew"].snapshots] == ["2026-10-01"]
