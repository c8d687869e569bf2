"""Words in three languages: from documents, from the code, and values as people write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from utsyn.text import LANGUAGES, Listed, Money, Percent, Said, Text, in_order, say, say_n, shown, sort_key

NARROW = "\u00a0"


def test_a_text_is_said_in_the_nearest_language_that_has_it():
    text = Text(nb="tysk", en="German")
    assert [text.in_(language) for language in LANGUAGES] == ["tysk", "tysk", "German"]
    assert text.missing() == ("nn",)


def test_blanks_are_no_words():
    text = Text(nb="  ", nn="\n", en="German")
    assert text.missing() == ("nb", "nn")
    assert text.in_("nb") == "German"
    with pytest.raises(ValidationError):
        Text(nb=" ")


def test_a_sentence_is_filled_with_values_as_the_language_writes_them():
    said = say("The amount sought is at most {limit}", limit=Money(Decimal("1500000.50"), "NOK"))
    assert said.in_("en") == "The amount sought is at most NOK 1,500,000.50"
    assert said.in_("nb").replace(NARROW, " ").endswith("NOK 1 500 000,50")


def test_one_is_not_many():
    assert say_n("{n} partner", "{n} partners", 1).in_("en") == "1 partner"
    assert say_n("{n} partner", "{n} partners", 0).in_("en") == "0 partners"
    assert say_n("{n} partner", "{n} partners", 1200).in_("en") == "1,200 partners"


def test_braces_in_a_value_are_only_braces():
    assert say("“{name}” is missing", name="{n}").in_("nb").count("{n}") == 1
    assert Listed(("{a}", "{b}")).in_("en") == "{a} and {b}"


@pytest.mark.parametrize(
    ("items", "last", "expected"),
    [
        ((), "and", ""),
        (("a",), "or", "a"),
        (("a", "b"), "or", "a or b"),
        (("a", "b", "c"), "and", "a, b and c"),
    ],
)
def test_things_are_said_one_after_another(items, last, expected):
    assert Listed(items, last).in_("en") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2022, 3, 16), "16 March 2022"),
        (datetime(2022, 3, 16, 13, 0), "16 March 2022 13:00"),  # noqa: DTZ001  a moment without a zone
        (datetime(2022, 3, 16, 13, 0, tzinfo=UTC), "16 March 2022 13:00 +00:00"),
        (Decimal("0.1"), "0.1"),
        (1234567, "1,234,567"),
        (True, "True"),
        (Percent(Decimal("0.2")), "20%"),
        (Percent(Decimal("0.125")), "12.5%"),
        ("NO", "NO"),
    ],
)
def test_values_are_shown_as_people_write_them(value, expected):
    assert shown(value, "en") == expected


@given(st.decimals(0, 10**12, places=2))
@settings(max_examples=50)
def test_no_digit_of_an_amount_is_lost(amount):
    written = Money(amount, "NOK").in_("en").removeprefix("NOK ").replace(",", "")
    assert Decimal(written) == amount


def test_norwegian_ends_its_alphabet_with_ae_oe_and_aa():
    words = ["Ås", "Ørsta", "Ærø", "Zürich", "Oslo", "Øksnes", "oslo", "Ålesund", "Äland", "Bodø"]
    assert in_order(words) == [
        "Bodø",
        "Oslo",
        "oslo",
        "Zürich",
        "Äland",
        "Ærø",
        "Øksnes",
        "Ørsta",
        "Ålesund",
        "Ås",
    ]


@given(st.lists(st.text(max_size=5)))
@settings(max_examples=50)
def test_order_does_not_depend_on_the_order_before(words):
    assert [sort_key(word) for word in in_order(words)] == sorted(map(sort_key, words))


def test_a_sentence_without_a_translation_is_said_in_english():
    assert Said("Nobody has translated {this}", {"this": "this"}).in_("nn") == "Nobody has translated this"
