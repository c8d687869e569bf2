"""How long does it take to send a round: 20 applications as workbook, PDF, Word, JSON and one folder with attachments?"""

import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from bench.measure import cpu, report, row
from utsyn.calls.lists import FunderList, Internal, ListPartner, ListRow
from utsyn.web.papers import pdf, word, xlsx
from utsyn.web.papers.folder import Attached, folder
from utsyn.web.papers.sheet.preview import preview

MANY, ATTACHED, SIZE = 20, 3, 1_000_000  # applications, files of each, bytes of a file
COUNTRIES = ("US", "BR", "CA", "CN", "IN", "JP", "KR", "ZA")


def application(number: int) -> ListRow:
    """One application with three partners and a page of words."""
    partners = tuple(
        ListPartner(country=COUNTRIES[(number + n) % 8], institution=f"University {number}-{n}", unit="School of Medicine",
                    local_leader=f"Leader {number}-{n}")
        for n in range(3)
    )  # fmt: skip
    words = "Vi vil lære av tre byer, og lage et kurs som varer lenger enn prosjektet. " * 12
    return ListRow(number=number, title=f"Sepsis i tre byer, fra seng til klasserom, del {number}", theme=words,
                   link_to_grant="SFF 900401", applicant="Kari Nordmann", department="Klinisk institutt 2",
                   partners=partners, amount=Decimal(10_000_000), own_contribution=Decimal(2_500_000), currency="NOK",
                   internal=Internal(faculty="Det medisinske fakultet", risk=words, starts=date(2022, 10, 1)))  # fmt: skip


def world() -> FunderList:
    """The list of a round that fills its cap."""
    rows = tuple(application(number) for number in range(1, MANY + 1))
    return FunderList(round_title="INTPART 2022", call_key="intpart-2022", call_title="INTPART 2022",
                      institution="Universitetet i Bergen", cap=MANY, approved=MANY, language="nb", call_version=2,
                      made_at=datetime(2022, 3, 15, 9, 30, tzinfo=UTC), call_sha256="a" * 64,
                      decision_sha256="b" * 64, variant="internal", rows=rows).for_funder()  # fmt: skip


def main() -> None:
    """Measure and report."""
    listed = world()
    with tempfile.TemporaryDirectory() as under:
        file, target = Path(under) / "attached.pdf", Path(under) / "folder.zip"
        file.write_bytes(b"%PDF-1.7" + bytes(range(256)) * (SIZE // 256))
        attached = [
            Attached(r.number, f"{n}.pdf", partial(file.open, "rb"))
            for r in listed.rows
            for n in range(ATTACHED)
        ]

        def whole() -> None:
            with target.open("wb") as into:
                folder(listed, attached, into=into)

        written = xlsx.workbook(listed)
        rows = [
            row("workbook", cpu(lambda: xlsx.workbook(listed), rounds=7), "s"),
            row("PDF/UA-1", cpu(lambda: pdf.funder_list(listed), rounds=7), "s"),
            row("Word document", cpu(lambda: word.document(listed), rounds=7), "s"),
            row("JSON", cpu(listed.as_json, rounds=7), "s"),
            row(f"folder of all, with {MANY * ATTACHED} attachments of 1 MB", cpu(whole, rounds=7), "s", 2),
            row("reading the workbook back, as a preview", cpu(lambda: preview(written, file="l.xlsx"), rounds=7), "s"),
        ]  # fmt: skip
        report("exports", rows, folder_bytes=target.stat().st_size)


if __name__ == "__main__":
    main()
