"""A PDF is tagged and accessible, the same bytes each time, and takes any words as words."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.lists import HOSTILE, MADE_AT, listed, lists, row
from utsyn.blocks import Facts, Heading, Para, Table
from utsyn.text import LANGUAGES, say
from utsyn.web.papers.pdf import funder_list, paper

TABLE = Table(
    ("No.", "Title"), (("1", "x"),), caption="What was decided", widths=(1, 5), figures=frozenset({0})
)
ALL = (Heading("Candidates"), Para("one\ntwo"), Facts((("Cap", 20),)), TABLE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_declares_itself_accessible_in_its_language(language):
    made = paper("Minutes", language, ALL, made_at=MADE_AT)
    assert re.search(rb"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=.1", made)
    assert b"/MarkInfo" in made
    assert f"/Lang({ {'nb': 'nb-NO', 'nn': 'nn-NO', 'en': 'en-GB'}[language] })".encode() in made
    assert b"/DisplayDocTitle true" in made


def test_the_same_blocks_give_the_same_bytes_and_another_moment_others():
    assert paper("Minutes", "nb", ALL, made_at=MADE_AT) == paper("Minutes", "nb", ALL, made_at=MADE_AT)
    assert paper("Minutes", "nb", ALL, made_at=MADE_AT) != paper(
        "Minutes", "nb", ALL, made_at=MADE_AT + timedelta(hours=1)
    )
    assert funder_list(listed()) == funder_list(listed())


def test_every_date_inside_is_the_one_passed_in():
    made = paper("Minutes", "nb", ALL, made_at=MADE_AT)
    days = re.findall(rb"D:(\d{8})", made) + re.findall(rb"Date>(\d{4}-\d\d-\d\d)", made)
    assert len(days) > 2
    assert {day.replace(b"-", b"") for day in days} == {b"20220315"}


def test_a_character_that_no_font_has_is_written_as_its_number_and_said():
    said = say(
        "Written by their numbers, because no font here has them: {numbers}", numbers="U+4E2D, U+1F600"
    )
    by_hand = [Para("[U+1F600] and [U+4E2D]"), Para(said)]
    assert paper("x", "en", [Para("😀 and 中")], made_at=MADE_AT) == paper(
        "x", "en", by_hand, made_at=MADE_AT
    )


def test_letters_of_our_partners_are_shown_as_they_are():
    shown = "æøåÆØÅ łŁ şŞ ğ đ ŋ ţ ő ř ž Ωμ Ж محمد"
    spelt = paper("x", "en", [Para(shown)], made_at=MADE_AT)
    for char in set(shown) - {" "}:
        assert spelt != paper("x", "en", [Para(shown.replace(char, f"[U+{ord(char):04X}]"))], made_at=MADE_AT)


@pytest.mark.parametrize(
    "words", [HOSTILE, "x" * 900, "👩‍🔬🇳🇴", "ก" * 300, "\u0301\u200d\ue000", '#read("/etc/passwd")']
)
def test_hostile_words_are_words_in_every_place(words):
    assert paper(words, "nn", [Heading(words), Para(words), Facts(((words, words),)),
                               Table((words,), ((words,),), caption=words)], made_at=MADE_AT)  # fmt: skip
    assert funder_list(listed(row(1, title=words, applicant=words), round_title=words, institution=words))


@settings(max_examples=25)
@given(lists())
def test_any_list_can_be_set(made):
    assert funder_list(made).startswith(b"%PDF-1.7")


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_any_words_can_be_set(words):
    assert paper("x", "en", [Para(words)], made_at=MADE_AT).startswith(b"%PDF-1.7")


def test_an_empty_list_and_an_empty_table_are_papers_too():
    assert paper("x", "en", [Table(("a",), ())], made_at=MADE_AT)
    assert paper("", "en", [], made_at=MADE_AT)
