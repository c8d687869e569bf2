"""Countries by code: what people write instead, lists that are amended, and groups read on their day."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from utsyn.organisations.countries import CountryList, Places, countries, country_code, name_of, names
from utsyn.problems import Unfit
from utsyn.text import LANGUAGES

CODES = sorted(names("en"))
GROUPS = sorted(countries().groups)
DAY = date(2022, 2, 2)
codes = st.sampled_from(["NO", "BR", "RU", "KR", "DE", "EG"])


def listed(*items: str, **more: object) -> CountryList:
    return CountryList.model_validate({"known": items, **more}, context={"on": DAY})


@st.composite
def lists(draw: st.DrawFn) -> CountryList:
    items = draw(st.lists(codes | st.sampled_from(["panorama", "africa", "eea"]), unique=True, max_size=4))
    out = draw(st.lists(codes, unique=True, max_size=2))
    return listed(*items, excluded=out, complete=draw(st.booleans()))


def test_every_code_has_a_name_in_three_languages_and_is_taken():
    assert len(CODES) == 250
    assert [code for code in CODES if country_code(code) != code] == []
    assert [code for code in CODES for language in LANGUAGES if name_of(code, language) in ("", code)] == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("No", "NO"), ("no", "NO"), ("Norge", "NO"), ("Noreg", "NO"), ("norway", "NO"), (" Norge ", "NO"), ("KINA", "CN"),
        ("UK", "GB"), ("England", "GB"), ("EL", "GR"), ("Holland", "NL"), ("USA", "US"), ("Sør-Korea", "KR"), ("Sør Korea", "KR"),
        ("Germny", "Germany"), ("Brasill", "BR"), ("Tyskland", "DE"), ("Elfenbeinskysten", "CI"),
    ],
)  # fmt: skip
def test_what_people_write_instead_is_answered_with_the_code(written, said):
    with pytest.raises(Unfit, match=said):
        country_code(written)


@pytest.mark.parametrize(
    "written", ["", "XX", "ZZ", "EU", "UN", "NOR", "Korea", "IC", "n", "1", "Ø" * 500, "NO\n"]
)
def test_what_names_no_one_country_is_asked_for_a_code(written):
    with pytest.raises(Unfit, match="code"):
        country_code(written)


@given(st.text(max_size=12))
@settings(max_examples=50)
def test_whatever_is_written_is_a_code_or_refused_in_words(written):
    try:
        assert country_code(written) in names("en")
    except Unfit as refused:
        said = [refused.said.in_(language) for language in LANGUAGES]
        assert all(said)


@given(lists(), codes, codes)
@settings(max_examples=50)
def test_what_is_added_is_in_and_nothing_else_changes(before, code, other):
    _ = before.codes, before.never  # worked out already: an amended list must not keep them
    after = before.amended(add=(code,))
    assert after.holds(code) is True
    if other != code:
        assert after.holds(other) is before.holds(other)


@given(lists(), codes, codes)
@settings(max_examples=50)
def test_what_is_removed_is_out_also_where_a_group_holds_it(before, code, other):
    _ = before.codes, before.never
    after = before.amended(remove=(code,))
    assert after.holds(code) is False
    if other != code:
        assert after.holds(other) is before.holds(other)
    assert after.amended(add=(code,)).holds(code) is True


@given(lists(), codes)
@settings(max_examples=50)
def test_in_and_out_are_never_both(before, code):
    assert before.codes.isdisjoint(before.never)
    assert (code in before.codes) is (before.holds(code) is True)


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_is_read_on_its_day(name):
    for period in countries().groups[name].periods:
        day = period.since or period.until or DAY
        held = CountryList.model_validate([f"{name}@{day}"])
        assert held.codes == period.countries
        assert held == CountryList.model_validate([f"{name}@{day}"])
    assert all(held.in_(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    "item",
    ["panorama", "panorama@", "panorama@2022-02-30", "panorama@1900-01-01", "panorma@2022-01-01", "Narnia"],
)
def test_a_group_without_a_day_on_which_it_is_known_is_refused(item):
    with pytest.raises(ValidationError):
        CountryList.model_validate([item])


def test_a_list_says_names_in_the_order_of_the_alphabet_and_groups_last():
    assert (
        listed("panorama", "ZA", "AT").in_("nb")
        == "Sør-Afrika, Østerrike eller landene i Panorama-strategien"
    )
    assert listed("BR", complete=False).in_("en") == "Brazil or other countries that no source at hand names"
    assert Places(("NO", "SE")).in_("nn") == "Noreg og Sverige"
    assert Places().in_("en") == "no country"


def test_an_incomplete_list_and_an_untold_country_are_unknown():
    assert listed("BR").holds(None) is None
    assert listed("BR").holds("US") is False
    assert listed("BR", complete=False).holds("US") is None
    assert listed("BR", complete=False, excluded=["US"]).holds("US") is False
