"""Which e-mail server is used stands in one variable; what cannot be used is refused in words without its password."""

import pytest

from utsyn.web.letters.server import EmailUrlError, Server, server

SENDER = "Utsyn <utsyn@example.org>"


def read(url: str, sender: str = SENDER) -> Server:
    return server({"UTSYN_EMAIL_URL": url, "UTSYN_EMAIL_FROM": sender})


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, "", "", "")),
        ("smtp://127.0.0.1:2525", ("127.0.0.1", 2525, "", "", "")),
        ("smtp://[::1]:2525", ("::1", 2525, "", "", "")),
        ("smtp://mail.example.org?tls=start", ("mail.example.org", 587, "", "", "start")),
        ("smtp://mail.example.org?tls=ssl", ("mail.example.org", 465, "", "", "ssl")),
        (
            "smtp://me:p%40ss%2F@mail.example.org:26?tls=start",
            ("mail.example.org", 26, "me", "p@ss/", "start"),
        ),
        ("smtp://me:pass@localhost", ("localhost", 25, "me", "pass", "")),
    ],
)
def test_a_server_is_read_from_its_url(url, told):
    assert read(url) == Server(*told, SENDER)
    assert read(url).domain == "example.org"


@pytest.mark.parametrize(
    ("url", "what_is_wrong"),
    [
        ("mail.example.org", "names no e-mail server"),
        ("http://me:secret@mail.example.org", "names no e-mail server"),
        ("smtp://", "names no e-mail server"),
        ("smtp://me:secret@mail.example.org:port", "cannot be read"),
        ("smtp://me:secret/with@mail.example.org", "cannot be read"),
        ("smtp://me:secret@[::1", "cannot be read"),
        ("smtp://me:secret@mail.example.org", "in the clear"),
        ("smtp://mail.example.org?tls=yes", "something unknown"),
        ("smtp://mail.example.org?tls=ssl&secret=1", "something unknown"),
        ("smtp://mail.example.org?secret", "cannot be read"),
    ],
)
def test_what_names_no_server_is_refused_in_words_without_its_password(url, what_is_wrong):
    with pytest.raises(EmailUrlError, match=what_is_wrong) as refused:
        read(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("sender", ["", "Utsyn", "Utsyn <>", "Utsyn\n <utsyn@example.org>"])
def test_a_server_needs_somebody_whom_letters_come_from(sender):
    with pytest.raises(EmailUrlError, match="UTSYN_EMAIL_FROM"):
        read("smtp://mail.example.org", sender)


def test_told_nothing_there_is_no_server():
    assert server({}).host == ""
    assert server({}).domain.endswith(".invalid")
