"""Which e-mail server letters are handed to, as UTSYN_EMAIL_URL and UTSYN_EMAIL_FROM say."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FORM = "smtp://USER:PASSWORD@HOST:PORT?tls=start (or tls=ssl)"
PORTS = {"": 25, "start": 587, "ssl": 465}
HERE = {"localhost", "127.0.0.1", "::1"}
NOWHERE = "utsyn.invalid"  # a name that RFC 2606 keeps from ever being anybody's


class EmailUrlError(ImproperlyConfigured):
    """UTSYN_EMAIL_URL or UTSYN_EMAIL_FROM cannot be used; the message says which part, and never the password."""


class Server(NamedTuple):
    """An e-mail server, and whom letters come from; without a host there is none, and letters wait."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: str = ""  # "start": a plain connection is secured; "ssl": it is secure from its start
    sender: str = ""

    @property
    def address(self) -> str:
        """The address that letters come from, without a name."""
        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        """The part of that address after its @."""
        return self.address.rpartition("@")[2] or NOWHERE


def server(environment: Mapping[str, str]) -> Server:
    """Return the e-mail server that the environment names. Raises EmailUrlError."""
    url, sender = environment.get("UTSYN_EMAIL_URL", ""), environment.get("UTSYN_EMAIL_FROM", "")
    if not url:
        return Server(sender=sender)
    if "@" not in parseaddr(sender)[1] or not sender.isprintable():
        raise EmailUrlError("UTSYN_EMAIL_FROM names no address; write Utsyn <utsyn@example.org>")
    try:
        parts = urlsplit(url)
        port, told = parts.port, dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError:
        # What Python says of it may quote a part of the password.
        how = "write %2F %3A %40 for / : @ in a password, and digits for a port"
        raise EmailUrlError(f"UTSYN_EMAIL_URL cannot be read; {how}: {FORM}") from None
    return _server(parts, told, port=port, sender=sender)


def _server(parts: SplitResult, told: Mapping[str, str], *, port: int | None, sender: str) -> Server:
    tls = told.get("tls", "")
    if parts.scheme != "smtp" or not parts.hostname:
        raise EmailUrlError(f"UTSYN_EMAIL_URL names no e-mail server; write it as {FORM}")
    if tls not in PORTS or set(told) - {"tls"}:
        raise EmailUrlError(f"UTSYN_EMAIL_URL asks for something unknown after its ?; write it as {FORM}")
    if parts.password and not tls and parts.hostname not in HERE:
        raise EmailUrlError(
            "UTSYN_EMAIL_URL would send its password in the clear; add ?tls=start or ?tls=ssl"
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, port or PORTS[tls], user, password, tls, sender)
