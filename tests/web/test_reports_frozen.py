"""A frozen report is made from its text alone: whatever definitions, units, words and code say today, it says the same."""

import gettext
import io
import json
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from tests.web import plan_worlds, report_worlds
from tests.web.people import also, person
from tests.web.report_worlds import AT, dean, indicators, plan, reporting

__all__ = ["dean", "indicators", "plan", "reporting"]
KINDS = ("json", "pdf", "docx", "xlsx")


@pytest.fixture
def frozen(reporting, units, dean):
    """The humanities' report, approved."""
    from utsyn.web.reports.actions import approve

    return approve(report_worlds.handed_in(reporting, units["fac-hum"], by=dean), by=dean, at=AT)


def forms_of(client, frozen) -> dict[str, bytes]:
    """Every form of a frozen report in every language: its files whole, and of its page what it says."""
    base, made = f"/reports/{frozen.report_id}/frozen/{frozen.number}/", dict[str, bytes]()
    for code in ("nb", "nn", "en"):
        for kind in KINDS:
            answer = client.get(f"/{code}{base}report.{kind}")
            assert answer.status_code == 200, answer.content
            made[f"{code}.{kind}"] = answer.content
        answer = client.get(f"/{code}{base}")
        page = answer.content.decode()
        made[code] = page[page.index('<div class="report">') : page.index("</main>")].encode()
        made[f"{code} hash"] = str(frozen.sha256 in page).encode()
    return made


