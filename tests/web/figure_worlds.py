"""Indicators and figures for tests: a home with one indicator of each sort, and `figure()` that enters as the office does."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
READ = {"title": "Årsrapport", "url": "https://example.org/rapport", "accessed": date(2026, 11, 1)}
METHOD = "Lest av tabell 3"
HEAD = """\
key: {key}
title: {{nb: "{nb}", nn: "{nb}", en: "{en}"}}
asks: {{nb: Hvor mange?, nn: Kor mange?, en: How many?}}
sort: {sort}
unit: {{nb: "{of}", nn: "{of}", en: "{of}"}}
owner: {{nb: kontoret, nn: kontoret, en: the office}}
{more}definitions:
  - {{version: 1, since: 2010-01-01, says: {{nb: Telt slik, nn: Talt slik, en: Counted so}}}}
"""
TWO = """\
  - version: 2
    since: 2022-01-01
    says: {nb: Telt annerledes, nn: Talt annleis, en: Counted otherwise}
    because: {nb: Kilden la om, nn: Kjelda la om, en: The source changed}
    weaknesses: [{nb: Korte opphold mangler, nn: Korte opphald manglar, en: Short stays are missing}]
"""
PROVIDERS = """\
providers:
  - {key: register, title: {nb: Registeret, nn: Registeret, en: The register}, lag_months: 4, leads: true}
  - {key: survey, title: {nb: Undersøkelsen, nn: Undersøkinga, en: The survey}, lag_months: 8}
"""
INDICATORS = {
    "t-projects": HEAD.format(key="t-projects", nb="Prosjekter", en="Projects", sort="count", of="prosjekter", more="") + TWO + PROVIDERS,
    "t-abroad": HEAD.format(key="t-abroad", nb="Andel ute", en="Share abroad", sort="share", of="studenter", more="smallest: 30\n"),
    "t-money": HEAD.format(key="t-money", nb="Midler", en="Money", sort="amount", of="NOK", more="currency: NOK\n"),
    "t-place": HEAD.format(key="t-place", nb="Plassering", en="Place", sort="rank", of="plass", more="better: lower\nmembers: university\n"),
    "t-flows": HEAD.format(key="t-flows", nb="Utveksling", en="Exchange", sort="flows", of="studenter", more="better: closer\n"),
    "t-groups": HEAD.format(key="t-groups", nb="Grupper", en="Groups", sort="members", of="grupper", more="members: department\n"),
    "t-rule": HEAD.format(key="t-rule", nb="Ordning", en="Arrangement", sort="arrangement", of="ordning", more=""),
}  # fmt: skip


def indicators(home: Path) -> None:
    """Put the indicators into an institution's own folder."""
    folder = home / "indicators"
    folder.mkdir(parents=True, exist_ok=True)
    for key, text in INDICATORS.items():
        (folder / f"{key}.yaml").write_text(text, "utf-8")


def year(number: int) -> dict[str, date]:
    """The days of a calendar year."""
    return {"since": date(number, 1, 1), "until": date(number, 12, 31)}


def figure(indicator: str, unit: Any, by: Any, **told: Any) -> Any:
    """Enter a figure of 2023, read from the annual report, unless told otherwise."""
    from utsyn.web.indicators import actions

    usual: dict[str, Any] = {**year(2023), "source": READ, "method": METHOD, "at": AT}
    return actions.enter(indicator, unit=unit, by=by, **(usual | told))


def revised(row: Any, by: Any, **told: Any) -> Any:
    """Revise a figure, from the same source, because the register was corrected."""
    from utsyn.web.indicators import actions

    usual: dict[str, Any] = {"source": READ, "method": METHOD, "at": AT, "because": "Registeret ble rettet"}
    return actions.revise(row, by=by, **(usual | told))
