"""The conversation with the e-mail server: what each of its answers, or its silence, says of a letter's fate.

The server may have a letter from the moment its text is begun (RFC 5321, 4.5.3.2.6: a client that hangs up early makes
duplicates). So `begin` is called between the server's go-ahead and the first byte: it writes down that there is no way back.
"""

import smtplib
import ssl
from collections.abc import Callable
from enum import StrEnum
from types import TracebackType
from typing import NamedTuple, Self

from django.core.mail.utils import DNS_NAME

from utsyn.web.letters.server import Server

PATIENCE = 30.0  # seconds for each answer
LAST_PATIENCE = 600.0  # for the last one, as the RFC asks; shorter than models.LEASE
GO_AHEAD = 354
SIGNED_OUT = frozenset({530, 534, 535, 538})  # said of who sends, not of the letter
BROKEN = (smtplib.SMTPException, OSError, ValueError)  # ValueError: an answer or a name that is no text


class Fate(StrEnum):
    """What became of a letter that was handed over."""

    SENT = "sent"
    LATER = "later"  # surely not accepted; may be tried again
    REFUSED = "refused"  # surely not accepted, and never will be
    UNCERTAIN = "uncertain"
    TAKEN = "taken"  # somebody else has it: nothing was sent


class Handed(NamedTuple):
    """A letter's fate, what the server said, and whether the line to it still holds."""

    fate: Fate
    said: str = ""
    line: bool = True


class _NoError(Exception):
    """The server said no to this letter before its text was begun; `final` when it always will."""

    def __init__(self, code: int, words: bytes) -> None:
        super().__init__(f"{code} {words.decode('utf-8', 'replace')}")
        self.final = code // 100 == 5 and code not in SIGNED_OUT


class Post:
    """A line to the e-mail server, opened with the first letter and kept for those that follow."""

    def __init__(
        self, server: Server, *, patience: float = PATIENCE, last_patience: float = LAST_PATIENCE
    ) -> None:
        self.server, self.patience, self.last_patience = server, patience, last_patience
        self.line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up."""
        self.hang_up()

    def hand_over(self, text: bytes, *, to: str, begin: Callable[[], bool]) -> Handed:
        """Hand a letter over; `begin` writes down that its text is begun, and says whether it is still ours to send."""
        try:
            line = self._ready(to)
        except _NoError as no:
            holds = self._start_over()
            return Handed(Fate.REFUSED if no.final else Fate.LATER, str(no), holds)
        except BROKEN as error:
            self.hang_up(politely=False)
            return Handed(Fate.LATER, _said(error), line=False)
        if not begin():
            self.hang_up(politely=False)  # the server waits for a text; one that breaks off is thrown away
            return Handed(Fate.TAKEN, line=False)
        return self._tell(line, text)

    def _ready(self, to: str) -> smtplib.SMTP:
        """Bring the server to the point where it asks for the text."""
        line = self.line = self.line or self._open()
        code, words = line.mail(self.server.address)
        if code // 100 != 2:  # whom letters come from is wrong, or too many came: so it is for every letter
            raise smtplib.SMTPResponseException(code, words)
        code, words = line.rcpt(to)
        if code // 100 != 2:
            raise _NoError(code, words)
        code, words = line.docmd("DATA")
        if code != GO_AHEAD:
            raise _NoError(code, words)
        return line

    def _open(self) -> smtplib.SMTP:
        server, name = self.server, str(DNS_NAME)
        if server.tls == "ssl":
            context = ssl.create_default_context()
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, name, timeout=self.patience, context=context
            )
        else:
            line = smtplib.SMTP(server.host, server.port, name, timeout=self.patience)
        self.line = line  # so that it is hung up whatever comes
        line.ehlo_or_helo_if_needed()
        if server.tls == "start":
            line.starttls(context=ssl.create_default_context())
            line.ehlo_or_helo_if_needed()
        if server.user:
            line.login(server.user, server.password)
        return line

    def _tell(self, line: smtplib.SMTP, text: bytes) -> Handed:
        """Tell the text; from here on only the server's own answer says that it does not have it."""
        try:
            if line.sock:
                line.sock.settimeout(self.last_patience)
            line.send(stuffed(text))
            code, words = line.getreply()
            if line.sock:
                line.sock.settimeout(self.patience)
        except BROKEN as error:
            self.hang_up(politely=False)
            return Handed(Fate.UNCERTAIN, _said(error), line=False)
        said = f"{code} {words.decode('utf-8', 'replace')}"
        fates = {2: Fate.SENT, 4: Fate.LATER, 5: Fate.REFUSED}
        fate = fates.get(code // 100, Fate.UNCERTAIN)
        if fate is Fate.UNCERTAIN or code == 421:
            self.hang_up(politely=False)
        return Handed(fate, said, line=self.line is not None)

    def _start_over(self) -> bool:
        """Make ready for the next letter after a no; tell whether the line still holds."""
        try:
            if self.line and self.line.rset()[0] // 100 == 2:
                return True
        except BROKEN:
            pass  # it does not
        self.hang_up(politely=False)
        return False

    def hang_up(self, *, politely: bool = True) -> None:
        """End the conversation; what is wrong with a line that nobody needs any more is nobody's concern."""
        line, self.line = self.line, None
        if line is None:
            return
        try:
            if politely:
                line.quit()
        except BROKEN:
            pass
        finally:
            line.close()


def stuffed(text: bytes) -> bytes:
    """Return a text as it travels: each line that begins with a dot gets one more, and a dot alone ends it."""
    lines = text.removesuffix(b"\r\n").split(b"\r\n")
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b"\r\n.\r\n"


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return f"{error.smtp_code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
    return f"{type(error).__name__}: {error}"
