"""A letter is queued with the decision it tells of, and handed to the e-mail server once, whatever the server does."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.web.mail_server import ACCEPT, AFTER_TEXT, BEFORE_TEXT, MailServer
from tests.web.people import person
from tests.web.posted import AT, clock, letter, mail, queued, server, text, tick
from utsyn.text import say
from utsyn.web.letters.server import Server

__all__ = ["clock", "mail"]
pytestmark = pytest.mark.django_db


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
