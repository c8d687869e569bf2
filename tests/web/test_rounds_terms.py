"""Opening a round and changing its terms: what the call proposes, what was typed is kept, each fault beside its field."""

import re

import pytest

from tests.web.rounds import World, said
from tests.web.worlds import deeds, nominated

pytestmark = pytest.mark.django_db
TYPED = {
    "call": "intpart-2022", "title": "INTPART 2022, once more", "key": "once-more", "unit": "uib", "cap": "20",
    "policy": "on_overflow", "guarantee": "1", "seed": "announced early", "clock": "2022-02-03T09:00",
    "steps.notice.days": "21", "steps.notice.at": "15:00", "steps.internal.days": "7", "steps.internal.at": "",
    "steps.ranking.days": "4", "steps.ranking.at": "", "steps.approval.days": "1", "steps.approval.at": "",
    "steps.submission.days": "0", "steps.submission.at": "",
}  # fmt: skip


@pytest.fixture
def world() -> World:
    return World()


def value(html: str, name: str) -> str:
    """What stands in a field."""
    found = re.search(rf'<input id="[^"]+" name="{re.escape(name)}" value="([^"]*)"', html)
    return found[1] if found else re.search(rf'name="{re.escape(name)}" value="([^"]*)"', html)[1]


def opened(world, who="office", **typed):
    return world.browser(who).post("/en/rounds/new/", TYPED | typed)


def test_only_calls_with_a_known_deadline_are_offered(world):
    html = said(world.browser("office").get("/en/rounds/new/"))
    assert 'value="intpart-2022"' in html
    from utsyn.web.calls.facts import shelf

    unknown = [key for key, entry in shelf().entries.items() if entry.text.window.closes is None]
    assert unknown
    assert not [key for key in unknown if f'<option value="{key}"' in html]


def test_the_call_proposes_its_cap_with_its_citation_and_dates_that_can_be_seen(world):
    html = said(world.browser("office").get("/en/rounds/new/?call=intpart-2022"))
    assert value(html, "cap") == "20"
    assert "Each institution sends at most 20 applications" in html
    assert "kan sende inntil 20 søknader" in html
    assert "Wednesday 9 March 2022" in html
    assert "Offices are closed: Saturday" in html
    assert value(html, "clock") == "2022-02-02T09:00", "the deadline has passed, so a rehearsal is proposed"


def test_a_call_that_tells_no_cap_leaves_it_to_the_office_and_its_policy_is_its_own(world):
    html = said(world.browser("office").get("/en/rounds/new/?call=sfu-2016"))
    assert re.search(r'<option value="forbidden" selected>', html)
    html = said(world.browser("office").get("/en/rounds/new/?call=intpart-2020"))
    assert value(html, "cap") == ""


def test_the_seed_is_drawn_anew_each_time(world):
    seeds = {
        value(said(world.browser("office").get("/en/rounds/new/?call=intpart-2022")), "seed")
        for _ in range(2)
    }
    assert len(seeds) == 2


