"""Running projects: changes, duties in the order in which they are due, and what a round sent, entered once."""

import re
from datetime import date

import pytest

from tests.web.banked import AT, ON, project, signed_in
from tests.web.people import person, university
from tests.web.worlds import drafted, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    return university()


@pytest.fixture
def office(units):
    return person("office", units["uib"])


@pytest.fixture
def desk(client, office):
    return signed_in(client, office)


def hidden(response) -> dict[str, str]:
    """The hidden fields of a page's form."""
    html = response.content.decode().split('class="card"')[-1]
    return dict(re.findall(r'<input type="hidden" name="(form|version)" value="([^"]*)"', html))


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_an_extension_moves_the_last_day_and_keeps_the_old_one(desk):
    row = project(key="ours", starts=date(2022, 1, 1), ends=date(2026, 12, 31), awarded=10, sought=10)
    told = {
        "on": "2026-11-01",
        "kind": "extension",
        "what": "A year more",
        "new_ends": "2027-12-31",
        "because": "Pandemic",
    }
    sent = desk.post("/en/projects/ours/change/", told | hidden(desk.get("/en/projects/ours/change/")))
    assert sent.status_code == 303
    row.refresh_from_db()
    assert (row.ends, row.version) == (date(2027, 12, 31), 2)
    assert "31 December 2026 → 31 December 2027" in text(desk.get("/en/projects/ours/"))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"kind": "extension"}, "The new last day is missing"),
        ({"kind": "extension", "new_ends": "2026-12-30"}, "The project runs until"),
        ({"kind": "amount"}, "The new amount is missing"),
        ({"kind": "other", "new_ends": "2021-01-01"}, "The project begins on"),
        ({"kind": "other", "on": "tomorrow"}, "Write a day as"),
    ],
)
def test_a_change_that_does_not_fit_says_why(desk, told, says):
    project(key="ours", starts=date(2022, 1, 1), ends=date(2026, 12, 31))
    given = {"on": "2026-11-01", "what": "Words", **told}
    response = desk.post("/en/projects/ours/change/", given | hidden(desk.get("/en/projects/ours/change/")))
    assert response.status_code == 422
    assert says in text(response)
    assert 'value="Words"' in response.content.decode()


def test_only_what_was_granted_can_be_changed(desk):
    project(key="ours", status="refused")
    told = {"on": "2026-11-01", "kind": "other", "what": "Words"}
    response = desk.post("/en/projects/ours/change/", told | hidden(desk.get("/en/projects/ours/change/")))
    assert "Only what was granted can be changed" in text(response)


def test_duties_stand_in_the_order_in_which_they_are_due_and_are_done_once(desk, office):
    from utsyn.web.log import Line
    from utsyn.web.projects.models import Duty
    from utsyn.web.projects.queries import duties_of

    project(key="ours")
    for what, due in (
        ("Final report", "2027-06-01"),
        ("Annual report", "2026-12-01"),
        ("Audit", "2026-11-01"),
    ):
        told = {"what": what, "due": due, "responsible": "office"} | hidden(
            desk.get("/en/projects/ours/duty/")
        )
        assert desk.post("/en/projects/ours/duty/", told).status_code == 303
    again = {"what": "Audit", "due": "2026-11-01", "responsible": "office"} | hidden(
        desk.get("/en/projects/ours/duty/")
    )
    assert "stands there already" in text(desk.post("/en/projects/ours/duty/", again))
    assert [due.what for due in duties_of(office)] == ["Audit", "Annual report", "Final report"]
    audit = Duty.objects.get(what="Audit")
    for _ in range(2):
        assert desk.post(f"/en/projects/ours/duties/{audit.pk}/done/").status_code == 303
    assert Line.objects.filter(did="did a duty").count() == 1
    page = text(desk.get("/en/projects/ours/"))
    assert page.index("Annual report") < page.index("Final report") < page.index("Audit")
    assert [due.what for due in duties_of(office)] == ["Annual report", "Final report"]
    assert desk.post("/en/projects/ours/duties/99999999999999999999/done/").status_code == 404


def test_a_duty_is_in_the_calendar_of_who_sees_to_it(units):
    from utsyn.web.projects.models import Duty
    from utsyn.web.projects.queries import duties_of

    row = project(unit=units["dep-history"], faculty=units["fac-hum"])
    Duty.objects.create(project=row, what="Report", due=ON, responsible="coordinator")
    assert [due.what for due in duties_of(person("coordinator", units["fac-hum"]))] == ["Report"]
    for role, unit in (
        ("coordinator", "fac-law"),
        ("office", "uib"),
        ("researcher", "dep-history"),
        ("auditor", "uib"),
    ):
        assert not duties_of(person(role, units[unit])), role


@pytest.fixture
def sent(units, office):
    """A round that was sent, with two approved of three nominations."""
    from utsyn.web.rounds.models import Place, Round, State

    row = opened(units, by=office)
    made = [drafted(row, units["dep-history"]) for _ in range(3)]
    for number, nomination in enumerate(made[:2], start=1):
        Place.objects.create(round=row, number=number, nomination=nomination, at=AT)
        type(nomination).objects.filter(pk=nomination.pk).update(state=State.APPROVED)
    Round.objects.filter(pk=row.pk).update(sent_at=AT)
    return row


def test_what_a_round_sent_is_entered_once(sent, office, units):
    from utsyn.web.log import Line
    from utsyn.web.projects.actions.entering import enter_round
    from utsyn.web.projects.models import Project

    assert len(enter_round(sent, by=office, at=AT)) == 2
    assert enter_round(sent, by=office, at=AT) == []
    first = Project.objects.order_by("pk").first()
    assert (first.status, first.call, first.programme, first.year) == (
        "submitted",
        "intpart-2022",
        "intpart",
        2022,
    )
    assert (first.unit, first.faculty, first.called["en"]) == (
        units["dep-history"],
        units["fac-hum"],
        "Department of History",
    )
    assert first.countries == "BR"
    assert [partner.name for partner in first.partners.all()] == ["University of São Paulo"]
    assert first.rehearsal
    assert Line.objects.filter(did="entered projects").count() == 1
    assert not first.public


def test_a_round_that_was_not_sent_is_not_entered(units, office):
    from utsyn.problems import Problems
    from utsyn.web.projects.actions.entering import enter_round

    with pytest.raises(Problems, match="not sent yet"):
        enter_round(opened(units, by=office), by=office, at=AT)
