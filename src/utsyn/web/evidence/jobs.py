"""Work in the background: make the synthetic world, load files, compute all figures of the home university. Safe against a kill.

What was loaded is whole or not there; what was computed is kept by what it rests on, so that work that is taken up again goes on with
what it lacks; and nothing is shown before all of it is there.
"""

import errno
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from utsyn.problems import Problem, Problems
from utsyn.text import Words, say, say_n
from utsyn.web.evidence.actions import working
from utsyn.web.evidence.models import Job

Clock = Callable[[], datetime]
Stop = Callable[[], bool]
COMPUTE = Job.Kind.COMPUTE.value
YEARS = 15


class StoppedError(Exception):
    """Somebody asked us to stop: the job stays as it is, and is taken up again."""


class Told(NamedTuple):
    """How a job tells how far it has come; each telling is a beat of its heart."""

    job: Job
    clock: Clock
    stop: Stop

    def __call__(self, did: int, steps: int, said: Words | None = None) -> None:
        """Tell. Raises LostError where another has taken the job up, StoppedError where we are asked to stop."""
        working.beat(self.job, at=self.clock(), did=did, steps=steps, said=said)
        if self.stop():
            raise StoppedError

    @contextmanager
    def watch(self, what: str, total: int | None) -> Iterator[Callable[[int], None]]:  # noqa: ARG002  the job is named
        """Watch a load: a beat for each block of it."""
        done = 0

        def advance(steps: int) -> None:
            nonlocal done
            done += steps
            self(done, total or 0)

        self(0, total or 0)
        yield advance


def work(*, clock: Clock, stop: Stop = lambda: False) -> int:
    """Do the jobs that wait, one after another, and return how many. A fault of ours ends the job and is raised."""
    done = 0
    while not stop() and (job := working.take(at=clock())) is not None:
        done += 1
        try:
            said = DO[job.kind](job, Told(job, clock, stop))
        except (working.LostError, StoppedError):
            continue
        except Problems as error:
            working.end(
                job, at=clock(), wrong=[part for one in error.problems for part in (one.what, one.mend)]
            )
        except Exception as error:
            if wrong := _short_of(error, job):
                working.end(job, at=clock(), wrong=wrong)
                continue
            what = say("A fault of the program: {why}", why=f"{type(error).__name__}: {error}"[:300])
            working.end(job, at=clock(), wrong=[what])
            raise
        else:
            working.end(job, at=clock(), said=said)
    return done


def _short_of(error: Exception, job: Job) -> list[Words]:
    """Say that memory or disk was short, and what to do; nothing of any other error. Engines have names of their own for it."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"MemoryError", "OutOfMemoryException"}:
        most = str(job.told.get("memory") or settings.MEMORY)
        return [
            say("The memory that was allowed is too little: {most}", most=most),
            say("Allow more, and ask for it again"),
        ]
    if getattr(error, "errno", None) == errno.ENOSPC or "No space left on device" in str(error):
        return [say("The disk is full"), say("Make room, and ask for it again: what stood stays")]
    return []


def folder() -> Path:
    """Return the folder of the store."""
    return Path(settings.EVIDENCE)


def _world(job: Job, tell: Told) -> Words:
    """Make the synthetic world in both its vintages, and have its figures computed."""
    from utsyn.evidence.snapshots import Store
    from utsyn.evidence.world.whole import SOURCE, key_of, store

    works, seed = int(job.told.get("works", 20_000)), int(job.told.get("seed", 1))
    units = tuple(job.told.get("units", ()))
    into = Store(folder())
    there = {one.key for one in into.vintages(SOURCE)}
    for later in (False, True):
        if key_of(works=works, seed=seed, later=later, units=units) not in there:
            store(into, works=works, seed=seed, later=later, units=units, watch=tell.watch)
    working.queue(COMPUTE, told=_same(job), at=tell.clock())
    return say_n("A synthetic world of {n} work", "A synthetic world of {n} works", works)


def _load(job: Job, tell: Told) -> Words:
    """Load files of a source into a vintage, and have its figures computed."""
    from utsyn.evidence.loading import Asked, load
    from utsyn.evidence.snapshots import Store
    from utsyn.evidence.sources import find

    origin, told = find(job.told["source"]), job.told
    files = [Path(name) for name in told["files"]]
    if absent := [path for path in files if not path.is_file()]:
        raise Problems(
            *(
                Problem(say("There is no such file"), say("Look where the file lies"), file=str(path))
                for path in absent
            )
        )
    asked = Asked(
        told["key"], date.fromisoformat(told["on"]), bool(told.get("synthetic")), told.get("parameters", {})
    )
    made = load(
        Store(folder()), origin.load, source=origin.key, title=origin.title, files=origin.recognise(files), asked=asked,
        watch=tell.watch, limits=_limits(job),
    )  # fmt: skip
    working.queue(COMPUTE, told=_same(job), at=tell.clock())
    return say("Loaded {title}, {key}", title=made.title, key=made.key)


def _same(job: Job) -> dict[str, Any]:
    """Return the limits that what follows upon a job has too."""
    return {name: job.told[name] for name in ("memory", "threads") if name in job.told}


def _limits(job: Job) -> Any:
    from utsyn.evidence.engine import Limits

    spill = folder() / ".spill"
    spill.mkdir(parents=True, exist_ok=True)
    return Limits(str(job.told.get("memory") or settings.MEMORY), int(job.told.get("threads", 0)), spill)


def _compute(job: Job, tell: Told) -> Words:
    """Compute every figure whose tables are there, and show them together."""
    from utsyn.evidence.engine import duckdb
    from utsyn.evidence.snapshots import Store
    from utsyn.web.evidence import choosing, computing
    from utsyn.web.evidence.actions import keeping

    store = Store(folder())
    keeping.note_vintages(store.vintages())
    chosen = choosing.choose(store, named=job.told.get("vintages", ()))
    about = choosing.about(store, chosen, university=job.told.get("university") or settings.ROR, years=YEARS)
    with closing(duckdb(_limits(job))) as engine:
        basis = computing.compute(engine, store, about, chosen, tell=tell)
    done = say_n("{n} figure computed", "{n} figures computed", basis.results.count())
    if not basis.lacking:
        return done
    lacking = say_n(
        "{n} could not be computed: see why", "{n} could not be computed: see why", len(basis.lacking)
    )
    return say("{done}; {lacking}", done=done, lacking=lacking)


DO: dict[str, Callable[[Job, Told], Words]] = {
    Job.Kind.WORLD.value: _world,
    Job.Kind.LOAD.value: _load,
    COMPUTE: _compute,
}