def test_a_round_is_opened_once_however_often_the_form_is_sent(world):
    from utsyn.web.rounds.models import Round

    for _ in range(2):
        response = opened(world, form="one form")
        assert response.status_code == 303
        assert response["Location"] == "/en/rounds/once-more/"
    assert Round.objects.filter(key="once-more").count() == 1
    assert Round.objects.get(key="once-more").rehearsal


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"cap": "many"}, "cap", "whole number"),
        ({"cap": ""}, "cap", "cannot be used"),
        ({"seed": "x"}, "seed", "at least 6 characters"),
        ({"key": "With Capitals"}, "key", "small letters"),
        ({"key": "intpart-2022"}, "key", "There is a round"),
        ({"title": ""}, "title", "no title"),
        ({"unit": "fac-unknown"}, "unit", "No unit is chosen"),
        ({"policy": "sometimes"}, "policy", "Choose one of"),
        ({"steps.internal.days": ""}, "steps-internal-days", "No round is without"),
        ({"steps.ranking.days": "9"}, "steps-ranking-days", "would end before"),
        ({"steps.notice.at": "25:00"}, "steps-notice-at", "time of day that exists"),
        ({"steps.notice.days": "999"}, "steps-notice-days", "at most 400"),
        ({"clock": "next week"}, "clock", "Write day and time"),
        ({"clock": "2021-12-01T09:00"}, "clock", "is first known on"),
        ({"weights.fac-hum": "-1"}, "weights-fac-hum", "at least 0"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(world, typed, field, words):
    from utsyn.web.rounds.models import Round

    html = said(opened(world, **typed), 422)
    summary = html[html.index('role="alert"') :]
    assert re.search(rf'<a href="#{field}">[^<]*{re.escape(words)}', summary), summary[:800]
    assert f'id="{field}-error"' in html
    for name, written in (TYPED | typed).items():
        if name not in ("call", "unit", "policy"):
            assert value(html, name) == written.replace('"', "&quot;"), name
    assert Round.objects.count() == 1


def test_the_dates_are_shown_before_anything_is_opened(world):
    from utsyn.web.rounds.models import Round

    html = said(opened(world, **{"do": "preview", "steps.internal.days": "8"}))
    assert "Tuesday 8 March 2022" in html
    assert Round.objects.count() == 1


@pytest.mark.parametrize(
    "who", ["researcher", "coordinator", "leadership", "auditor", "assessor", "stranger"]
)
def test_only_the_office_opens_a_round(world, who):
    assert "This is for: international office" in said(opened(world, who), 403)
    assert said(world.browser(who).get("/en/rounds/new/"), 403)


def test_a_call_that_is_none_is_named(world):
    html = said(world.browser("office").get("/en/rounds/new/?call=intpart-1999"), 400)
    assert "There is no call intpart-1999" in html


# ---- terms -----------------------------------------------------------------------------------------------------


def changed(world, who="office", **typed):
    steps = {name: text for name, text in TYPED.items() if name.startswith("steps.")}
    told = {
        "cap": "20",
        "policy": "on_overflow",
        "guarantee": "1",
        "seed": world.round.terms["seed"],
        "because": "Room",
    }
    return world.post(who, "terms/", **steps, **{**told, "seen": "1", **typed})


@pytest.mark.parametrize("who", ["researcher", "coordinator", "auditor", "leadership", "assessor", "office"])
def test_everyone_sees_the_terms_and_how_they_came_about(world, who):
    assert changed(world, cap="18").status_code == 303
    html = said(world.get(who, "terms/"))
    assert "drawn by lot on 3 February 2022" in html
    assert "Because: Room" in html
    assert re.search(r"<strong>Places</strong><del>20</del><ins>18</ins>", html)
    assert ("Announce the change" in html) == (who == "office")


@pytest.mark.parametrize("who", ["researcher", "coordinator", "auditor", "leadership", "assessor"])
def test_only_the_office_changes_terms(world, who):
    assert said(changed(world, who), 403)
    assert deeds(world.round) == ["opened round"]


def test_a_change_needs_a_reason_and_keeps_what_was_typed(world):
    html = said(changed(world, because="", cap="17"), 422)
    assert 'href="#because"' in html
    assert value(html, "cap") == "17"
    assert re.search(r"<details[^>]*\bopen\b", html), "the form is in sight"


def test_the_seed_stays_once_something_is_nominated(world):
    nominated(world.round, world.units, [1])
    html = said(changed(world, seed="another seed"), 422)
    assert 'href="#seed"' in html
    world.round.refresh_from_db()
    assert world.round.terms["seed"] == "drawn by lot on 3 February 2022"


def test_two_who_change_terms_at_once_do_not_overwrite_each_other(world):
    assert changed(world, cap="18", form="first").status_code == 303
    html = said(changed(world, cap="25", form="second"), 422)
    assert "Somebody else has changed this" in html
    assert value(html, "cap") == "25"
    world.round.refresh_from_db()
    assert world.round.cap == 18


# ---- the clock -------------------------------------------------------------------------------------------------


def test_the_clock_of_a_rehearsal_moves_to_right_after_the_next_step(world):
    assert "Its clock stands at 3 February 2022" in said(world.get("researcher"))
    assert world.post("office", "clock/", do="next").status_code == 303
    assert "Its clock stands at 24 February 2022" in said(world.get("researcher"))


def test_the_clock_goes_forward_only_and_what_was_typed_is_kept(world):
    html = said(world.post("office", "clock/", clock="2022-01-15T10:00"), 422)
    assert "goes forward only" in html
    assert value(html, "clock") == "2022-01-15T10:00"
    assert "No moment is given" in said(world.post("office", "clock/", clock=""), 422)
    assert "Write day and time" in said(world.post("office", "clock/", clock="soon"), 422)


def test_a_real_round_has_no_clock(world):
    from utsyn.web.rounds.models import Round

    Round.objects.update(clock=None, rehearsal=False)
    html = said(world.get("office", "clock/"))
    assert "This is no rehearsal" in html
    assert "Only a rehearsal has a clock" in said(
        world.post("office", "clock/", clock="2027-01-01T10:00"), 422
    )
