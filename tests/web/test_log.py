"""The log is added to and never changed; it holds the hash of an answer, and no word of what was told."""

import pytest

from tests.web.conftest import RUSSIA


def test_asking_adds_a_line_that_holds_nothing_of_what_was_told(ask):
    from utsyn.web.models import Line

    row = ask()
    line = Line.objects.get()
    assert (line.did, line.about, line.by) == ("asked", row.call, None)
    assert len(line.sha256) == 64
    assert RUSSIA["title"] not in str(vars(line))


@pytest.mark.parametrize(
    "change",
    [
        lambda line, _: line.save(),
        lambda line, _: line.delete(),
        lambda _, lines: lines.update(did="nothing"),
        lambda _, lines: lines.delete(),
        lambda line, lines: lines.filter(pk=line.pk).delete(),
        lambda line, lines: lines.bulk_update([line], ["did"]),
        lambda line, lines: lines.update_or_create(pk=line.pk, defaults={"did": "nothing"}),
    ],
    ids=["save", "delete", "update", "delete all", "delete some", "bulk update", "update or create"],
)
def test_a_line_stands_as_it_was_written(ask, change):
    from utsyn.web.log import OnlyAddedError
    from utsyn.web.models import Line

    ask()
    with pytest.raises(OnlyAddedError):
        change(Line.objects.get(), Line.objects.all())
    assert Line.objects.get().did == "asked"


def test_the_same_hash_for_the_same_answer(ask):
    from utsyn.web.models import Line

    ask(form="one")
    ask(form="two")
    assert len({line.sha256 for line in Line.objects.all()}) == 1


def test_old_answers_are_forgotten_and_demos_and_the_log_stay(ask, demos):
    from datetime import timedelta

    from django.core.management import call_command

    from tests.web.conftest import AT
    from utsyn.web.models import Asked, Line

    ask()
    demos(2)
    lines = Line.objects.count()
    Asked.objects.update(created=AT - timedelta(days=200))
    call_command("forget", days=180)
    assert set(Asked.objects.values_list("origin", flat=True)) == {"demo"}
    assert Line.objects.count() == lines + 1
