"""Findings: Kleene's laws with a judgement, and the reasons that an answer rests on."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utsyn.reasons import (
    Figure,
    Finding,
    Mend,
    Verdict,
    agreed,
    all_of,
    any_of,
    enough,
    every,
    few,
    finding,
    opposite,
    some,
)
from utsyn.text import say

YES, NO, UNKNOWN, JUDGEMENT = Verdict
OTHER = {YES: NO, NO: YES, UNKNOWN: UNKNOWN, JUDGEMENT: JUDGEMENT}
CLAIM = say("It holds")
told = st.sampled_from([True, False, None])
several = st.lists(told, max_size=5)


def leaf(verdict: Verdict) -> Finding:
    return Finding(verdict, CLAIM)


def trees(joins=(all_of, any_of)) -> st.SearchStrategy[Finding]:
    """Findings put together of findings, some levels deep."""

    def joined(parts: st.SearchStrategy[Finding]) -> st.SearchStrategy[Finding]:
        return st.builds(
            lambda join, of: join(CLAIM, of), st.sampled_from(joins), st.lists(parts, min_size=1, max_size=4)
        )

    return st.recursive(st.sampled_from(Verdict).map(leaf), joined, max_leaves=12)


def positions(tree: Finding, at: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Where the leaves stand."""
    if not tree.because:
        yield at
    for index, part in enumerate(tree.because):
        yield from positions(part, (*at, index))


def decisive(tree: Finding) -> set[tuple[int, ...]]:
    """Where the decisive leaves stand; each leaf is told apart by its key."""
    marked = retold(tree, {at: leaf_at(tree, at).verdict for at in positions(tree)}, keyed=True)
    return {tuple(map(int, part.key.split("."))) if part.key else () for part in marked.decisive()}


def leaf_at(tree: Finding, at: tuple[int, ...]) -> Finding:
    return leaf_at(tree.because[at[0]], at[1:]) if at else tree


def retold(
    tree: Finding, verdicts: dict[tuple[int, ...], Verdict], at: tuple[int, ...] = (), *, keyed: bool = False
):
    """The same tree with other verdicts at its leaves."""
    if not tree.because:
        return Finding(verdicts[at], CLAIM, key=".".join(map(str, at)) if keyed else "")
    parts = [retold(part, verdicts, (*at, n), keyed=keyed) for n, part in enumerate(tree.because)]
    return (any_of if tree.one_is_enough else all_of)(CLAIM, parts)


def turned(tree: Finding) -> Finding:
    """The tree with every claim denied: what held does not, all becomes any."""
    if not tree.because:
        return leaf(OTHER[tree.verdict])
    return (all_of if tree.one_is_enough else any_of)(CLAIM, [turned(part) for part in tree.because])


@given(several)
@settings(max_examples=30)
def test_every_is_pythons_all_where_everything_is_told(parts):
    if None not in parts:
        assert every(parts) is all(parts)
        assert some(parts) is any(parts)


@given(several)
@settings(max_examples=30)
def test_every_and_some_are_each_others_mirror(parts):
    assert every(parts) is opposite(some(map(opposite, parts)))
    assert some(parts) is opposite(every(map(opposite, parts)))
    assert few(0, parts) is opposite(some(parts))


@given(several, st.integers(0, 6))
@settings(max_examples=30)
def test_enough_is_what_holds_however_the_unknown_ones_turn_out(parts, count):
    def worlds(rest: list[bool | None]) -> Iterator[list[bool]]:
        if not rest:
            yield []
        for tail in worlds(rest[1:]) if rest else ():
            yield from ([head, *tail] for head in ([rest[0]] if rest[0] is not None else [True, False]))

    outcomes = {sum(world) >= count for world in worlds(parts)}
    assert enough(count, parts) is (outcomes.pop() if len(outcomes) == 1 else None)
    assert few(count, parts) is opposite(enough(count + 1, parts))


