"""Figures computed in the background: adding up, shown together or not at all, safe against a kill, entered for plans."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.web.evidenced import AT, SEED, WORKS, compute, evidenced, store
from tests.web.people import person
from utsyn.problems import Problems

pytestmark = pytest.mark.django_db
FIGURE = "international-copublication"


@pytest.fixture
def evidence(settings, few_recipes):
    """The figures of the synthetic world, computed."""
    evidenced(settings)


def row(recipe=FIGURE):
    """The current result of a recipe."""
    from utsyn.web.models import Computed

    return Computed.objects.get(basis__current=True, recipe=recipe)


def truth():
    """What is planted in the newer vintage of the world."""
    from utsyn.evidence.world.whole import key_of

    key = key_of(works=WORKS, seed=SEED, later=True)
    return json.loads((store() / "world" / key / "truth.json").read_text("utf-8"))


def test_the_figure_of_every_year_is_what_is_planted_in_the_world(evidence):
    planted = truth()["figures"]
    shown = {str(one["year"]): one["parts"] for one in row().told["years"]}
    assert shown
    for year, parts in shown.items():
        assert (int(parts["numerator"]), int(parts["denominator"])) == (
            planted[year]["numerator"],
            planted[year]["denominator"],
        )


def test_causes_add_up_to_the_change_and_name_what_was_planted(evidence):
    from utsyn.web.evidence.facts import change

    told, planted = row().told, truth()["changes"]
    moved = 0
    for one in told["years"]:
        found = change(told, one["year"])
        assert found.after == (int(one["parts"]["numerator"]), int(one["parts"]["denominator"]))
        moved += sum(cause.moved for cause in found.causes)
    new = {year: counts["denominator"] for year, counts in planted["new"]["by_year"].items()}
    told_new = {
        year: cause["counts"][2]
        for year, found in told["changed"]["years"].items()
        for cause in found["causes"]
        if cause["cause"] == "new_record" and cause["counts"][2]
    }
    assert told_new == {year: n for year, n in new.items() if n}
    assert moved


def test_the_works_behind_a_figure_are_as_many_as_it_counts(evidence, office):
    from utsyn.web.evidence import queries

    figure = row()
    line = next(one for one in figure.told["years"] if one["year"] == figure.told["year"])
    parts = {name: int(n) for name, n in line["parts"].items()}

    def counted(only):
        return queries.works(office, figure, queries.Sought(line["year"], only)).paginator.count

    assert counted("counted") == parts["numerator"]
    assert counted("counted") + counted("others") == parts["denominator"]
    assert counted("unknown") == parts["unknown"]


def test_a_variant_is_as_much_more_and_less_as_the_works_it_gains_and_loses(evidence):
    told = row().told
    itself = next(one for one in told["variants"] if one["itself"])
    assert len(told["variants"]) == 18
    for one in told["variants"]:
        apart = next(other for other in told["differing"]["variants"] if other["by"] == one["by"])
        moved = int(one["parts"]["numerator"]) - int(itself["parts"]["numerator"])
        assert moved == apart["gained"] - apart["lost"]


def test_partners_are_found_hidden_and_dormant_as_planted(evidence):
    from utsyn.web.models import Partner

    planted = truth()["partners"]
    for sign in ("hidden", "dormant"):
        found = set(Partner.objects.filter(**{sign: True}).values_list("ror", flat=True))
        assert {one["ror"] for one in planted[sign]} <= found, sign


def test_a_second_computation_takes_the_place_of_the_first_which_is_kept_without_its_works(evidence):
    from utsyn.web.models import Basis, Behind, Computed

    first = row()
    compute(threads=2)
    assert Computed.objects.filter(recipe=FIGURE).count() == 2
    assert row().pk != first.pk
    assert row().sha256 == first.sha256
    assert set(Behind.objects.values_list("basis", flat=True).distinct()) == {
        Basis.objects.get(current=True).pk
    }


def test_what_was_killed_is_taken_up_once_its_heart_has_stopped_and_shows_nothing_before(
    evidence, monkeypatch
):
    from utsyn.web.evidence import computing, jobs
    from utsyn.web.evidence.actions import working
    from utsyn.web.models import Basis, Job

    before = row().pk
    job = working.queue(jobs.COMPUTE, told={"threads": 1}, at=AT)

    real = computing.keeping.keep_partners

    def killed(*_):
        raise KeyboardInterrupt  # ends the process: nobody ends the job

    monkeypatch.setattr(computing.keeping, "keep_partners", killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.work(clock=lambda: AT)
    monkeypatch.setattr(computing.keeping, "keep_partners", real)
    assert row().pk == before, "what was half made is shown"
    assert jobs.work(clock=lambda: AT + timedelta(minutes=9)) == 0, "its heart may still beat"
    assert jobs.work(clock=lambda: AT + timedelta(minutes=11)) == 1
    job.refresh_from_db()
    assert (job.state, job.tries) == (Job.State.DONE, 2)
    assert row().pk != before
    assert not Basis.objects.filter(made_at=None).exists()


def test_who_has_lost_a_job_leaves_it_to_who_took_it_up(db):
    from utsyn.web.evidence.actions import working

    working.queue("compute", told={}, at=AT)
    mine = working.take(at=AT)
    other = working.take(at=AT + timedelta(hours=1))
    assert other.pk == mine.pk
    with pytest.raises(working.LostError):
        working.beat(mine, at=AT, did=1, steps=2)
    working.end(mine, at=AT, said=None)
    other.refresh_from_db()
    assert other.state == "running"


def test_one_job_is_worked_at_a_time_even_where_two_reach_for_jobs_in_the_same_moment(db):
    from utsyn.web.evidence.actions import working
    from utsyn.web.models import Job

    first, second = (working.queue("compute", told={"threads": n}, at=AT) for n in (1, 2))
    assert working.take(at=AT) == first
    assert working.take(at=AT) is None
    assert not working._taken(second, at=AT), "who saw none at work does not get another"  # noqa: SLF001
    working.end(Job.objects.get(pk=first.pk), at=AT)
    assert working.take(at=AT) == second


def test_a_job_that_kills_whoever_takes_it_up_has_failed_after_three(db):
    from utsyn.web.evidence.actions import working

    job = working.queue("compute", told={}, at=AT)
    for hour in range(4):
        working.take(at=AT + timedelta(hours=hour))
    job.refresh_from_db()
    assert job.state == "failed"
    assert "3 times" in job.said[0]["en"]


def test_without_anything_loaded_or_a_university_a_job_says_what_to_do(settings, tmp_path):
    from utsyn.web.evidence import jobs
    from utsyn.web.evidence.actions import working

    settings.EVIDENCE = tmp_path
    job = working.queue(jobs.COMPUTE, told={}, at=AT)
    jobs.work(clock=lambda: AT)
    job.refresh_from_db()
    assert job.state == "failed"
    assert [one["en"] for one in job.said] == ["Nothing is loaded yet", "Fetch and load sources first"]


def test_files_that_no_source_recognises_are_named_and_the_figures_of_before_stay(
    evidence, settings, tmp_path
):
    from utsyn.web.evidence import jobs
    from utsyn.web.evidence.actions import working

    (tmp_path / "agreements.csv").write_text("ror;unit\nnothing", "utf-8")
    told = {"source": "cordis", "files": [str(tmp_path / "project.csv")], "on": "2026-11-01", "key": "bad"}
    job = working.queue("load", told=told, at=AT)
    before = row().pk
    jobs.work(clock=lambda: AT)
    job.refresh_from_db()
    assert job.state == "failed"
    assert row().pk == before


def test_computed_figures_are_entered_once_and_revised_when_newer_data_say_otherwise(evidence, units, office):
    from utsyn.web.evidence.actions.entering import enter_computed
    from utsyn.web.models import Observed

    figure, top = row(), units["uib"]

    def entered(of=figure):
        return enter_computed(of, FIGURE, unit=top, because="Newer data", by=office, at=AT)

    first = entered()
    assert first.entered == len(figure.observed[FIGURE]) > 5
    kept = Observed.objects.get(since=date(2024, 1, 1), indicator=FIGURE)
    assert (kept.by_hand, kept.provider, kept.rehearsal, kept.source["sha256"]) == (
        False,
        "openalex",
        True,
        figure.sha256,
    )
    assert entered() == (0, 0, first.entered)
    figure.observed[FIGURE][-1]["parts"]["numerator"] = "1"
    for one in figure.observed[FIGURE]:
        one["source"]["sha256"] = "f" * 64
    assert entered().revised == first.entered


def test_figures_are_entered_by_the_office_alone(evidence, units, rector):
    from utsyn.web.evidence.actions.entering import enter_computed
    from utsyn.web.evidence.actions.working import ask
    from utsyn.web.people.rights import NotYoursError

    with pytest.raises(NotYoursError):
        enter_computed(row(), FIGURE, unit=units["uib"], because="So", by=rector, at=AT)
    researcher = person("researcher", units["dep-bio"])
    with pytest.raises(NotYoursError):
        ask("compute", told={}, by=researcher, at=AT)


def test_the_same_is_not_asked_for_twice(office):
    from utsyn.web.evidence.actions.working import ask

    ask("compute", told={}, by=office, at=AT)
    with pytest.raises(Problems):
        ask("compute", told={}, by=office, at=datetime(2026, 11, 27, tzinfo=UTC))
