"""Whatever an address, a title or a server is like: no header is slipped in, no letter is accepted twice, none is forgotten."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.mail_server import ACCEPT, MODES
from tests.web.people import person
from tests.web.posted import AT, clock, letter, mail, queued, text, tick
from utsyn.text import say

__all__ = ["clock", "mail"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["", "kari", "kari@", "@example.org", "kari@exa mple.org", "kåre@example.org",
                                     "a@b.no\r\nRCPT TO:<c@d.no>", "a@b.no>, <c@d.no"])  # fmt: skip
def test_an_address_that_is_none_fails_the_letter_and_stops_no_other(mail, clock, address):
    queued(address=address)
    queued("b")
    tick(mail, clock)
    assert (letter().state, letter().trouble) == ("failed", "no address")
    assert letter("b").state == "sent"


def test_a_person_without_an_address_fails_the_letter(mail, clock):
    to = person()
    to.email = ""
    to.save()
    queued(to=to)
    tick(mail, clock)
    assert (letter().state, letter().trouble) == ("failed", "no address")


def test_a_letter_goes_to_the_address_a_person_has_when_it_is_sent(mail, clock):
    to = person()
    queued(to=to)
    to.email = "new@blåbær.example.org"
    to.save()
    tick(mail, clock)
    assert mail.kept[0]["To"] == "new@xn--blbr-roah.example.org"


@given(
    title=st.text(max_size=40)
    | st.sampled_from(["a\r\nBcc: x@y.no", "a\n\nbody", "a\0b", "\u2028Bcc: x", "\r.\r\n"])
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
def test_no_title_adds_a_header_or_ends_the_text(mail, clock, title):
    from utsyn.web.models import Letter

    Letter.objects.all().delete()
    mail.kept.clear()
    queued(subject=say("About {title}", title=title), body=say("{title}\n.\n{title}", title=title))
    tick(mail, clock)
    (kept,) = mail.kept
    assert letter().state == "sent"
    assert kept["Bcc"] is None
    assert kept["To"] == "kari@example.org"
    assert len(kept.keys()) == len(set(kept.keys())) == 10, kept.keys()
    assert kept["Subject"] == letter().subject
    assert text(kept) == letter().body.rstrip("\n")


@given(days=st.lists(st.tuples(st.sampled_from(MODES), st.integers(0, 200), st.integers(0, 2)), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
def test_however_often_we_tick_and_whatever_the_server_does_a_letter_is_accepted_at_most_once(
    mail, clock, days
):
    from utsyn.web.models import Letter

    Letter.objects.all().delete()
    mail.kept.clear()
    clock.at = AT
    for number, (mode, minutes, more) in enumerate(days):
        mail.mode = mode
        for other in range(more):
            queued(f"{number}-{other}")
        queued("0-0")
        tick(mail, clock)
        clock.wait(timedelta(minutes=minutes))
    assert len(mail.names()) == len(set(mail.names()))
    mail.mode = ACCEPT
    for _ in range(4):
        clock.wait()
        tick(mail, clock)
    assert len(mail.names()) == len(set(mail.names()))
    rows = Letter.objects.all()
    assert {row.state for row in rows} <= {"sent", "failed", "uncertain"}, "nothing is left behind"
    assert {row.message_id for row in rows if row.state == "sent"} <= set(mail.names())
    assert not {row.message_id for row in rows if row.state == "failed"} & set(mail.names())
