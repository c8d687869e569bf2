"""A synthetic world whose figures are computed once for all tests of a process, and put into the tables of each."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.core.management.color import no_style
from django.db import connection

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
WORKS, SEED = 1_500, 1


@cache
def store() -> Path:
    """A folder with both vintages of the world, and what was computed on them."""
    from utsyn.evidence.snapshots import Store
    from utsyn.evidence.world.whole import store as made

    folder = Path(mkdtemp(prefix="utsyn-evidence-"))
    for later in (False, True):
        made(Store(folder), works=WORKS, seed=SEED, later=later)
    return folder


KEPT: list[list[Any]] = []  # the rows, table by table, once they were computed


def evidenced(settings: Any) -> None:
    """Put the figures of the world in place: computed the first time, as they were computed then each time after."""
    settings.EVIDENCE = store()
    if not KEPT:
        compute()
        KEPT.extend(list(table.objects.order_by("pk")) for table in _tables())
        return
    for table, rows in zip(_tables(), KEPT, strict=True):
        table.objects.bulk_create(rows, batch_size=500)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _tables()):
            cursor.execute(statement)


def compute(**told: Any) -> None:
    """Have the figures computed, as a job does it."""
    from utsyn.web.evidence import jobs
    from utsyn.web.evidence.actions.working import queue

    queue(jobs.COMPUTE, told=told, at=AT)
    jobs.work(clock=lambda: AT)


def _tables() -> list[Any]:
    from utsyn.web.models import Basis, Behind, Computed, Facet, Loaded, Partner

    return [Basis, Loaded, Computed, Facet, Behind, Partner]


def computed() -> Any:
    """A figure by hand, without any computing: two works of which one counts, and a partner; and the same figure of a unit, field and country."""
    from utsyn.web.models import Basis, Behind, Computed, Facet, Partner

    basis = Basis.objects.create(university="05xg72x27", since=2024, until=2025, current=True, made_at=AT)
    line = {
        "year": 2025,
        "value": "2",
        "parts": {"numerator": "2", "denominator": "2"},
        "caveats": [],
        "over": True,
    }
    head = {
        "sort": "count",
        "unit": {"en": "things"},
        "currency": "",
        "year": 2025,
        "line": line,
        "day": "2026-10-01",
        "sources": ["A"],
    }
    told = {**head, "years": [line], "by": [], "cases": [], "units": [], "variants": [], "sources": [], "enters": ["nothing"],
            "works": True}  # fmt: skip
    Computed.objects.create(
        basis=basis, recipe="publications", version=1, indicator="publications", about={"university": "x", "since": 2024, "until": 2025},
        sha256="0" * 64, sql="SELECT 2", head=head, told=told, made_at=AT,
    )  # fmt: skip
    for axis in Facet.Axis.values:
        Facet.objects.create(
            basis=basis,
            axis=axis,
            key="publications",
            recipe="publications",
            head=head,
            told={**head, "years": [line]},
        )
    for number in (7, 8):
        Behind.objects.create(basis=basis, work=number, year=2025, authors=1, parts={"publications": 1})
    told = {"span": [2023, 2025], "agreements": None, "stays": None, "projects": None, "years": [], "units": None, "people": None,
            "largest": None, "verdicts": {}, "caveats": []}  # fmt: skip
    Partner.objects.create(basis=basis, ror="012345678", organisation=1, name="Partner", told=told)
    return basis
