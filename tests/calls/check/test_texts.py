"""What is read in the texts of a document: quotes against their sources, and the clocks that quotes name."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utsyn.calls.check import Code, Found, Severity, check
from utsyn.checking.quotes import nearest

CALL = """key: ours-2022
programme: ours
title: {{nb: Prøve, nn: Prøve, en: Test}}
about: {{nb: Prøve, nn: Prøve, en: Test}}
window: {{opens: 2022-02-02, closes: 2022-03-16T13:00 Europe/Oslo, cite: {{source: page}}}}
sources: {{page: {{title: The call page, text: {text}}}}}
facts:
  first: {{name: {{nb: Det, nn: Det, en: It}}, value: {value}, cite: {{source: page, {part}: "{written}"}}}}
"""


def found(folder: Path, texts: list[Path] | None = None, text: str = "page.txt", **given: str) -> list[Found]:
    path = folder / "ours" / "2022.yaml"
    path.parent.mkdir(exist_ok=True)
    part = {"value": "1", "part": "quote", "written": "a quote"} | given
    path.write_text(CALL.format(text=text, **part), encoding="utf-8")
    return check(path, texts=texts or [])


@pytest.mark.parametrize("place", ["beside", "home", "given", "environment"])
def test_the_text_of_a_source_is_looked_for_in_four_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    folder = {"beside": tmp_path / "ours", "home": tmp_path / "home" / "sources"}.get(
        place, tmp_path / "texts"
    )
    folder.mkdir(parents=True)
    if place == "home":
        monkeypatch.setenv("UTSYN_HOME", str(tmp_path / "home"))
    if place == "environment":
        monkeypatch.setenv("UTSYN_SOURCES", os.pathsep.join(["/nowhere", str(folder)]))
    texts = [tmp_path / "missing", folder] if place == "given" else []
    assert [item.code for item in found(tmp_path, texts)] == [Code.QUOTE_UNCHECKED]
    (folder / "page.txt").write_text("Here a quote stands.")
    assert found(tmp_path, texts) == []
    (folder / "page.txt").write_text("Here no quote stands.")
    assert [item.code for item in found(tmp_path, texts)] == [Code.QUOTE_NOT_IN_SOURCE]


@pytest.mark.parametrize("text", ["../secret.txt", "/etc/hostname", "a/../../secret.txt"])
def test_a_text_outside_the_folders_is_not_opened(tmp_path: Path, text: str) -> None:
    (tmp_path / "secret.txt").write_text("a quote")
    (item,) = found(tmp_path, text=text)
    assert item.code == Code.QUOTE_UNCHECKED
    assert "leads out" in item.in_("en")


def test_only_white_space_may_differ(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("I fem\n  år,\u00a0totalt\t10 millioner.", encoding="utf-8")
    assert found(tmp_path, [tmp_path], written="I fem år, totalt 10  millioner.") == []
    for other in ("i fem år", "I fem år totalt", "I fem år, totalt 10 millionar", "I fem år, total 10"):
        assert [item.code for item in found(tmp_path, [tmp_path], written=other)] == [
            Code.QUOTE_NOT_IN_SOURCE
        ]


def test_a_doubt_about_a_quote_is_not_idle_where_the_text_is_not_at_hand(tmp_path: Path) -> None:
    assert [item.code for item in found(tmp_path)] == [Code.QUOTE_UNCHECKED]
    path = tmp_path / "ours" / "2022.yaml"
    doubt = "doubts: [{finding: quote-not-in-source, because: {nb: Så, nn: Så, en: So}}]\n"
    path.write_text(path.read_text(encoding="utf-8") + doubt, encoding="utf-8")
    assert [item.code for item in check(path)] == [Code.QUOTE_UNCHECKED]
    (tmp_path / "page.txt").write_text("Here a quote stands.")
    assert [item.code for item in check(path, texts=[tmp_path])] == [Code.DOUBT_IDLE]


@given(
    st.lists(st.text("abcå ", min_size=1).filter(str.strip), max_size=8),
    st.lists(st.text("abcå"), max_size=30),
)
def test_the_nearest_passage_is_in_the_text(quote: list[str], text: list[str]) -> None:
    assert nearest(" ".join(quote).split(), " ".join(text).split()) in " ".join(" ".join(text).split())


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ("søkes om to millioner i året i fem", "søkes om 2 millioner i året i fem"),
        ("kan søkes om 1 million", "kan søkes om 1 million."),
        ("something else altogether", ""),
        ("", ""),
    ],
)
def test_the_nearest_passage_is_the_one_with_most_words_in_common(quote: str, passage: str) -> None:
    text = "Det kan søkes om 1 million. Det kan søkes om 2 millioner i året i fem år, totalt 10 millioner"
    assert nearest(quote.split(), text.split()) == passage


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("16.03 kl. 13:00 CEST", True),
        ("16.03.2022 kl 13.00 CEST", True),
        ("kl. 13.00 CEST den 16. mars", True),
        ("by 16 March 2022, 13:00 (CEST)", True),
        ("March 16, 13:00 CEST", True),
        ("2022-03-16 13:00 CEST", True),
        ("13:00 CEST", True),  # the day is that of the fact beside it
        ("30 April 2025, 13:00 CEST", False),
        ("30. mai kl. 13:00 CEST", False),
        ("27 March 2022 13:00 CEST", False),  # summer time began that day
        ("16.03 kl. 13:00 CET", False),
        ("30 April 13:00 CET", True),
        ("16 March 2022, 17:00 BST", True),
        ("16 March 2022, 17:00 GMT", False),
        ("16 March 2022, 08:00 EST", True),  # New York had gone over on the 13th
        ("31.02 kl. 13:00 CEST", True),  # a day that does not exist: that of the fact counts
        ("the WEST of Norway", False),
        ("a CESTODE", False),
    ],
)
def test_a_quote_may_not_name_a_clock_that_did_not_go_that_day(
    tmp_path: Path, written: str, wrong: bool
) -> None:
    (tmp_path / "page.txt").write_text(written)
    met = found(tmp_path, [tmp_path], value="2022-03-16T13:00 Europe/Oslo", written=written)
    assert [(item.code, item.severity) for item in met] == [
        (Code.ZONE_ABBREVIATION, Severity.WARNING)
    ] * wrong


def test_without_any_day_nothing_is_said_of_a_clock(tmp_path: Path) -> None:
    assert found(tmp_path, part="derived", written="the page says CEST") == []


def test_a_derivation_that_explains_the_mistake_is_not_one(tmp_path: Path) -> None:
    value = "2022-03-16T13:00 Europe/Oslo"
    assert found(tmp_path, value=value, part="derived", written="it says CEST, Oslo had CET") == []
    assert (
        found(tmp_path, value=value, part="derived", written="it says CEST")[0].code == Code.ZONE_ABBREVIATION
    )
