"""The first thing that anybody sees: a short report of what Utsyn answers, and where to go on."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans_left_out")]


def report(capsys, **options: str) -> str:
    call_command("demo", **options)
    return capsys.readouterr().out


def test_the_report_shows_the_library_four_days_and_whom_each_amendment_turned(capsys):
    said = report(capsys, lang="en")
    for part in ("INTPART 2015", "INTPART 2022", "INTPART 2025", "NORPART", "UTFORSK 2022"):
        assert part in " ".join(said.split())
    days = re.findall(r"^  \S \w[\w ]*, (\d+ \w+ 2022)$", said, re.MULTILINE)
    assert days == ["10 February 2022", "11 February 2022", "1 March 2022", "2 March 2022"]
    assert len(set(re.findall(r"^  (\S) \w[\w ]*, \d+ \w+ 2022$", said, re.MULTILINE))) > 1, (
        "the answers differ"
    )
    assert re.search(r"11 February 2022: .*: [1-9]\d* turned", " ".join(said.split()))
    assert re.search(r"2 March 2022: .*: [1-9]\d* turned", " ".join(said.split()))
    assert "/en/" in said.splitlines()[-1]


def test_the_report_fits_on_a_screen_or_two(capsys):
    lines = report(capsys, lang="en").splitlines()
    assert len(lines) < 100
    assert max(map(len, lines)) <= 110


@pytest.mark.parametrize(
    ("lang", "word"), [("nb", "Biblioteket"), ("nn", "Biblioteket"), ("en", "The library")]
)
def test_the_report_comes_in_each_language(capsys, lang, word):
    assert word in report(capsys, lang=lang)


def test_whom_the_readme_tells_to_enter_as_is_in_the_demo():
    root = Path(__file__).parents[2]
    table = (root / "README.md").read_text("utf-8").partition("| enter as |")[2].partition("\n\n")[0]
    named = {name for row in table.splitlines()[2:] for name in row.split("|")[2].strip().split(", ")}
    people = (root / "src/utsyn/data/demo/university/units.yaml").read_text("utf-8")
    assert named - {"nobody"}
    assert [name for name in named - {"nobody"} if f"name: {name} Oppdiktet" not in people] == []


def test_running_it_twice_changes_nothing(capsys):
    from utsyn.web.models import Asked

    first = report(capsys, lang="en")
    links = set(Asked.objects.values_list("link", flat=True))
    assert report(capsys, lang="en") == first
    assert set(Asked.objects.values_list("link", flat=True)) == links


def test_the_address_is_the_one_that_is_served(capsys, monkeypatch):
    monkeypatch.setenv("UTSYN_ADDRESS", "127.0.0.1:8042")
    assert "http://127.0.0.1:8042/nb/" in report(capsys, lang="nb")


def test_without_demo_proposals_it_says_so(monkeypatch, tmp_path):
    from utsyn.web.management.commands import demo

    monkeypatch.setattr(demo, "DEMO", tmp_path)
    with pytest.raises(CommandError, match="no demo proposals"):
        call_command("demo")


def test_the_front_page_shows_what_turned(client, capsys):
    report(capsys, lang="en")
    html = client.get("/en/").content.decode()
    assert "as INTPART 2022 was changed" in html
    assert html.count('class="verdict') >= 16
