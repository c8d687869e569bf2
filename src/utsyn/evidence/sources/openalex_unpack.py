"""Unpack a part once: the engine reads from a pipe what is unpacked beside it, and the sums that gzip keeps are held on the way.

An engine that unpacks by itself does not look at these sums, and takes a file that ends in the middle for a whole one. ISA-L unpacks more
than twice as fast as zlib; it is used where it is installed.
"""

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from utsyn.evidence.sources.openalex_faults import AGAIN, broken
from utsyn.problems import Problem, Problems
from utsyn.text import say

unpacking: Any
try:
    from isal import isal_zlib as unpacking
except ImportError:
    unpacking = zlib

STEP = 1 << 16  # bytes, packed
GZIP = 31  # zlib's word for a stream with the head and the sums of gzip


class Broken(Exception):  # noqa: N818  told as Problems by who knows the row
    """What is packed is broken, or ends in the middle."""


@contextmanager
def unpacked(part: Path) -> Iterator[Path]:
    """Give a path that can be read once, from which come the bytes of a part as they were before they were packed.

    Raises Problems at the end where they are not whole, whatever was made of them: whoever reads must not keep it then.
    """
    if part.suffix != ".gz":
        yield part
        return
    with TemporaryDirectory(prefix="utsyn-") as folder:
        pipe = Path(folder) / "part.json"
        try:
            os.mkfifo(pipe)
        except (AttributeError, OSError):  # a machine without pipes that have names: one pass more
            _whole(part)
            yield part
            return
        pour = _Pour(part, pipe)
        pour.start()
        try:
            yield pipe
        finally:
            pour.end()
    if isinstance(pour.failed, Broken):
        _whole(part)
        raise Problems(Problem(say("The file is broken, or not packed with gzip"), AGAIN, file=str(part)))
    if pour.failed is not None:
        raise pour.failed


def chunks(part: Path) -> Iterator[bytes]:
    """Walk what is packed in a file, member after member. Raises Broken where its sums do not hold or it ends in the middle."""
    with part.open("rb") as file:
        unpacker, begun = unpacking.decompressobj(GZIP), False
        try:
            while packed := file.read(STEP):
                while packed:
                    yield unpacker.decompress(packed)
                    begun, packed = True, unpacker.unused_data
                    if unpacker.eof:
                        packed = packed.lstrip(b"\0")  # what fills up a tape is no member
                        unpacker, begun = unpacking.decompressobj(GZIP), False
        except (zlib.error, unpacking.error) as error:
            raise Broken from error
    if begun:
        raise Broken


class _Pour(Thread):
    """Pours what a part holds into a pipe until all is there or nobody wants more."""

    def __init__(self, part: Path, pipe: Path) -> None:
        super().__init__(name=f"unpack {part.name}", daemon=True)
        self.part, self.pipe = part, pipe
        self.enough = False
        self.failed: Exception | None = None

    def run(self) -> None:
        try:
            with suppress(BrokenPipeError), self.pipe.open("wb", buffering=0) as pipe:
                for chunk in chunks(self.part):
                    rest = memoryview(chunk)
                    while rest and not self.enough:
                        rest = rest[pipe.write(rest) :]
                    if self.enough:
                        return
        except (Broken, OSError) as error:
            self.failed = error

    def end(self) -> None:
        """Let it end, whether the pipe was read to its end, in part, or never opened."""
        self.enough = True
        drain = os.open(self.pipe, os.O_RDONLY | os.O_NONBLOCK)
        try:
            while self.is_alive():
                with suppress(BlockingIOError):
                    os.read(drain, STEP)
                self.join(0.001)
        finally:
            os.close(drain)


def _whole(part: Path) -> None:
    if found := broken(part):
        raise Problems(*found)
