"""The plans that the demo's university follows: every state with its reasons, played once by those who may, for all tests."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from tests.web.worlds import REAL
from utsyn.plans.states import State

OLD, NEW = "ntnu-2018-2021", "ntnu-2022-2025"
TODAY = REAL.date()
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def played(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Play it once; each test rolls its own doings back, and the last of them all of it."""
    from utsyn.web.projects.actions.entering import load_shipped
    from utsyn.web.rehearsal.plans import follow

    with django_db_blocker.unblock(), transaction.atomic():
        load_shipped(by=AnonymousUser(), at=REAL)
        follow(at=REAL)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def rector():
    from utsyn.web.people.models import User

    return User.objects.get(username="demo-rektor")


def known(rector, key: str, on: date = TODAY):
    from utsyn.plans.library import library
    from utsyn.plans.progress import all_progress
    from utsyn.web.plans import queries

    held = queries.held(rector, key, on=on)
    return all_progress(held.text, queries.records(rector, held), indicators=library().indicators, on=on)


def test_every_state_occurs_and_so_do_disagreement_staleness_and_a_state_set_by_hand(rector):
    both = [*known(rector, OLD).values(), *known(rector, NEW).values()]
    assert {one.state for one in both} == set(State)
    assert any(one.disagree for one in both)
    assert any(one.stale for one in both)
    by_hand = [one for one in both if one.by_hand]
    assert by_hand
    assert any(one.by_hand.state != one.state for one in by_hand), "it stands beside the computed one"


@pytest.mark.once
def test_what_is_not_known_is_so_for_many_reasons(rector):
    now = known(rector, NEW)

    def why(goal: str) -> str:
        one = now[goal]
        assert one.state is State.UNKNOWN, goal
        return str((one.standings[0].finding if one.standings else one.finding).found.in_("en"))

    assert "do not agree, and none of them leads" in why("guest-researchers")
    assert "anything from" in why("recognised-channels")
    assert "is not known" in why("erasmus-breadth")
    assert "nobody has told which they all are" in why("infrastructure-applications")
    assert "no figure yet" in why("exchange-and-research")
    assert now["accessible-exchange"].goal.unmeasured is not None


@pytest.mark.once
def test_the_second_edition_gave_the_half_its_milestones_because_nobody_knew_where_it_began(rector):
    from utsyn.plans.library import library
    from utsyn.web.plans import facts
    from utsyn.web.plans.models import Edition

    first, second = Edition.objects.filter(plan__key=NEW).order_by("number")
    assert "ingen visste hvor den begynte" in second.because
    before = known(rector, NEW, on=second.adopted_on - timedelta(days=1))["half-abroad"]
    assert before.state is State.UNKNOWN
    assert "nobody knows where it began" in " ".join(
        leaf.found.in_("en") for leaf in before.finding.leaves() if leaf.found
    )
    assert known(rector, NEW)["half-abroad"].state is State.BEHIND
    assert first.adopted_on == date(2021, 12, 14)
    shipped = library().plan(NEW)
    assert first.sha256 == shipped.file.sha256, "the first edition is the plan as it is shipped, to the byte"
    now = facts.document(second)
    assert "oppdikt" in now.institution.in_("nb"), "and what was changed is its own"
    assert now.ror is None
    assert [goal.cite for goal in now.goals] == [goal.cite for goal in shipped.text.goals]


@pytest.mark.once
def test_every_figure_is_invented_says_so_and_was_entered_by_the_office(rector):
    from utsyn.web.indicators.models import Observed
    from utsyn.web.people.models import User

    rows = list(Observed.objects.all())
    assert len(rows) > 250
    assert all(row.rehearsal and row.by_hand and "Oppdiktet" in row.source["title"] for row in rows)
    assert {row.by_id for row in rows} == {User.objects.get(username="demo-kontor").pk}
    assert {row.since.year for row in rows} >= set(range(2014, 2026)), "ten years and more"
    years = {row.since.year for row in rows if row.indicator == "exchange-flows"}
    assert 2021 not in years, "a year is missing, and nothing fills it"
    assert any(row.told.get("unknown") for row in rows)


@pytest.mark.once
def test_a_figure_that_was_revised_counts_as_it_was_known_on_the_day(rector):
    def latest(on: date) -> str:
        return known(rector, NEW, on=on)["horizon"].standings[0].finding.found.in_("en")

    assert "9,800,000" in latest(date(2025, 9, 9))
    assert "10,900,000" in latest(date(2025, 9, 10))


@pytest.mark.once
def test_units_adopted_adapted_and_declined_and_each_no_has_a_reason_and_an_answer(rector):
    from utsyn.web.measures.models import Assignment, Reply

    said = Counter(Reply.objects.values_list("answer", flat=True))
    assert set(said) == set(Assignment.Answer.values)
    assert Assignment.objects.filter(answer="", withdrawn_at=None).exists(), "some have not answered"
    assert Assignment.objects.exclude(withdrawn_at=None).count() == 1
    faculties = Assignment.objects.filter(plan__key=NEW, unit__kind="faculty").values("unit").distinct()
    assert faculties.count() == 7
    assert Assignment.objects.filter(unit__kind="department").exists()
    declined = Reply.objects.filter(answer="declined")
    assert all(one.because for one in declined)
    assert all(one.assignment.replies.count() > 1 or one.assignment.withdrawn_at for one in declined)


