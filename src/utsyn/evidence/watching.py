"""How far long work has come: a bar on a terminal, silence elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TextIO

Advance = Callable[[int], None]
Watch = Callable[
    [str, int | None], AbstractContextManager[Advance]
]  # what is done, and of how many; None: unknown


@contextmanager
def unwatched(what: str, total: int | None) -> Iterator[Advance]:  # noqa: ARG001  nobody looks
    """Watch nothing."""
    yield lambda _: None


def watched(stream: TextIO) -> Watch:
    """Return a bar on a terminal, and silence where the stream is none."""
    if not stream.isatty():
        return unwatched

    @contextmanager
    def bar(what: str, total: int | None) -> Iterator[Advance]:
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(file=stream), transient=True) as progress:
            task = progress.add_task(what, total=total)
            yield lambda steps: progress.advance(task, steps)

    return bar
