"""Lists to rank, of many kinds: full and partial orders, ties, conflicts, weights of zero, and more or fewer than the cap."""

from decimal import Decimal

from hypothesis import strategies as st

from utsyn.calls.ranking.consequences import VARIANTS
from utsyn.calls.ranking.shapes import Ballot, Conflict, Faculty, Lists, Nomination, Route, Seed
from utsyn.problems import Problems

ROUTES = (*VARIANTS, Route(kind="none"), Route(kind="guarantee", guaranteed=2))


@st.composite
def ordered(draw: st.DrawFn, keys: list[str], *, whole: bool = False) -> tuple[tuple[str, ...], ...]:
    """Some or all of the keys, in groups."""
    told = draw(st.permutations(keys))
    if not whole:
        told = told[: draw(st.integers(0, len(told)))]
    groups: list[tuple[str, ...]] = []
    for key in told:
        if groups and draw(st.integers(0, 3)) == 0:
            groups[-1] = (*groups[-1], key)
        else:
            groups.append((key,))
    return tuple(groups)


@st.composite
def lists(draw: st.DrawFn, *, whole: bool = False, panel: bool = False, most: int = 4) -> Lists:
    """Up to four faculties with up to `most` nominations each; `whole`: all orders are told; `panel`: its are."""
    sizes = draw(st.lists(st.integers(0, most), max_size=4))
    names = ["hum", "law", "med", "sci"][: len(sizes)]
    mine = {name: [f"{name}{n}" for n in range(size)] for name, size in zip(names, sizes, strict=True)}
    keys = [key for each in mine.values() for key in each]
    weights = st.sampled_from([Decimal(0), Decimal(1), Decimal(2), Decimal("2.5"), Decimal(300)])
    faculties = tuple(
        Faculty(
            key=name,
            name=f"Faculty {name}",
            weight=draw(weights),
            order=draw(ordered(each, whole=True) if whole else st.none() | ordered(each)),
        )
        for name, each in mine.items()
    )
    panel = panel or whole
    panellists = range(draw(st.integers(1 if panel else 0, 3)))
    return Lists(
        cap=draw(st.integers(0, len(keys) + 1)),
        faculties=faculties,
        nominations=tuple(Nomination(key=key, faculty=key[:3]) for key in keys),
        ballots=tuple(Ballot(panellist=f"p{n}", order=draw(ordered(keys, whole=panel))) for n in panellists),
        conflicts=()
        if panel or not keys
        else tuple(
            Conflict(panellist=f"p{n}", nomination=key)
            for n, key in draw(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(keys)), max_size=3))
        ),
        seed=Seed(text=draw(st.sampled_from(["a", "b", "c"]))),
    )


def refused(work: object) -> bool:
    """Tell whether what was asked raises Problems."""
    try:
        work()  # type: ignore[operator]
    except Problems:
        return True
    return False
