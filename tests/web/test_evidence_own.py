"""The institution's own lists as they are sent on a page: looked at, confirmed, loaded with those in use; what is wrong is named by row and column."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.banked import signed_in
from tests.web.evidenced import AT, evidenced
from tests.web.people import person

pytestmark = pytest.mark.django_db
LISTS = "/en/evidence/lists/"
GOOD = "ror;unit;fra;til;type\n{ror};dep-bio;01.08.2020;2029-07-31;exchange\n"


@pytest.fixture
def inside(office, settings, tmp_path):
    """The browser of the office, with a store of its own."""
    settings.EVIDENCE = tmp_path
    return signed_in(Client(), office)


def sent(client, *files):
    """Send files, and follow to what they would do."""
    named = [
        SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
        for name, content in files
    ]
    response = client.post(LISTS, {"files": named})
    if response.status_code == 303:
        return response["Location"], words(client.get(response["Location"]))
    return response.status_code, words(response)


def words(response):
    return " ".join(response.content.decode().split())


def workbook(*rows):
    """A workbook with rows of text."""
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_a_list_is_shown_before_anything_is_done_and_loaded_once_that_is_confirmed(inside):
    from utsyn.web.models import Job, Line

    address, page = sent(inside, ("avtaler.csv", "\ufeff" + GOOD.format(ror="05xg72x27")))
    assert "Agreements" in page
    assert "2020-08-01" in page, "the day as it was understood"
    assert "Nothing is done yet" in page
    assert not Job.objects.exists()
    assert inside.post("/en/evidence/vintages/", {"form": "nul\0", "memory": "much\0"}).status_code == 400
    for _ in range(2):  # two clicks
        assert inside.post(address, {"form": "one"})["Location"].endswith("?did=sent")
    job = Job.objects.get()
    assert (job.kind, job.told["source"], job.told["synthetic"], list(job.told["kinds"])) == (
        "load",
        "plain",
        False,
        ["agreements"],
    )
    assert all(Path(name).is_file() for name in job.told["files"])
    assert Line.objects.filter(did="sent lists").count() == 1
    assert inside.get(address).status_code == 404


def test_a_list_takes_the_place_of_its_kind_and_the_others_stay(inside):
    from utsyn.web.evidence import jobs
    from utsyn.web.models import Job, Loaded

    stays = workbook(
        ("ror", "unit", "since", "until", "kind", "way", "people"),
        ("05xg72x27", "x", "2024-01-01", "2024-06-30", "study", "ut", 3),
    )
    for n, files in enumerate(
        (
            [("a.csv", GOOD.format(ror="05xg72x27"))],
            [("s.xlsx", stays)],
            [("b.csv", GOOD.format(ror="01xtthb56"))],
        )
    ):
        address, page = sent(inside, *files)
        assert ("These lists stay as they are: Agreements" in page) == (n == 1)
        inside.post(address, {"form": f"form-{n}"})
        Job.objects.filter(kind="compute").delete()
        jobs.work(clock=lambda n=n: AT.replace(minute=n))
    loaded = Loaded.objects.filter(source="plain").order_by("-key").first()
    assert loaded is not None
    assert {one["table"]: one["rows"] for one in loaded.told["tables"]} == {"agreements": 1, "stays": 1}
    last = Job.objects.filter(kind="load").order_by("-pk").first()
    assert {kind: [Path(name).name for name in names] for kind, names in last.told["kinds"].items()} == {
        "agreements": ["b.csv"],
        "stays": ["s.xlsx"],
    }
    assert "1 row" in words(inside.get(LISTS))


def test_lists_that_were_loaded_by_command_are_not_lost(inside):
    from utsyn.web.models import Job, Loaded

    told = {"tables": [{"table": "staff", "rows": 9, "file": "staff.parquet", "sha256": ""}]}
    Loaded.objects.create(
        source="plain", key="by-command", title="Own", day=AT.date(), synthetic=False, told=told
    )
    address, _ = sent(inside, ("a.csv", GOOD.format(ror="05xg72x27")))
    response = inside.post(address, {"form": "one"})
    assert response.status_code == 409
    assert "staff" in words(response)
    assert not Job.objects.exists()


WRONG = [
    ("a.csv", "ror;unit;since;until;kind\n05xg72x27;x;2020-01-01;2019-01-01;x\nnorge;x;2020-13-01;;x\n",
     ("a.csv, row 2, column until", "It ends before it begins", "a.csv, row 3, column ror", "a.csv, row 3, column since")),
    ("a.csv", "ror;unit;since;until;kind;name\n05xg72x27;x;2020-01-01;2021-01-01;x;Kari Nordmann\n", ("has no place here", "name")),
    ("a.csv", "fornavn;etternavn\nKari;Nordmann\n", ("The headings are those of no list",)),
    ("staff.csv", "author;unit;since;until\n;x;2020;2021\n", ("staff.csv, row 2", "Nobody is meant by this row")),
    ("g.csv", "person;year;days_abroad\n01019912345;2024;90\n", ("g.csv, row 2, column person", "pseudonym")),
    ("s.csv", "ror;since;way\n05xg72x27;2024-01-01;sideways\n", ("s.csv, row 2, column way", "out for those who leave")),
    ("s.csv", "", ("cannot be used as they stand",)),
    ("s.xlsx", b"PK\x03\x04 nothing of a workbook", ("cannot be used as they stand",)),
    ("s.xls", b"\x00" * 500, ("cannot be used as they stand",)),
    ("s.csv", b"\xff\xfe\x00\x01\x02", ("cannot be used as they stand",)),
    ("s.csv", "ror;since;way\n" + "x" * 200_000 + ";;\n", ("s.csv, row 2",)),
    ("s.exe", "ror", ("No list is kept in such a file",)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "said"), WRONG, ids=[str(n) for n in range(len(WRONG))])
def test_what_is_wrong_is_named_by_file_row_and_column_and_cannot_be_confirmed(inside, name, content, said):
    from utsyn.web.models import Job

    address, page = sent(inside, (name, content))
    for part in said:
        assert part in page, part
    assert "Kari Nordmann" not in page
    assert ".own" not in page, "no path of the server"
    assert "Load them" not in page
    if isinstance(address, str):
        assert inside.post(address, {"form": "one"}).status_code == 409
    assert not Job.objects.exists()


def test_a_workbook_that_unfolds_to_more_than_a_machine_has_takes_nothing_down(inside):
    out = io.BytesIO(workbook(("ror", "since", "way"), ("05xg72x27", "2024-01-01", "ut")))
    bomb = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            new.writestr(name, content)
    _, page = sent(inside, ("s.xlsx", bomb.getvalue()))
    assert "cannot be used as they stand" in page


def test_names_of_files_lead_nowhere_and_two_of_one_name_are_told_apart(inside, tmp_path):
    text = GOOD.format(ror="05xg72x27")
    address, page = sent(
        inside,
        ("../../../etc/a.csv", text),
        ("a.csv", text.replace("05xg72x27", "01xtthb56")),
        ("..\\b.csv", text),
    )
    assert "2-a.csv" in page
    assert isinstance(address, str)
    found = list(tmp_path.rglob("*.csv"))
    assert sorted(path.name for path in found) == ["1-a.csv", "2-a.csv", "3-b.csv"]
    assert all(path.is_relative_to(tmp_path / ".own") for path in found)
    for wrong in ("x", "a" * 64, "%2e%2e"):
        assert inside.get(f"{LISTS}{wrong}/").status_code == 404


def test_too_much_is_refused_and_nothing_chosen_is_said(inside):
    from utsyn.web.evidence import own

    status, page = sent(inside, ("a.csv", "x" * (own.LARGEST + 200_000)))
    assert (status, "larger than 10 MB" in page) == (413, True)
    status, page = sent(inside)
    assert (status, "No file was chosen" in page) == (422, True)
    status, page = sent(inside, *((f"{n}.csv", "x") for n in range(13)))
    assert (status, "at most 12" in page) == (422, True)


def test_lists_are_for_the_office_alone(inside, units, client):
    address, _ = sent(inside, ("a.csv", GOOD.format(ror="05xg72x27")))
    researcher = signed_in(Client(), person("researcher", units["dep-bio"]))
    for where in (LISTS, address, f"{LISTS}blank/stays.csv"):
        assert researcher.get(where).status_code == 403
        assert client.get(where).status_code == 302
    assert researcher.post(address, {"form": "x"}).status_code == 403
    assert researcher.post(LISTS, {"files": []}).status_code == 403
    assert client.post(LISTS, {"files": []}).status_code == 403


def test_every_empty_list_is_one_that_can_be_sent_filled_in(inside):
    from utsyn.evidence.sources.lists import LISTS as KINDS
    from utsyn.web.evidence import own

    known = {kind.table.name: kind for kind in KINDS}
    assert set(own.COLUMNS) == set(known)
    for kind, columns in own.COLUMNS.items():
        assert inside.get(f"{LISTS}blank/{kind}.csv").content.decode().strip() == ";".join(columns)
        assert set(known[kind].required) <= set(columns) <= set(known[kind].table.columns)
    assert inside.get(f"{LISTS}blank/secrets.csv").status_code == 404


def test_an_agreement_that_is_sent_takes_a_partner_out_of_the_hidden_ones(
    office, settings, few_recipes, tmp_path
):
    import shutil

    from utsyn.web.evidence import jobs
    from utsyn.web.models import Basis, Partner

    evidenced(settings)
    settings.EVIDENCE = shutil.copytree(settings.EVIDENCE, tmp_path / "store")
    hidden = Partner.objects.filter(hidden=True).first()
    assert hidden is not None
    client = signed_in(Client(), office)
    address, page = sent(client, ("avtaler.csv", GOOD.format(ror=hidden.ror)))
    assert "go with the made-up world" in page
    client.post(address, {"form": "one", "synthetic": "1"})
    assert jobs.work(clock=lambda: AT) == 2
    assert Basis.objects.get(current=True).synthetic
    now = Partner.objects.get(ror=hidden.ror)
    assert not now.hidden
    assert now.told["agreements"][0][2] == "exchange"
