"""What happens while a form stands open: another saves, a deadline passes, a session ends; nothing is lost."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.web.nominated import BACKEND, INTERNAL, form, said, save, typed, world
from tests.web.people import also

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(db):
    return world()


# ---- two people at once ----------------------------------------------------------------------------------------


@pytest.fixture
def both(there):
    """A writer's and a coordinator's form, both opened on the same version."""
    return there, form(there), form(there, "coordinator")


def test_a_stale_form_overwrites_nothing_and_shows_both_texts(both):
    there, mine, theirs = both
    save(there, theirs, "coordinator", theme="As the coordinator wrote it")
    html = said(save(there, mine, theme="As the writer wrote it", risk="Storms"), 409)
    assert there.fresh().told["theme"] == "As the coordinator wrote it"
    table = re.search(r"<table.*?</table>", html, re.DOTALL)[0]
    for text in ("How it is taught", "As the coordinator wrote it", "As the writer wrote it", "Both wrote"):
        assert text in table
    assert there.people["coordinator"].called in html
    assert "Storms" in html, "what only she wrote still stands in her form"
    assert "As the writer wrote it" in typed(html)["theme"]


def test_saving_over_it_is_her_decision_and_the_other_text_is_kept(both):
    from utsyn.web.models import Version

    there, mine, theirs = both
    save(there, theirs, "coordinator", theme="Theirs")
    html = said(save(there, mine, theme="Mine"), 409)
    told = typed(html)
    assert save(there, told).status_code == 303
    assert there.fresh().told["theme"] == "Mine"
    assert "Theirs" in str(list(Version.objects.values_list("told", flat=True)))


def test_a_third_who_saves_in_between_is_not_overwritten_either(both):
    there, mine, theirs = both
    save(there, theirs, "coordinator", theme="Theirs")
    told = typed(said(save(there, mine, theme="Mine"), 409))
    save(there, form(there, "coordinator"), "coordinator", theme="A third")
    assert "A third" in said(save(there, told), 409)
    assert there.fresh().told["theme"] == "A third"


def test_taking_theirs_drops_mine_in_words(both):
    there, mine, theirs = both
    save(there, theirs, "coordinator", theme="Theirs")
    response = save(there, mine, theme="Mine", do="theirs")
    html = said(there.signed_in("writer").get(response.headers["Location"]))
    assert "What you had typed is dropped" in html
    assert typed(html)["theme"] == "Theirs"


def test_brought_together_each_has_what_only_she_wrote_and_nothing_is_saved_yet(both):
    there, mine, theirs = both
    extra = {"people[1].name": "Kari Oppdiktet", "people[1].part": "key person"}
    save(there, theirs | extra, "coordinator", theme="Theirs", conflicts="None known")
    stale = said(save(there, mine, theme="Mine", risk="Storms"), 409)
    told = typed(stale)
    html = said(save(there, told, do="both"))
    made = typed(html)
    assert (made["theme"], made["risk"], made["conflicts"]) == ("Mine", "Storms", "None known")
    assert {made["people[0].name"], made["people[1].name"]} == {"Ola Oppdiktet", "Kari Oppdiktet"}
    assert there.fresh().told["theme"] == "Theirs", "it is for her to save"
    assert save(there, made).status_code == 303
    assert there.fresh().told["risk"] == "Storms"


@pytest.mark.parametrize("seen", ["", "0", "x", "-1", "9" * 30])
def test_a_form_that_does_not_say_which_version_it_saw_is_stale(there, seen):
    said(save(there, form(there), seen=seen, theme="Blind"), 409)
    assert there.fresh().told["theme"] == "How it is taught"


# ---- what happens meanwhile ------------------------------------------------------------------------------------


def test_a_draft_is_still_saved_after_the_internal_deadline_and_the_page_says_what_that_means(there):
    told = form(there)
    there.at(INTERNAL)
    assert save(there, told, theme="Late, but kept").status_code == 303
    assert there.fresh().told["theme"] == "Late, but kept"
    html = said(there.signed_in("writer").get(there.url("edit/")))
    assert "The internal deadline has passed:" in html
    assert "What you save is still kept. But it can be nominated only if the leadership lets it in" in html
    page = said(there.signed_in("writer").get(there.url()))
    assert "only the leadership can let it in, with a reason. What you save is kept." in page


def test_what_is_typed_while_the_faculty_nominates_is_kept_on_the_page(there):
    told = form(there)
    there.signed_in("coordinator").post(there.url("deeds/nominate/"), {"form": "n"})
    html = said(save(there, told, theme="A moment too late"), 422)
    assert "What was nominated or withdrawn is not written any more" in html
    assert "A moment too late" in typed(html)["theme"]
    assert "All that you typed still stands in the form below." in html


def test_who_was_signed_out_gets_all_she_typed_back_and_sends_it_once_she_is_in_again(there):
    told = form(there)
    strict = Client(enforce_csrf_checks=True)
    strict.get("/en/sign-in/")
    out = said(
        strict.post(
            there.url("edit/"),
            told | {"theme": 'A "new" theme', "csrfmiddlewaretoken": strict.cookies["utsyn_form"].value},
        ),
        403,
    )
    assert "You are signed out" in out
    assert "Nothing is lost" in out
    again = {
        n: unescape(v) for n, v in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', out)
    }
    assert again["theme"] == 'A "new" theme'
    assert len(again) > 40, "the whole of the large form"
    strict.force_login(there.writer, backend=BACKEND)
    strict.get(there.url("edit/"))
    sent = strict.post(there.url("edit/"), again | {"csrfmiddlewaretoken": strict.cookies["utsyn_form"].value}, headers={"referer": "http://testserver/"})  # fmt: skip
    assert sent.status_code == 303
    assert there.fresh().told["theme"] == 'A "new" theme'


def test_a_cookie_gone_in_the_middle_keeps_the_whole_form(there):
    told = form(there)
    strict = there.signed_in("writer", enforce_csrf_checks=True)
    html = said(
        strict.post(there.url("edit/"), told | {"theme": "Kept", "csrfmiddlewaretoken": "stale"}), 403
    )
    assert 'name="theme" value="Kept"' in html
    assert "You are signed out" not in html


def test_who_may_read_but_not_write_is_told_whose_it_is(there):
    for who in ("office", "department", "auditor"):
        assert there.signed_in(who).get(there.url("edit/")).status_code == 403
        assert save(there, {"seen": "2", "theme": "Not mine"}, who).status_code == 403
    assert there.fresh().told["theme"] == "How it is taught"
    both = also(there.people["office"], "coordinator", there.units["fac-med"])
    assert both.pk == there.people["office"].pk
    assert there.signed_in("office").get(there.url("edit/")).status_code == 200