@pytest.mark.once
def test_forty_measures_are_under_way_each_with_its_history(rector):
    from utsyn.web.measures.models import Measure

    alive = list(Measure.objects.filter(retired_at=None))
    assert len(alive) == 40
    assert {row.status for row in alive} == {"planned", "running", "done", "stopped"}
    told = [row.told for row in alive]
    for part in ("effects", "tasks", "risks", "links", "depends_on", "budget", "note"):
        assert any(one.get(part) for one in told), part
    stopped = next(row for row in alive if row.status == "stopped")
    assert stopped.versions.order_by("number").last().because
    scheme = next(row for row in alive if row.told["goals"] == ["opt-out", "half-abroad"])
    assert [one.told["status"] for one in scheme.versions.order_by("number")][0::4] == ["running", "done"]


@pytest.mark.once
def test_last_years_round_is_closed_and_frozen_and_this_years_is_open(rector):
    from utsyn.plans.replaying import computed_again, inputs_read
    from utsyn.web.reports.models import Frozen, Report, Reporting

    last, now = Reporting.objects.order_by("since")
    assert last.closed_at
    assert now.closed_at is None
    assert now.opens <= TODAY <= now.due
    states = Counter(Report.objects.filter(reporting=last).values_list("state", flat=True))
    assert states == {"approved": 7, "draft": 1}, "one faculty never handed in"
    assert set(Report.objects.filter(reporting=now).values_list("state", flat=True)) == set(Report.State)
    for one in Frozen.objects.all():
        again = computed_again(json.loads(one.text), inputs_read(json.loads(one.inputs)))
        assert list(again) == [], one.report.unit.key


@pytest.mark.once
def test_it_was_done_by_those_whose_deed_it_is_in_the_order_of_time(rector):
    from utsyn.web.models import Line

    lines = list(Line.objects.filter(about__startswith="plan/").order_by("pk"))
    assert all(line.by_id for line in lines)
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    adopted = [line.by.username for line in lines if line.did in ("adopted plan", "judged goal")]
    assert set(adopted) == {"demo-rektor"}
    answered = {line.by.username for line in lines if line.did == "answered goal"}
    assert {"demo-fak-hum", "demo-fak-nat", "demo-instituttleder"} <= answered


@pytest.mark.once
def test_no_letter_of_it_is_sent(rector):
    from utsyn.web.letters.models import Letter

    letters = Letter.objects.filter(about__startswith="plan/")
    assert letters.exists()
    assert set(letters.values_list("state", flat=True)) == {Letter.State.WITHHELD}


@pytest.mark.once
def test_played_twice_it_is_the_same_and_a_plan_followed_in_earnest_is_left_alone(rector):
    from utsyn.web.models import Line
    from utsyn.web.plans.models import Plan
    from utsyn.web.rehearsal.plans import follow

    lines = Line.objects.count()
    assert [row.key for row in follow(at=REAL)] == [OLD, NEW]
    assert Line.objects.count() == lines
    Plan.objects.filter(key=NEW).update(rehearsal=False)
    assert [row.key for row in follow(at=REAL)] == [OLD]
    assert Line.objects.count() == lines


@pytest.mark.once
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_demo_tells_of_the_plans_in_a_few_lines(rector, language):
    from utsyn.web.plans.models import Plan
    from utsyn.web.rehearsal.report_plans import report

    plans = list(Plan.objects.order_by("pk"))
    with override(language):
        lines = list(report(plans, language, on=TODAY))
    assert 6 < len(lines) < 20
    assert max(map(len, lines)) <= 100
    said = " ".join(" ".join(lines).split())
    for words in ("44 ", "16 ", "ERC"):
        assert words in said
    assert lines[-1].endswith(f"/{language}/plans/{NEW}/")
    assert list(report([], language, on=TODAY)) == []


@pytest.mark.once
def test_all_may_read_the_plan_that_is_public_and_each_page_says_that_figures_are_invented(client):
    page = client.get(f"/en/plans/{NEW}/")
    assert page.status_code == 200
    assert "invented figures" in page.content.decode().casefold()
    assert client.get(f"/en/plans/{OLD}/").status_code == 404
    assert client.get(f"/en/plans/{NEW}/goals/erc/").status_code == 200


@pytest.mark.once
def test_every_kind_of_page_can_be_opened_on_it(client, rector):
    from utsyn.web.measures.models import Assignment, Measure
    from utsyn.web.reports.models import Frozen, Report

    client.force_login(rector)
    frozen = Frozen.objects.order_by("pk").last()
    ways = [
        ("plans:list", []),
        ("plans:compare", [NEW, OLD]),
        *(
            ("plans:goal", [NEW, goal])
            for goal in ("half-abroad", "guest-researchers", "pillar2", "alliances")
        ),
        ("measures:cascade", [NEW]),
        ("measures:unit", [NEW, "demo-med"]),
        ("measures:list", [NEW]),
        ("measures:measure", [NEW, Measure.objects.filter(status="stopped").get().number]),
        (
            "measures:assignment",
            [Assignment.objects.filter(goal="half-abroad", unit__key="demo-psyk").get().pk],
        ),
        ("reports:wheel", [NEW]),
        ("reports:report", [Report.objects.filter(state="sent back").get().pk]),
        ("reports:frozen", [frozen.report_id, frozen.number]),
        ("indicators:list", []),
        *(
            ("indicators:indicator", [key])
            for key in (
                "graduates-abroad",
                "exchange-flows",
                "horizon-pillar2-rank-norway",
                "horizon-contribution",
            )
        ),
    ]
    for name, given in ways:
        with override("en"):
            way = reverse(name, args=given)
        page = client.get(way)
        assert page.status_code == 200, way
        assert "Said(" not in page.content.decode(), way
