"""A letter is queued with the decision it tells of, and handed to the e-mail server once, whatever the server does."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.mail_server import ACCEPT, AFTER_TEXT, BEFORE_TEXT, MODES, MailServer
from tests.web.people import person
from utsyn.text import say
from utsyn.web.letters.server import Server

pytestmark = pytest.mark.django_db
AT = datetime(2022, 3, 2, 9, tzinfo=UTC)
LATER = timedelta(hours=2)  # longer than any pause or lease


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self, at: datetime = AT) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def wait(self, how_long: timedelta = LATER) -> None:
        self.at += how_long


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def mail():
    with MailServer() as server:
        yield server


def server(mail: MailServer, **told: object) -> Server:
    return Server(**{"host": "127.0.0.1", "port": mail.port, "sender": "Utsyn <utsyn@example.org>", **told})


def tick(mail: MailServer, clock: Callable[[], datetime], **told: object):
    """Send what waits."""
    from utsyn.web.letters.deliver import deliver
    from utsyn.web.letters.post import Post

    with Post(server(mail, **told), patience=5, last_patience=5) as post:
        return deliver(post, clock=clock)


def queued(key: str = "a", **told: object):
    """A letter in the queue."""
    from utsyn.web.letters.actions import queue

    facts = {
        "to": None,
        "address": "kari@example.org",
        "subject": say("Yes"),
        "body": say("No"),
        "about": "x",
    }
    return queue(key=key, at=AT, **{**facts, **told})


def letter(key: str = "a"):
    from utsyn.web.models import Letter

    return Letter.objects.get(key=key)


def text(kept) -> str:
    """What a letter says, without the ends of lines that e-mail has."""
    return kept.get_content().replace("\r\n", "\n").rstrip("\n")


# --- the queue -----------------------------------------------------------------------------------------------


def test_the_same_key_is_queued_once():
    first, again = queued(), queued(subject=say("No"))
    assert again == first
    assert letter().subject == "Yes"


@pytest.mark.django_db(transaction=True)
def test_a_decision_that_is_undone_leaves_no_letter():
    from utsyn.web.models import Letter

    def decide() -> None:
        with transaction.atomic():
            queued()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        decide()
    assert not Letter.objects.exists()


@pytest.mark.parametrize(("language", "word"), [("nb", "Ja"), ("en", "Yes"), ("", "Ja")])
def test_a_letter_is_in_its_receivers_language_else_in_bokmaal(language, word):
    from django.utils.translation import gettext

    to = person(language=language)
    made = queued(to=to, subject=lambda _: gettext("Yes"), body=lambda code: code)
    assert (made.subject, made.body) == (word, language or "nb")


def test_a_letter_about_a_rehearsal_is_withheld(mail, clock, rehearsal):
    made = queued(about=f"round/{rehearsal.key}/7")
    assert (made.state, made.trouble) == ("withheld", "rehearsal")
    clock.wait()
    tick(mail, clock)
    assert mail.talks == 0


@pytest.fixture
def rehearsal():
    from tests.web.people import unit
    from utsyn.web.models import Round

    told = {"unit": unit("uib", "institution"), "terms": {}, "cap": 1, "opened_at": AT}
    return Round.objects.create(key="practice", call="intpart-2022", rehearsal=True, clock=AT, **told)


# --- what the server may do ----------------------------------------------------------------------------------


def test_an_accepted_letter_is_sent_and_never_again(mail, clock):
    made = queued(body=say("Dear you,\n.\n..two dots\nÆøå and a long line: {x}", x="x" * 2000))
    for _ in range(3):
        tick(mail, clock)
        clock.wait()
    (kept,) = mail.kept
    assert kept["Message-ID"] == made.message_id
    assert kept["To"] == "kari@example.org"
    assert kept["From"] == "Utsyn <utsyn@example.org>"
    assert kept["Auto-Submitted"] == "auto-generated"
    assert text(kept) == made.body
    assert (letter().state, letter().sent_at) == ("sent", AT)


def test_a_letter_is_not_sent_before_its_time(mail, clock):
    queued(not_before=AT + timedelta(days=1))
    tick(mail, clock)
    assert mail.talks == 0
    clock.wait(timedelta(days=1))
    tick(mail, clock)
    assert len(mail.kept) == 1


NO_FOR_GOOD = {"unknown user", "554 DATA", "554 text"}


@pytest.mark.parametrize("mode", [m for m in (*BEFORE_TEXT, "451 text") if m not in NO_FOR_GOOD])
def test_what_was_surely_not_accepted_is_tried_again_and_sent_once(mail, clock, mode):
    mail.mode = mode
    queued()
    told = {"user": "utsyn", "password": "secret-word"}
    tick(mail, clock, **told)
    assert (letter().state, letter().trouble, letter().tries) == ("queued", "unreachable", 1)
    assert "secret-word" not in letter().error
    mail.mode = ACCEPT
    tick(mail, clock, **told)
    assert mail.kept == [], "it waits a minute"
    clock.wait(timedelta(minutes=1))
    tick(mail, clock, **told)
    assert len(mail.kept) == 1
    assert letter().state == "sent"


@pytest.mark.parametrize("mode", sorted(NO_FOR_GOOD))
def test_what_will_never_be_accepted_has_failed_in_the_servers_own_words(mail, clock, mode):
    mail.mode = mode
    queued()
    queued("b")
    tick(mail, clock)
    assert (letter().state, letter().trouble) == ("failed", "refused")
    assert letter().error.startswith("55")
    assert letter("b").state == "failed", "the line holds for the next letter"
    assert mail.talks == 1


UNCERTAIN = [
    "hang up in the text",
    *(mode for mode, (answer, _) in AFTER_TEXT.items() if not answer[:3].isdigit()),
]


@pytest.mark.parametrize("mode", UNCERTAIN)
def test_what_may_have_been_accepted_is_uncertain_and_never_sent_again_by_itself(mail, clock, mode):
    mail.mode = mode
    queued()
    tick(mail, clock)
    assert (letter().state, letter().trouble) == ("uncertain", "broken off")
    accepted, mail.mode = len(mail.kept), ACCEPT
    for _ in range(5):
        clock.wait(timedelta(days=2))
        tick(mail, clock)
    assert len(mail.kept) == accepted <= 1
    assert letter().state == "uncertain"


def test_a_server_that_does_not_answer_the_text_leaves_the_letter_uncertain(mail, clock):
    from utsyn.web.letters.deliver import deliver
    from utsyn.web.letters.post import Post

    mail.mode = "stall in the text"
    queued()
    with Post(server(mail), patience=5, last_patience=0.2) as post:
        deliver(post, clock=clock)
    assert letter().state == "uncertain"


def test_a_server_that_is_down_for_a_day_gets_everything_once_afterwards(clock):
    for number in range(3):
        queued(str(number))
    with MailServer() as gone:
        pass
    for _ in range(26):
        for _ in range(3):
            tick(gone, clock)
        clock.wait(timedelta(hours=1))
    assert letter("0").trouble == "unreachable"
    with MailServer() as back:
        for _ in range(3):
            tick(back, clock)
            clock.wait(timedelta(hours=1))
        assert sorted(back.names()) == sorted(letter(str(n)).message_id for n in range(3))


def test_after_five_days_in_vain_a_letter_has_failed(clock):
    queued()
    with MailServer() as gone:
        pass
    waited = []
    while letter().state == "queued":
        tick(gone, clock)
        if letter().state == "queued":
            waited.append(letter().not_before - clock())
            clock.at = letter().not_before
    minutes = [pause.total_seconds() / 60 for pause in waited]
    assert minutes[:6] == [1, 5, 15, 60, 60, 60]
    assert timedelta(days=5) <= clock() - AT < timedelta(days=5, hours=3)
    assert (letter().state, letter().trouble) == ("failed", "gave up")


def test_without_a_server_letters_wait(clock):
    from utsyn.web.letters.deliver import deliver
    from utsyn.web.letters.post import Post

    queued()
    deliver(Post(Server()), clock=clock)
    assert (letter().state, letter().tries) == ("queued", 0)


# --- who it goes to, and what it says ------------------------------------------------------------------------


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
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
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


# --- always --------------------------------------------------------------------------------------------------


@given(days=st.lists(st.tuples(st.sampled_from(MODES), st.integers(0, 200), st.integers(0, 2)), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
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
