"""Lists that may be half known: what is in, what is out, and what nobody can tell."""

from hypothesis import given, settings
from hypothesis import strategies as st

from utsyn.listings import Listing

names = st.sampled_from(["SFF", "FKB", "SFI", "FME"])
lists = st.builds(
    Listing,
    known=st.lists(names, unique=True).map(tuple),
    excluded=st.lists(names, unique=True).map(tuple),
    complete=st.booleans(),
)


def test_a_plain_list_is_complete():
    assert Listing.model_validate(["SFF"]).holds("FKB") is False
    assert Listing.model_validate({"known": ["SFF"], "complete": False}).holds("FKB") is None
    assert (
        Listing.model_validate({"known": ["SFF"], "excluded": ["FKB"], "complete": False}).holds("FKB")
        is False
    )


@given(lists)
@settings(max_examples=40)
def test_an_item_that_is_not_told_is_in_no_list(listing):
    assert listing.holds(None) is None


@given(lists, names, names)
@settings(max_examples=40)
def test_what_is_added_is_in_and_nothing_else_changes(listing, item, other):
    added = listing.amended(add=(item,))
    assert added.holds(item) is True
    if other != item:
        assert added.holds(other) is listing.holds(other)


@given(lists, names, names)
@settings(max_examples=40)
def test_what_is_removed_is_out_and_nothing_else_changes(listing, item, other):
    removed = listing.amended(remove=(item,))
    assert removed.holds(item) is False
    if other != item:
        assert removed.holds(other) is listing.holds(other)


@given(lists, names)
@settings(max_examples=40)
def test_added_and_removed_again_it_is_as_if_removed(listing, item):
    assert listing.amended(add=(item,)).amended(remove=(item,)).holds(item) is False
    assert listing.amended(remove=(item,)).amended(add=(item,)).holds(item) is True


@given(lists, names)
@settings(max_examples=40)
def test_amending_twice_is_amending_once(listing, item):
    once = listing.amended(add=(item,))
    assert once.amended(add=(item,)) == once


def test_a_list_says_what_it_does_not_show():
    assert Listing.model_validate(["SFF", "FKB"]).in_("en") == "SFF or FKB"
    cut = Listing.model_validate({"known": ["SFF"], "excluded": ["FKB"], "complete": False})
    assert cut.in_("en") == "SFF or others that no source at hand names, but not FKB"
