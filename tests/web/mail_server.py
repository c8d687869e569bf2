"""An e-mail server for tests: a real one on a real socket, that behaves as well or as badly as it is told to."""

import re
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import BinaryIO, Self

ACCEPT = "accept"
BEFORE_TEXT = {  # what it says no to, and how: nothing was accepted, and the client knows
    "451 greeting": ("greeting", b"451 come back later"),
    "554 greeting": ("greeting", b"554 no service"),
    "hang up at once": ("greeting", b""),
    "wrong password": ("AUTH", b"535 5.7.8 who are you"),
    "450 sender": ("MAIL", b"450 too many from you"),
    "greylist": ("RCPT", b"450 4.2.0 greylisted"),
    "unknown user": ("RCPT", b"550 5.1.1 no such user"),
    "hang up at RCPT": ("RCPT", b""),
    "451 DATA": ("DATA", b"451 not now"),
    "554 DATA": ("DATA", b"554 no"),
}
AFTER_TEXT = {  # how it answers the whole text, and whether it keeps it
    ACCEPT: (b"250 2.0.0 kept", True),
    "451 text": (b"451 disk full", False),
    "554 text": (b"554 looks like spam", False),
    "accept, then die": (b"", True),
    "die after the text": (b"", False),
    "accept, then mumble": (b"thanks a lot", True),
}
IN_TEXT = ("hang up in the text", "stall in the text")
MODES = (*BEFORE_TEXT, *AFTER_TEXT, "hang up in the text")


class MailServer:
    """Listens on a free port of this machine; `mode` may be changed at any time, `kept` is what it accepted."""

    def __init__(
        self, mode: str = ACCEPT, *, tls: str = "", certificate: ssl.SSLContext | None = None
    ) -> None:
        self.mode, self.kept, self.talks = mode, list[EmailMessage](), 0
        self.tls, self.certificate, self.secured = tls, certificate, 0
        self.stalled, self.go_on = threading.Event(), threading.Event()
        self.lock = threading.Lock()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def url(self) -> str:
        """Where it listens, as UTSYN_EMAIL_URL says it."""
        return f"smtp://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Stop listening: from now on connections are refused."""
        self.go_on.set()
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    def names(self) -> list[str]:
        """The Message-IDs of what was accepted, in order, each as often as it was."""
        return [str(message["Message-ID"]) for message in self.kept]

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            self.talks += 1
            threading.Thread(target=self._talk, args=[line], daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with suppress(OSError), line:  # the client hung up
            if self.tls == "ssl":
                line = self._secure(line)
            with line.makefile("rwb") as file:
                again = self._greet(saying(file)) and self._converse(file.readline, saying(file))
            if again:
                line = self._secure(line)
                with line.makefile("rwb") as file:
                    self._converse(file.readline, saying(file))

    def _secure(self, line: socket.socket) -> socket.socket:
        made = self.certificate.wrap_socket(line, server_side=True)
        self.secured += 1
        return made

    def _greet(self, say: Callable[[bytes], bool]) -> bool:
        no = self._no("greeting")
        say(b"220 here" if no is None else no)
        return no is None

    def _converse(self, hear: Callable[[], bytes], say: Callable[[bytes], bool]) -> bool:
        """Answer each command; tell whether the talk goes on over TLS."""
        while heard := hear():
            verb = heard[:4].upper().decode()
            no = self._no(verb)
            if no is not None:
                if not say(no):
                    return False
            elif verb == "EHLO":
                say(b"250-here\r\n" + b"250-STARTTLS\r\n" * (self.tls == "start") + b"250 AUTH PLAIN")
            elif verb == "STAR":
                say(b"220 go ahead")
                return True
            elif verb == "AUTH":
                say(b"235 welcome")
            elif verb == "DATA":
                if not self._read(hear, say):
                    return False
            elif verb == "QUIT":
                say(b"221 bye")
                return False
            else:
                say(b"250 yes")
        return False

    def _no(self, where: str) -> bytes | None:
        place, words = BEFORE_TEXT.get(self.mode, ("", b""))
        return words if place == where else None

    def _read(self, hear: Callable[[], bytes], say: Callable[[bytes], bool]) -> bool:
        """Read a text, or as much of it as the mode lets it; tell whether the talk goes on."""
        say(b"354 go ahead")
        if self.mode == "hang up in the text":
            return False
        lines = list[bytes]()
        while (heard := hear()) != b".\r\n":
            if not heard:
                return False
            assert heard.endswith(b"\r\n"), f"a bare line feed: {heard!r}"
            lines.append(re.sub(rb"^\.", b"", heard))
        if self.mode == "stall in the text":
            self.stalled.set()
            self.go_on.wait(120)
        answer, keeps = AFTER_TEXT.get(self.mode, AFTER_TEXT[ACCEPT])
        if keeps:
            with self.lock:
                self.kept.append(message_from_bytes(b"".join(lines), policy=default))
        return say(answer)


def saying(file: BinaryIO) -> Callable[[bytes], bool]:
    """Say words on a line; none at all are the end of it."""

    def say(words: bytes) -> bool:
        file.write(words + b"\r\n" * bool(words))
        file.flush()
        return bool(words)

    return say
