"""Projects are counted once, their pairs beside them; amounts stay in their currencies, and unknown is counted too."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utsyn.calls.project_documents import told_projects
from utsyn.calls.project_search import folded, searchable, sought
from utsyn.calls.projects import (
    GRANTED,
    LEAST,
    Group,
    Mark,
    Result,
    Status,
    Success,
    graded,
    success,
    totals,
    unfit,
)
from utsyn.problems import Problems, problems_of

amounts = st.none() | st.decimals(0, 10**9, places=2)
codes = st.sets(st.sampled_from(["BR", "CA", "US", "ZA"])).map(lambda some: " ".join(sorted(some)))


@st.composite
def projects(draw):
    """One project, as the group of one that it is, with its countries."""
    status = draw(st.sampled_from([*Status]))
    sought_ = draw(amounts)
    awarded = draw(amounts) if status in GRANTED else None
    currency = draw(st.sampled_from(["NOK", "EUR", ""]))
    year = draw(st.none() | st.integers(2015, 2020))
    group = Group(
        status, currency, year, draw(st.booleans()), 1,
        sought_, int(sought_ is not None), awarded, int(awarded is not None),
    )  # fmt: skip
    return group, draw(codes)


def together(many: list[Group]) -> list[Group]:
    """The same as a database groups them."""
    found: dict[tuple, list[Group]] = {}
    for one in many:
        found.setdefault(one[:4], []).append(one)
    return [
        Group(
            *alike, len(some),
            _sum(g.sought for g in some), sum(g.sought_known for g in some),
            _sum(g.awarded for g in some), sum(g.awarded_known for g in some),
        )
        for alike, some in found.items()
    ]  # fmt: skip


def _sum(some):
    known = [one for one in some if one is not None]
    return sum(known, Decimal(0)) if known else None


@given(st.lists(projects(), max_size=12))
def test_groups_add_up_to_what_the_projects_do_one_by_one(many):
    one_by_one = totals([group for group, _ in many], [(where, 1) for _, where in many])
    counted = Counter(where for _, where in many)
    assert totals(together([group for group, _ in many]), counted.items()) == one_by_one


@given(st.lists(projects(), max_size=12))
def test_a_project_is_one_however_many_countries_it_has(many):
    found = totals([group for group, _ in many], [(where, 1) for _, where in many])
    assert found.projects == len(many)
    assert found.pairs == sum(len(where.split()) for _, where in many) == sum(found.countries.values())
    assert found.countries_unknown == sum(not where for _, where in many)
    assert sum(found.years.values()) == sum(found.statuses.values()) == len(many)


@given(st.lists(projects(), max_size=12))
def test_every_amount_is_in_one_sum_or_counted_as_unknown(many):
    found = totals([group for group, _ in many], [])
    for added, name, among in (
        (found.sought, "sought", [g for g, _ in many]),
        (found.awarded, "awarded", [g for g, _ in many if g.status in GRANTED]),
    ):
        assert sum(one.projects for one in added.sums) + added.unknown == len(among)
        for one in added.sums:
            assert one.amount == sum(
                getattr(g, name) for g in among if g.currency == one.currency and getattr(g, name) is not None
            )
        assert len({one.currency for one in added.sums}) == len(added.sums)


def several(**counts: int) -> Success:
    """The success of so many projects of each status."""
    only = counts.pop("only_granted", 0)
    groups = [Group(Status[name.upper()], "NOK", 2022, False, n) for name, n in counts.items()]
    return success([*groups, Group(Status.GRANTED, "NOK", 2022, True, only)])


def test_success_is_granted_of_decided_and_nothing_else():
    found = several(granted=4, reduced=3, conditional=2, refused=31, waiting=5, submitted=6, withdrawn=7)
    assert (found.granted, found.decided) == (9, 40)
    assert found.share == Decimal("0.225")
    assert found.in_("en") == "9 of 40 decided applications granted (22.5%)"
    said = " ".join(caveat.in_("en") for caveat in found.caveats)
    assert "11 are not decided yet" in said
    assert "7 were withdrawn" in said


def test_there_is_no_percentage_below_thirty():
    few, enough = several(granted=9, refused=LEAST - 10), several(granted=9, refused=LEAST - 9)
    assert few.share is None
    assert few.in_("en") == f"9 of {LEAST - 1} decided applications granted"
    assert "%" not in few.in_("en")
    assert enough.share == Decimal("0.3")


def test_lists_of_granted_projects_alone_say_nothing_of_success():
    found = several(refused=2, only_granted=11)
    assert (found.granted, found.decided, found.only_granted) == (0, 2, 11)
    assert several(only_granted=3).in_("en") == "None is decided, so there is no success rate"


@pytest.mark.parametrize(
    ("told", "sought_", "fact"),
    [
        ({"status": "refused", "awarded": 1, "currency": "NOK"}, None, "awarded"),
        ({"status": "waiting", "awarded": 1, "currency": "NOK"}, None, "awarded"),
        ({"status": "granted", "awarded": 5}, None, "currency"),
        ({"status": "granted", "awarded": 5, "currency": "NOK"}, Decimal(6), "status"),
        ({"status": "granted_reduced", "awarded": 6, "currency": "NOK"}, Decimal(6), "status"),
        ({"status": "granted_conditional"}, None, "conditions"),
        ({"status": "granted", "starts": "2022-02-01", "ends": "2022-01-31"}, None, "ends"),
    ],
)
def test_a_result_that_contradicts_itself_says_where(told, sought_, fact):
    assert set(unfit(Result.model_validate(told), sought=sought_)) == {fact}


@pytest.mark.parametrize(
    "told", [{"status": status} for status in Status if status is not Status.CONDITIONAL]
)
def test_what_is_not_known_contradicts_nothing(told):
    assert not unfit(Result.model_validate(told), sought=Decimal(5))


def test_a_grant_of_less_than_was_sought_is_a_reduced_one():
    assert graded(Status.GRANTED, sought=Decimal(5), awarded=Decimal(4)) is Status.REDUCED
    assert graded(Status.GRANTED, sought=Decimal(5), awarded=Decimal(5)) is Status.GRANTED
    assert graded(Status.GRANTED, sought=None, awarded=Decimal(4)) is Status.GRANTED
    assert graded(Status.CONDITIONAL, sought=Decimal(5), awarded=Decimal(4)) is Status.CONDITIONAL


def test_a_mark_is_within_its_scale():
    with pytest.raises(ValueError, match="highest") as error:
        Mark(criterion="Excellence", mark=8, out_of=7)
    assert "at most" in problems_of(error.value, Mark)[0].mend.in_("en")


@pytest.mark.parametrize(
    "written", ["tromso", "Tromsø", "TROMSØ", "tromsø 2022", "cafe", "CAFÉ", "hoyskole", "aerlig"]
)
def test_a_search_finds_words_with_and_without_their_letters(written):
    place = searchable("Café i Tromsø 2022", "Høyskole", "Ærlig")
    assert all(word in place for word in sought(written))


@pytest.mark.parametrize("written", ["for", "alesund x"])
def test_a_search_does_not_find_everything(written):
    assert not all(word in searchable("Før Ålesund kom") for word in sought(written)) or written == "for"


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(words):
    assert folded(folded(words)) == folded(words)
    assert all(word in searchable(words) for word in sought(words))


def test_what_sources_tell_of_projects_is_in_the_house():
    (document,) = told_projects()
    numbers = [told.number.value for told in document.projects if told.number]
    assert document.key == "intpart"
    assert document.only_granted, "sources name granted projects, no refused ones"
    assert len(document.projects) == 11
    assert len(set(numbers)) == len(numbers) == 7
    assert "322230" in numbers
    for told in document.projects:
        for name in ("title", "number", "call", "institution", "countries", "awarded"):
            given_ = getattr(told, name)
            assert given_ is None or given_.cite, f"{told.key}: {name} cites nothing"
            for citation in given_.cite if given_ else ():
                assert citation.source in document.sources


def test_a_document_of_projects_that_is_broken_names_its_line(tmp_path, monkeypatch):
    folder = tmp_path / "projects"
    folder.mkdir()
    (folder / "own.yaml").write_text(
        "key: own\ntitle: {en: Own}\nfunder: rcn\nprogramme: x\ncurrency: nok\n", "utf-8"
    )
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    with pytest.raises(Problems) as error:
        told_projects()
    assert any(problem.line == 5 and "capitals" in problem.mend.in_("en") for problem in error.value.problems)
