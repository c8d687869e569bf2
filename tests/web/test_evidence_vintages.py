"""Which vintages the pages rest on: the same as the command line's, where two sources have one table, and what is told where neither goes first."""

from argparse import Namespace
from datetime import date

import pytest

from tests.evidence.stored import stored
from tests.evidence.worlds import HOME, SWEDISH, UNIVERSITY, work, world
from tests.web.evidenced import AT
from utsyn.evidence.choosing import at_hand
from utsyn.evidence.snapshots import Store
from utsyn.problems import Problems
from utsyn.web.evidence.choosing import choose

TOLD = world(work(1, [[(HOME, "NO")], [(SWEDISH, "SE")]]))
OTHER = [{**one, "country": "FI"} for one in TOLD["organisations"]]
NEW = date(2025, 10, 1)


def by_command(folder, *named):
    """By table the vintage that the command line reads."""
    return at_hand(Namespace(store=folder, on=date(2026, 1, 1), vintage=list(named)))[1]


def test_where_two_sources_have_one_table_pages_and_commands_read_the_same(tmp_path):
    store = Store(tmp_path)
    stored(store, {**TOLD, "organisations": OTHER})
    stored(store, {"organisations": TOLD["organisations"]}, source="ror")
    stored(store, {**TOLD, "organisations": OTHER}, key="second", day=NEW)
    stored(store, {"orgmap": TOLD["orgmap"]}, source="plain")
    found = choose(store)
    assert dict(found.now) == dict(by_command(tmp_path))
    read = {table: f"{one.source}/{one.key}" for table, one in found.now.items()}
    assert (read["organisations"], read["orgmap"], read["works"]) == (
        "ror/first",
        "plain/first",
        "openalex/second",
    )
    assert found.before["works"].key == "first"
    assert found.before["organisations"].source == "ror", "what another source says is no vintage before"
    assert {one.source for one in found.vintages} == {"ror", "plain", "openalex"}
    named = ["openalex/first"]
    assert dict(choose(store, named=named).now) == dict(by_command(tmp_path, *named))


def test_a_source_of_which_nothing_is_read_is_nothing_that_figures_rest_on(tmp_path):
    store = Store(tmp_path)
    stored(store, {"organisations": TOLD["organisations"]}, source="ror")
    stored(store, {"organisations": OTHER}, day=NEW)
    assert [one.source for one in choose(store).vintages] == ["ror"]
    assert choose(store).day == date(2025, 7, 1)


@pytest.mark.django_db
def test_two_sources_of_which_none_goes_first_end_the_job_with_how_to_choose(tmp_path, settings):
    from utsyn.web.evidence import jobs
    from utsyn.web.evidence.actions.working import queue
    from utsyn.web.models import Job

    settings.EVIDENCE = tmp_path
    store = Store(tmp_path)
    stored(store, TOLD)
    stored(store, {"works": TOLD["works"]}, source="scopus")
    queue(jobs.COMPUTE, told={}, at=AT)
    jobs.work(clock=lambda: AT)
    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert "works is in openalex/first and in scopus/first" in job.said[0]["en"]
    assert "--vintage" in job.said[1]["en"]
    with pytest.raises(Problems, match="not a known name"):
        choose(store, named=["scopus/second"])
    queue(jobs.COMPUTE, told={"vintages": ["openalex/first"], "university": UNIVERSITY}, at=AT)
    jobs.work(clock=lambda: AT)
    assert Job.objects.order_by("-pk").first().state == Job.State.DONE


def test_older_vintages_of_works_are_those_that_saw_earlier_years_as_old(tmp_path):
    store = Store(tmp_path)
    for key, day in (("a", (2022, 9, 1)), ("b", (2023, 8, 1)), ("c", (2024, 4, 1)), ("d", (2025, 3, 1)), ("e", (2025, 10, 1))):  # fmt: skip
        stored(store, TOLD, key=key, day=date(*day))
    assert [one.key for one in choose(store).older] == ["a", "b"]
