"""What is wrong with lists before anything is counted from them: said all at once, each with its mend."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from utsyn.calls.ranking.shapes import Group, Lists, Route
from utsyn.problems import Path, Problem, Problems
from utsyn.text import Said, say


def refuse_unusable(lists: Lists, route: Route) -> None:
    """Raise Problems where the lists contradict themselves, or lack what the route rests on."""
    found = [*_faults(lists), *_lacks(lists, route)]
    if found:
        raise Problems(*found)


def _faults(lists: Lists) -> Iterator[Problem]:
    yield from _twice((faculty.key for faculty in lists.faculties), ("faculties",))
    yield from _twice((nomination.key for nomination in lists.nominations), ("nominations",))
    yield from _twice((ballot.panellist for ballot in lists.ballots), ("ballots",))
    faculties = {faculty.key for faculty in lists.faculties}
    for index, nomination in enumerate(lists.nominations):
        if nomination.faculty not in faculties:
            yield _unknown(
                nomination.faculty,
                say("Name one of the faculties that nominate"),
                ("nominations", index, "faculty"),
            )
    owner = {nomination.key: nomination.faculty for nomination in lists.nominations}
    for index, faculty in enumerate(lists.faculties):
        mine = {key for key, whose in owner.items() if whose == faculty.key}
        mend = say("A faculty ranks its own nominations: take it out")
        yield from _order(faculty.order or (), mine, mend, ("faculties", index, "order"))
    for index, ballot in enumerate(lists.ballots):
        mend = say("The panel ranks what is nominated: take it out")
        yield from _order(ballot.order, set(owner), mend, ("ballots", index, "order"))
    for index, conflict in enumerate(lists.conflicts):
        if conflict.nomination not in owner:
            mend = say("Name a nomination that is there")
            yield _unknown(conflict.nomination, mend, ("conflicts", index, "nomination"))


def _order(order: Sequence[Group], known: set[str], mend: Said, path: Path) -> Iterator[Problem]:
    for place, group in enumerate(order):
        for key in group:
            if key not in known:
                yield _unknown(key, mend, (*path, place))
    yield from _twice((key for group in order for key in group), path)


def _twice(keys: Iterable[str], path: Path) -> Iterator[Problem]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield Problem(
                say("“{key}” stands here {n} times", key=key, n=count), say("Keep one of them"), path
            )


def _unknown(key: str, mend: Said, path: Path) -> Problem:
    return Problem(say("“{key}” does not belong here", key=key), mend, path)


def _lacks(lists: Lists, route: Route) -> Iterator[Problem]:
    nominating = Counter(nomination.faculty for nomination in lists.nominations)
    if lists.cap is None or len(lists.nominations) <= lists.cap:
        return
    if route.kind == "apportionment" and route.by == "weights":
        for index, faculty in enumerate(lists.faculties):
            if faculty.weight is None and nominating[faculty.key]:
                what = say("The weight of {faculty} is not told", faculty=faculty.name)
                mend = say("Tell it, or apportion by nominations")
                yield Problem(what, mend, ("faculties", index, "weight"))
    promised = sum(min(route.guaranteed, count) for count in nominating.values())
    if route.kind == "guarantee" and promised > lists.cap:
        what = say("{n} places are guaranteed, and the cap is {cap}", n=promised, cap=lists.cap)
        yield Problem(what, say("Guarantee fewer, or choose another route"), ("guaranteed",))
