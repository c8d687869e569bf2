"""Judged: what no figure can tell, a person in a named role judges by a rubric."""

from tests.spec.tracking import track

RUBRIC = [
    {"key": "settled", "title": {"en": "It is how we work"}, "counts": "reached"},
    {"key": "growing", "title": {"en": "It grows"}, "counts": "on course"},
    {"key": "loose", "title": {"en": "It depends on persons"}, "counts": "behind"},
]


def test_judged():
    target = track("judged", rubric=RUBRIC, judge={"en": "the rector"})
    target.by({}).is_for_judgement("nobody has judged yet")
    target.by({}, judged={"2023-06-01": "growing"}).is_on_course()
    target.by({}, judged={"2023-06-01": "settled"}).is_reached()
    target.by({}, judged={"2023-01-01": "settled", "2023-06-01": "loose"}).is_behind(
        "the last judgement counts"
    )
    target.by({}, judged={"2023-06-01": "loose", "2024-06-01": "settled"}).is_behind(
        "the later one is not known yet"
    )
    target.by({}, judged={"2023-06-01": "growing"}, on="2026-03-01").is_for_judgement(
        "that was before the day"
    )
    target.by({}, judged={"2026-02-01": "growing"}, on="2026-03-01").is_missed()
    target.by({}, judged={"2026-02-01": "settled"}, on="2026-03-01").is_reached()
    target.by({}, judged={"2023-06-01": "gone"}).is_for_judgement("the rubric has no such level any more")
