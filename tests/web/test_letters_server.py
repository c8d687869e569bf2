"""Which e-mail server is used stands in one variable; what cannot be used is refused in words without its password."""

import datetime as dt
import ipaddress
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.web.mail_server import MailServer
from tests.web.posted import clock, letter, queued, tick
from utsyn.web.letters.server import EmailUrlError, Server, server

__all__ = ["clock"]

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


# --- over TLS ------------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path) -> Path:
    """A certificate of this machine and its key, which nobody trusts yet."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")]),
    )
    day, here = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, day, day.replace(year=2120))
    made = made.add_extension(x509.SubjectAlternativeName([here]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    signed = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (tmp_path / "certificate.pem").write_bytes(signed + secret)
    return tmp_path / "certificate.pem"


@pytest.fixture
def secure(certificate):
    """Makes e-mail servers that speak TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return lambda tls: MailServer(tls=tls, certificate=context)


@pytest.mark.django_db
@pytest.mark.parametrize("tls", ["start", "ssl"])
def test_a_letter_and_a_password_travel_over_tls(secure, certificate, monkeypatch, clock, tls):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with secure(tls) as mail:
        queued()
        tick(mail, clock, tls=tls, user="utsyn", password="p" * 12)
        assert letter().state == "sent", letter().error
        assert (len(mail.kept), mail.secured) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("tls", ["start", "ssl"])
def test_a_server_whose_certificate_nobody_trusts_gets_nothing(secure, clock, tls):
    with secure(tls) as mail:
        queued()
        tick(mail, clock, tls=tls)
        assert (letter().state, letter().trouble) == ("queued", "unreachable")
        assert "CERTIFICATE_VERIFY_FAILED" in letter().error
        assert mail.kept == []


@pytest.mark.django_db
def test_a_server_that_offers_no_tls_gets_nothing_when_tls_is_asked_for(clock):
    with MailServer() as mail:
        queued()
        tick(mail, clock, tls="start")
        assert (letter().state, mail.kept) == ("queued", [])