def changed_world(units, plan, indicators, monkeypatch):
    """Change everything that a report was made from."""
    from utsyn.web.measures.models import Measure
    from utsyn.web.people.models import UnitVersion
    from utsyn.web.plans.models import Edition

    text = (indicators / "abroad.yaml").read_text("utf-8")
    newer = "  - {version: 2, since: 2024-01-01, says: {en: Half of them, nb: Halvparten, nn: Halvparten}}\nproviders:"
    (indicators / "abroad.yaml").write_text(
        text.replace("All of them", "Other ones")
        .replace("Registeret", "Listen")
        .replace("providers:", newer),
        "utf-8",
    )
    UnitVersion.objects.create(unit=units["fac-hum"], since=date(2025, 3, 2), nb="Nytt navn", nn="Nytt namn", en="New name",
                               parent=units["fac-law"])  # fmt: skip
    Measure.objects.update(
        title="Otherwise", told={"title": "Otherwise", "goals": ["grants"], "status": "stopped"}, version=2
    )
    later = plan_worlds.PLAN.replace("Half of the students go abroad", "All stay at home")
    Edition.objects.create(
        plan=plan,
        number=2,
        text=later,
        sha256="0" * 64,
        made_at=AT,
        adopted_on=date(2025, 3, 2),
        adopted_at=AT,
    )
    plan_worlds.figure("abroad", units["uib"], 2024, (900, 1000), known="2025-03-02", provider="survey")

    class Loud(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return f"¤{message}"

    monkeypatch.setattr("utsyn.text._catalogue", lambda _language: Loud())
    monkeypatch.setattr(
        "utsyn.plans.spoken.DECIMALS", dict.fromkeys(("number", "share", "rank", "money", "ratio"), 0)
    )


def test_every_form_is_the_same_to_the_last_byte_after_all_it_was_made_from_has_changed(
    client, frozen, dean, units, plan, indicators, monkeypatch
):
    client.force_login(dean)
    before = forms_of(client, frozen)
    changed_world(units, plan, indicators, monkeypatch)
    from utsyn.plans.report import content
    from utsyn.web.reports.drafting import drafted

    anew = content(
        drafted(also(dean, "department", units["dep-history"]), frozen.report, on=date(2025, 3, 3)).basis
    )
    assert anew["title"] != json.loads(frozen.text)["title"]  # the world is another one
    assert anew["labels"]["state"]["en"] == "¤State"
    after = forms_of(client, frozen)
    assert {name for name in before if before[name] != after[name]} == set()
    assert after["nb.json"] == frozen.text.encode()
    assert b"Det humanistiske fakultet" in after["nb"]
    assert b"All of them" in after["en"]


def test_the_files_hold_what_the_page_says(client, frozen, dean):
    from openpyxl import load_workbook

    client.force_login(dean)
    base = f"/en/reports/{frozen.report_id}/frozen/1/report."
    book = load_workbook(io.BytesIO(client.get(f"{base}xlsx").content))
    units = ["By unit", "Figures of the units"]
    assert book.sheetnames == [
        "Goals",
        "Figures",
        "Definitions",
        "Measures",
        *units,
        "What this report rests on",
    ]
    row = [cell.value for cell in book["Goals"][2]]
    assert row[:4] == ["Half of the students go abroad", "behind", "At least 50%", 0.312]
    figures = [[cell.value for cell in line] for line in book["Figures"].iter_rows(min_row=2)]
    assert len(figures) == 4
    assert figures[-1][3] == 0.312
    assert "numerator: 312" in figures[-1][5]
    with zipfile.ZipFile(io.BytesIO(client.get(f"{base}docx").content)) as word:
        text = word.read("word/document.xml").decode()
    assert "Slow, but the right way." in text
    assert frozen.sha256 in text
    made = client.get(f"{base}pdf").content
    assert made.startswith(b"%PDF")
    assert b"/StructTreeRoot" in made
    assert client.get(f"{base}odt").status_code == 404


def test_every_figure_has_its_parts_its_source_and_the_definition_that_held(frozen):
    made = json.loads(frozen.text)
    defined = {(one["indicator"], one["version"]) for one in made["definitions"]}
    assert len(made["figures"]) == 4
    for figure in made["figures"]:
        assert (figure["indicator"], figure["version"]) in defined
        assert figure["sources"][0]["title"]
        share = Decimal(figure["parts"]["numerator"]) / Decimal(figure["parts"]["denominator"])
        assert Decimal(figure["value"]) == share
        assert set(figure["shown"]) == {"nb", "nn", "en"}
    assert made["plan"]["edition"] == 1
    assert made["log"]["line"]
    assert made["measures"][0]["told"]["title"] == "A term abroad in every programme"
    assert "note" not in made["measures"][0]["told"]
    assert made["internal"]["notes"] == {"1": "Only if the dean agrees"}


def test_outside_the_house_a_public_report_is_read_without_its_internal_part(client, frozen, rector, dean):
    from utsyn.web.reports.actions import publish_report

    page, file = (f"/en/reports/{frozen.report_id}/frozen/1/{name}" for name in ("", "report.json"))
    assert client.get(page).status_code == 404
    publish_report(frozen.report, public=True, by=rector, at=AT)
    assert client.get(f"/en/reports/{frozen.report_id}/").url == page
    said = [client.get(page).content.decode(), client.get(file).content.decode()]
    for secret in ("The dean is tired", "Only if the dean agrees"):
        assert not any(secret in one for one in said)
    assert json.loads(said[1])["overall"] == report_worlds.WORDS["overall"]
    client.force_login(dean)
    assert "The dean is tired" in client.get(page).content.decode()
    assert client.get(f"{file}?public=1").content.decode() == said[1]


def test_the_same_comes_out_when_it_is_computed_again_until_the_code_changes(
    client, frozen, dean, monkeypatch
):
    client.force_login(dean)
    again = f"/en/reports/{frozen.report_id}/frozen/1/again/"
    assert "The same." in client.get(again).content.decode()
    from utsyn.plans import standing

    whole = standing.standing

    def other(*args, **told):
        from utsyn.plans.states import State

        return whole(*args, **told)._replace(state=State.REACHED)

    monkeypatch.setattr("utsyn.plans.progress.standing", other)
    page = client.get(again).content.decode()
    assert "1 thing comes out otherwise" in page
    assert "behind" in page
    monkeypatch.setattr("utsyn.plans.replaying.from_text", lambda _text: {}["gone"])
    assert "cannot read it any more" in client.get(again).content.decode()


def test_the_database_refuses_to_change_or_delete_what_is_frozen(frozen):
    from utsyn.web.reports.models import Frozen

    for change in ({"text": "{}"}, {"sha256": "0" * 64}, {"inputs": "{}"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Frozen.objects.filter(pk=frozen.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM utsyn_frozen")


@pytest.mark.once
def test_a_text_that_was_changed_behind_the_program_s_back_is_shown_loudly_and_given_in_no_file(
    client, frozen, dean
):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER frozen_as_it_was")
        cursor.execute("UPDATE utsyn_frozen SET text = replace(text, '0.312', '0.512')")
    client.force_login(dean)
    page = client.get(f"/en/reports/{frozen.report_id}/frozen/1/")
    assert page.status_code == 409
    assert "This is not what was approved" in page.content.decode()
    assert frozen.sha256 in page.content.decode()
    for kind in KINDS:
        assert client.get(f"/en/reports/{frozen.report_id}/frozen/1/report.{kind}").status_code == 409


def test_an_approval_that_breaks_off_leaves_nothing(reporting, units, dean, monkeypatch):
    from utsyn.web.log import Line
    from utsyn.web.reports.actions import approve, approving

    row = report_worlds.handed_in(reporting, units["fac-hum"], by=dean)

    def broken(*_args, **_told):
        raise KeyboardInterrupt

    monkeypatch.setattr(approving, "noted", broken)
    with pytest.raises(KeyboardInterrupt):
        approve(row, by=dean, at=AT)
    row.refresh_from_db()
    assert (row.state, row.frozen.count()) == ("handed in", 0)
    assert not Line.objects.filter(did="approved report").exists()


def test_two_reports_are_compared_with_a_warning_of_what_is_not_the_same(
    client, frozen, plan, units, office, dean, indicators
):
    from datetime import UTC, datetime

    from utsyn.web.people.models import UnitVersion
    from utsyn.web.reports.actions import approve

    text = (indicators / "abroad.yaml").read_text("utf-8")
    newer = "  - {version: 2, since: 2025-01-01, says: {en: A month or more}}\nproviders:"
    (indicators / "abroad.yaml").write_text(text.replace("providers:", newer), "utf-8")
    UnitVersion.objects.create(unit=units["fac-hum"], since=date(2026, 1, 1), nb="Nytt navn", nn="", en="New name",
                               parent=units["uib"])  # fmt: skip
    units["fac-art"].ended, units["fac-art"].successor = date(2025, 12, 31), units["fac-hum"]
    units["fac-art"].save()
    plan_worlds.figure("abroad", units["uib"], 2025, (350, 1000), known="2026-02-01", version=2)
    later = datetime(2026, 3, 1, 12, tzinfo=UTC)
    office, dean = also(office, "auditor", units["uib"]), also(dean, "department", units["dep-history"])
    row = report_worlds.opened(
        plan, units, by=office, key="report-2025", since=date(2025, 1, 1), until=date(2025, 12, 31), at=later
    )
    words = {**report_worlds.WORDS, "overall": "A good year. Fewer guests came."}
    second = approve(
        report_worlds.handed_in(row, units["fac-hum"], by=dean, at=later, told=words), by=dean, at=later
    )
    client.force_login(dean)
    page = client.get(f"/en/reports/compare/?first={frozen.pk}&second={second.pk}").content.decode()
    assert "The unit was renamed, from Faculty of Humanities to New name" in page
    assert "Faculty of Art and Music came into New name in between" in page
    assert "was measured by version 1 of its definition" in page
    assert "another definition" in page
    assert "Fewer guests came." in page
    assert "More students went abroad." in page
    other = person("researcher", units["dep-history"])
    client.force_login(other)
    assert client.get(f"/en/reports/compare/?first={frozen.pk}&second=999999").status_code == 200