@given(several, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_order_is_no_matter(parts, chance):
    mixed = list(parts)
    chance.shuffle(mixed)
    for of in (every, some, agreed, lambda each: enough(2, each)):
        assert of(parts) is of(mixed)


def test_nothing_to_ask_holds_in_all_and_in_none():
    assert every([]) is True
    assert some([]) is False
    assert all_of(CLAIM, []).verdict is YES
    assert any_of(CLAIM, []).verdict is NO
    assert agreed([]) is None


@given(trees())
@settings(max_examples=30)
def test_denying_everything_turns_yes_and_no_and_leaves_the_open(tree):
    assert turned(tree).verdict is OTHER[tree.verdict]


@given(st.lists(trees(), max_size=4), st.sampled_from([all_of, any_of]), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_parts_is_no_matter_to_the_verdict(parts, join, chance):
    mixed = list(parts)
    chance.shuffle(mixed)
    assert join(CLAIM, parts).verdict is join(CLAIM, mixed).verdict


@given(st.lists(trees(), max_size=4))
@settings(max_examples=30)
def test_another_failing_part_leaves_no_yes(parts):
    assert all_of(CLAIM, [*parts, leaf(NO)]).verdict is NO
    assert any_of(CLAIM, [*parts, leaf(NO)]).verdict is any_of(CLAIM, parts).verdict


@pytest.mark.parametrize(
    ("parts", "together", "either"),
    [
        ((YES, UNKNOWN), UNKNOWN, YES),
        ((NO, UNKNOWN), NO, UNKNOWN),
        ((YES, JUDGEMENT), JUDGEMENT, YES),
        ((NO, JUDGEMENT), NO, JUDGEMENT),
        ((UNKNOWN, JUDGEMENT), UNKNOWN, UNKNOWN),
    ],
)
def test_unknown_comes_before_judgement(parts, together, either):
    """Nobody should be asked to judge what facts may yet settle."""
    assert all_of(CLAIM, map(leaf, parts)).verdict is together
    assert any_of(CLAIM, map(leaf, parts)).verdict is either


@given(trees(), st.data())
@settings(max_examples=30)
def test_a_yes_or_a_no_stands_whatever_the_other_leaves_are(tree, data):
    if tree.verdict in (YES, NO):
        kept = decisive(tree)
        verdicts = {
            at: tree.verdict if at in kept else data.draw(st.sampled_from(Verdict)) for at in positions(tree)
        }
        assert {leaf_at(tree, at).verdict for at in kept} == {tree.verdict}
        assert retold(tree, verdicts).verdict is tree.verdict


@given(trees())
@settings(max_examples=30)
def test_a_no_turns_once_all_its_reasons_do(tree):
    if tree.verdict is NO:
        kept = decisive(tree)
        verdicts = {at: YES if at in kept else leaf_at(tree, at).verdict for at in positions(tree)}
        assert retold(tree, verdicts).verdict is not NO


@given(trees(), st.data())
@settings(max_examples=30)
def test_no_reason_of_a_yes_is_spare(tree, data):
    """With all else failing, a *yes* falls with any one of its reasons: it is the smallest set that carries it."""
    if tree.verdict is YES:
        kept = decisive(tree)
        verdicts = {at: YES if at in kept else NO for at in positions(tree)}
        fallen = verdicts | {data.draw(st.sampled_from(sorted(kept))): NO}
        assert retold(tree, verdicts).verdict is YES
        assert retold(tree, fallen).verdict is not YES


@given(trees(), st.data())
@settings(max_examples=30)
def test_an_unknown_is_settled_once_its_reasons_are(tree, data):
    if tree.verdict is UNKNOWN:
        kept = decisive(tree)
        settled = data.draw(st.sampled_from([YES, NO]))
        verdicts = {at: settled if at in kept else leaf_at(tree, at).verdict for at in positions(tree)}
        assert retold(tree, verdicts).verdict is not UNKNOWN


def test_a_finding_is_no_truth_value():
    with pytest.raises(TypeError, match="unknown"):
        bool(leaf(YES))
    with pytest.raises(TypeError, match="zero"):
        bool(Figure(None, "%", "2022", "r", ()))


def test_mends_are_worked_out_only_for_a_no_and_only_when_asked():
    asked = []

    def mends():
        asked.append(True)
        yield Mend("amount", 1, CLAIM)

    assert list(finding(True, CLAIM, mends=mends).mended()) == []
    assert list(finding(None, CLAIM, mends=mends).mended()) == []
    no = finding(False, CLAIM, mends=mends)
    assert asked == []
    assert [mend.path for mend in all_of(CLAIM, [no, leaf(YES)]).mended()] == ["amount"]


def test_what_is_missing_is_every_leaf_that_is_unknown():
    tree = all_of(CLAIM, [leaf(YES), any_of(CLAIM, [leaf(UNKNOWN), leaf(NO)]), leaf(UNKNOWN)])
    assert [part.verdict for part in tree.missing()] == [UNKNOWN, UNKNOWN]
