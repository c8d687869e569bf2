"""Results and what lies behind them, kept as one whole: they become current together, and those before are kept without their works."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from utsyn.evidence.compute import Made
from utsyn.evidence.recipes import About
from utsyn.evidence.snapshots import Vintage
from utsyn.web.evidence.behind import Work
from utsyn.web.evidence.faceting import One
from utsyn.web.evidence.models import Basis, Behind, Computed, Facet, Loaded, Partner
from utsyn.web.evidence.telling import Told, head, observed
from utsyn.web.log import log

BLOCK = 1_000  # rows
INSIDE = ("partner", "unit")  # what is counted by these is for who has a role


@transaction.atomic
def note_vintages(vintages: Iterable[Vintage]) -> None:
    """Note what lies in the store."""
    there = {(one.source, one.key): one for one in vintages}
    for row in Loaded.objects.filter(gone=False):
        if (row.source, row.key) not in there:
            Loaded.objects.filter(pk=row.pk).update(gone=True)
    for (source, key), one in there.items():
        told = one.model_dump(mode="json", exclude={"source", "key", "title", "day", "synthetic"})
        kept = {"title": one.title, "day": one.day, "synthetic": one.synthetic, "told": told, "gone": False}
        Loaded.objects.update_or_create(source=source, key=key, defaults=kept)


def begin(about: About, *, vintages: Iterable[Vintage]) -> Basis:
    """Begin a basis that nobody sees yet; what a kill left half made goes."""
    Basis.objects.filter(made_at=None).delete()
    told = [_vintage(one) for one in vintages]
    synthetic = any(one["synthetic"] for one in told)
    return Basis.objects.create(
        university=about.university, since=about.since, until=about.until, vintages=told, synthetic=synthetic
    )


def keep(basis: Basis, made: Made, page: Told, *, sql: str, own: str, at: datetime) -> Computed:
    """Keep a result and what its page shows; `own` is the key of the university among those ranked."""
    recipe, about = made.recipe, made.about
    return Computed.objects.create(
        basis=basis, recipe=recipe.key, version=recipe.version, indicator=recipe.indicator or recipe.key,
        about=about._asdict(), sha256=made.result.sha256, vintages=[_vintage(one) for one in made.vintages],
        columns=list(recipe.columns), rows=[list(row) for row in made.result.rows], head=head(made, page), told=page,
        observed=observed(made, own), sql=sql,
        inside=bool(set(INSIDE) & set(recipe.by)), synthetic=made.synthetic, made_at=at,
    )  # fmt: skip


def keep_facets(basis: Basis, recipe: str, facets: Iterable[One]) -> None:
    """Keep what a figure comes to along units, fields and countries."""
    rows = [Facet(basis=basis, recipe=recipe, **one._asdict()) for one in facets]
    Facet.objects.bulk_create(rows, batch_size=BLOCK)


def keep_works(basis: Basis, works: Iterable[Work]) -> Iterator[int]:
    """Keep the works behind the figures, block by block; walks how many of them are kept."""
    walk = iter(works)
    done = 0
    while block := [_behind(basis, one) for one in islice(walk, BLOCK)]:
        Behind.objects.bulk_create(block)
        done += len(block)
        yield done


def _behind(basis: Basis, one: Work) -> Behind:
    told = one.about
    return Behind(
        basis=basis, work=told["work"], year=told["year"], title=told["title"] or "", doi=told["doi"] or "",
        authors=told["authors"], cut=bool(told["cut"]), countries=list(told["countries"] or []), parts=dict(one.parts),
        printed=one.printed,
    )  # fmt: skip


def keep_partners(basis: Basis, partners: Iterable[Mapping[str, Any]]) -> int:
    """Keep partners, and return how many."""
    return len(
        Partner.objects.bulk_create([Partner(basis=basis, **one) for one in partners], batch_size=BLOCK)
    )


@transaction.atomic
def show(basis: Basis, *, lacking: Mapping[str, Any], at: datetime) -> None:
    """Let a basis be the current one: pages show it from now on."""
    Basis.objects.filter(current=True).update(current=False)
    basis.current, basis.made_at, basis.lacking = True, at, dict(lacking)
    basis.save()
    log(
        AnonymousUser(),
        "computed evidence",
        "evidence",
        at=at,
        told={"basis": basis.pk, "vintages": basis.vintages},
    )
    Behind.objects.exclude(basis=basis).delete()
    Facet.objects.exclude(basis=basis).delete()
    Partner.objects.exclude(basis=basis).delete()


def _vintage(one: Vintage) -> dict[str, Any]:
    return {
        "source": one.source, "key": one.key, "title": one.title, "day": one.day.isoformat(), "synthetic": one.synthetic,
        "sha256": one.sha256,
    }  # fmt: skip
