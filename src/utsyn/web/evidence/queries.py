"""What pages ask about evidence: the list, one figure, the works behind it, one work, partners, vintages and jobs."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from utsyn.evidence.readings import READINGS
from utsyn.evidence.recipes import recipes
from utsyn.evidence.ways import SAME
from utsyn.problems import Problem, unknown_name
from utsyn.text import say
from utsyn.web.errors import Near, NotHere
from utsyn.web.evidence import facts
from utsyn.web.evidence.joined import STAND_ON
from utsyn.web.evidence.models import Basis, Behind, Computed, Facet, Job, Loaded, Partner
from utsyn.web.people.access import visible
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, Person, may, standing

PER_PAGE = 25
LISTS = ("counted", "others", "unknown")
SIGNS: Mapping[str, Mapping[str, Any]] = {
    "hidden": {"hidden": True},
    "emerging": {"emerging": True},
    "dormant": {"dormant": True},
    "projects": {"told__funded__projects__gte": 1},
    "unwritten": {"told__funded__works": 0},  # joint projects, and nothing written in their time
}
LIGHT = ("rows", "told", "observed", "sql")
MANY, SOME = 60, 12  # partners on the map, and below a figure of partners
CLASSES = "cases"  # stands in the head of a figure that is counted in classes


class Sought(NamedTuple):
    """Which works are listed: of a year, counted or not or unknown, by which case of the figure."""

    year: int | None = None
    only: str = "counted"
    case: str = ""
    page: int = 1


def basis(user: Person) -> Basis | None:
    """Return what the current figures rest on; None where nothing is computed."""
    return visible(user, Basis).filter(current=True).first()


def listed(user: Person) -> Sequence[Computed]:
    """Return the current figures, each with its head alone."""
    return list(visible(user, Computed).filter(basis__current=True).defer(*LIGHT).select_related("basis"))


def indicators(user: Person) -> frozenset[str]:
    """Return the indicators of which figures are computed and shown."""
    shown = set(visible(user, Computed).filter(basis__current=True).values_list("recipe", flat=True))
    stand_on = {**{key: one.recipe for key, one in READINGS.items()}, **STAND_ON}
    return frozenset(key for key, recipe in stand_on.items() if recipe in shown)


def figure(user: Person, key: str, *, basis: int | None = None) -> Computed:
    """Return the current figure of a recipe or an indicator, or that of the basis asked for; what its page shows is read once it is asked for.

    Raises NotHere, with the nearest, for one that is not computed or not for this person.
    """
    rows = visible(user, Computed).filter(**_of(basis), recipe=_recipe(key))
    found = rows.defer(*LIGHT).select_related("basis").first()
    if found is None:
        raise _not_here(user, key)
    return found


def _of(basis: int | None) -> dict[str, Any]:
    """Look among the current figures, or among those of a basis that was shown."""
    return (
        {"basis__current": True} if basis is None else {"basis__pk": basis, "basis__made_at__isnull": False}
    )


def _recipe(key: str) -> str:
    """Return the recipe of a key, which may be that of an indicator."""
    if key in recipes():
        return key
    return READINGS[key].recipe if key in READINGS else STAND_ON.get(key) or _plain(key)


def _plain(written: str) -> str:
    """Put something else, which names nothing, for what PostgreSQL has no letter for."""
    return written.replace("\0", "\ufffd")


def whole(user: Person, key: str, *, basis: int | None = None) -> Computed:
    """Return a figure with all that is kept of it. Raises NotHere as `figure` does."""
    found = visible(user, Computed).filter(**_of(basis), recipe=_recipe(key)).select_related("basis").first()
    if found is None:
        raise _not_here(user, key)
    return found


def _not_here(user: Person, key: str) -> NotHere:
    known = list(visible(user, Computed).filter(basis__current=True).values_list("recipe", flat=True))
    if key in recipes() or key in STAND_ON:
        mend = say("Load its sources and have it computed, or sign in: some figures are not open to all")
        problem, likely = (
            Problem(say("This figure has not been computed"), mend),
            [one for one in known if one == key],
        )
    else:
        problem = unknown_name(key, known)
        likely = [one for one in known if one in problem.mend.in_("en")][:1]
    return NotHere(
        problem, [Near(facts.title(one).in_("en"), reverse("evidence:figure", args=[one])) for one in likely]
    )


def earlier(user: Person, row: Computed) -> Sequence[Computed]:
    """Return the same figure as it was computed before, the latest first."""
    kept = visible(user, Computed).filter(recipe=row.recipe, pk__lt=row.pk, basis__made_at__isnull=False)
    return list(kept.defer(*LIGHT).order_by("-pk")[:5])


def case_of(key: str, case: str) -> str:
    """Return by which key works tell what they add to a figure, or to a case of it: `openalex strict`."""
    family, fixed = SAME.get(key, (key, {}))
    return f"{family} {case}" if case else " ".join((family, *fixed.values()))


def works(user: Person, row: Computed, sought: Sought) -> Page[Behind]:
    """Return a page of the works behind a figure."""
    key = case_of(row.recipe, sought.case)
    rows = visible(user, Behind).filter(basis=row.basis_id)
    if sought.year is not None:
        rows = rows.filter(year=sought.year)
    paginator = Paginator(_only(rows, key, sought.only).order_by("-year", "work").defer("printed"), PER_PAGE)
    return paginator.get_page(sought.page)


def _only(rows: QuerySet[Behind], key: str, only: str) -> QuerySet[Behind]:
    """Keep the works that add something, that add nothing, or of which it is unknown; a null in JSON is no NULL of SQL."""
    if "__" in key:  # no case is called so, and a lookup must not be taken for one
        return rows.none()
    rows, adds = rows.filter(parts__has_key=key), f"parts__{key}"
    if only == "unknown":
        return rows.filter(**{adds: None})
    return rows.filter(**{adds: 0}) if only == "others" else rows.exclude(**{adds: 0}).exclude(**{adds: None})


def cases(user: Person, row: Computed) -> Sequence[str]:
    """Return the cases of a figure by which its works can be listed; none where its works are not kept."""
    one = (
        visible(user, Behind)
        .filter(basis=row.basis_id)
        .order_by("-year", "work")
        .values_list("parts", flat=True)
        .first()
    )
    family, _ = SAME.get(row.recipe, (row.recipe, {}))
    return [
        key.removeprefix(family).strip() for key in one or {} if key == family or key.startswith(f"{family} ")
    ]


def work(user: Person, number: int) -> Behind:
    """Return a work of the current basis. Raises NotHere."""
    found = visible(user, Behind).filter(basis__current=True, work=number).select_related("basis").first()
    if found is None:
        mend = say("Look in the list of works behind a figure; who has a role here sees them")
        raise NotHere(Problem(say("No such work is behind the figures of today"), mend))
    return found


def partners(
    user: Person, *, sign: str = "", country: str = "", words: str = "", page: int = 1
) -> Page[Partner]:
    """Return a page of partners, those with most publications first."""
    rows = visible(user, Partner).filter(basis__current=True)
    if sign in SIGNS:
        rows = rows.filter(**SIGNS[sign])
    if country:
        rows = rows.filter(country=_plain(country))
    if words:
        rows = rows.filter(name__icontains=_plain(words))
    return Paginator(rows.defer("told").order_by("-recent", "-works", "ror"), PER_PAGE).get_page(page)


class Atlas(NamedTuple):
    """What the map shows: by country how many partners and publications with them, and the largest partners where they lie."""

    countries: Sequence[Mapping[str, Any]]
    largest: Sequence[Partner]


def atlas(user: Person) -> Atlas:
    """Return what the map shows. Publications of a country are summed over its partners: one with two of them counts twice."""
    rows = visible(user, Partner).filter(basis__current=True)
    of = rows.exclude(country="").values("country").annotate(partners=Count("pk"), recent=Sum("recent"))
    largest = rows.exclude(x=None).filter(recent__gt=0).defer("told").order_by("-recent", "ror")[:MANY]
    return Atlas(list(of.order_by("-recent", "country")), list(largest))


def followed(user: Person) -> Sequence[tuple[str, str, Mapping[str, Any]]]:
    """Return partners with joint projects, those with most of them first: ROR id, name, and what was written in their time."""
    rows = visible(user, Partner).filter(basis__current=True, **SIGNS["projects"])
    each = rows.order_by("ror").values_list("ror", "name", "told__funded")
    return sorted(each, key=lambda one: -one[2]["projects"])[:SOME]


def counts(user: Person) -> tuple[int, ...]:
    """Return which numbers of publications partners have, each once: what their tiers are told from."""
    rows = visible(user, Partner).filter(basis__current=True)
    return tuple(sorted(rows.order_by().values_list("recent", flat=True).distinct()))


def partner(user: Person, ror: str) -> Partner:
    """Return a partner. Raises NotHere."""
    found = (
        visible(user, Partner).filter(basis__current=True, ror=_plain(ror)).select_related("basis").first()
    )
    if found is None:
        mend = say("Look in the list of partners; who has a role here sees them")
        raise NotHere(Problem(say("There is no such partner in the data of today"), mend))
    return found


def partners_by_ror(user: Person, rors: Collection[str]) -> Mapping[str, Partner]:
    """Return by ROR id those of some organisations that we have dealings with, as today's data tell."""
    if not rors:
        return {}
    rows = visible(user, Partner).filter(basis__current=True, ror__in=rors)
    return {row.ror: row for row in rows.defer("told")}


def vintages(user: Person) -> Sequence[Loaded]:
    """Return what is loaded, source by source, the newest first."""
    return list(visible(user, Loaded).order_by("source", "-day", "-key"))


def own_tables(user: Person) -> Mapping[str, tuple[int, Any]]:
    """Return by kind of the institution's own lists how many rows are in use, and of which day."""
    newest = visible(user, Loaded).filter(source="plain", gone=False).order_by("-day", "-key").first()
    return {one["table"]: (one["rows"], newest.day) for one in newest.told["tables"]} if newest else {}


def jobs(user: Person) -> Sequence[Job]:
    """Return the latest jobs, the newest first."""
    return list(visible(user, Job).order_by("-at", "-pk")[:10])


def enters(user: Person) -> bool:
    """Tell whether a person may enter figures and have them computed anew."""
    return may(user, Deed.PLAN, unit=None)


def institution(user: Person) -> Unit | None:
    """Return the institution's unit."""
    return visible(user, Unit).filter(kind=Unit.Kind.INSTITUTION).first()


def facets(user: Person, axis: str, key: str, *, whole: bool = True) -> Sequence[Facet]:
    """Return all figures of one unit, field or country; what they come to is read later where they are not wanted `whole`. Raises NotHere."""
    rows = visible(user, Facet).filter(basis__current=True, axis=axis, key=_plain(key))
    found = list((rows if whole else rows.defer("head", "told")).select_related("basis").order_by("recipe"))
    if not found:
        mend = say(
            "Look in the list of those that figures are told of; those of units are for who has a role here"
        )
        raise NotHere(Problem(say("No figure of this is there in the data of today"), mend))
    return found


def along(user: Person, axis: str, *, recipe: str = "") -> Sequence[Facet]:
    """Return the latest figures of every unit, field or country, the largest first: those without classes, or those of one recipe."""
    rows = visible(user, Facet).filter(basis__current=True, axis=axis).defer("told")
    rows = rows.filter(recipe=_plain(recipe)) if recipe else rows.exclude(head__has_key=CLASSES)
    return list(rows.order_by("-size", "key", "recipe"))


def classed(user: Person, axis: str) -> Sequence[str]:
    """Return the recipes whose figures of units, fields or countries are counted in classes."""
    rows = visible(user, Facet).filter(basis__current=True, axis=axis, head__has_key=CLASSES)
    return list(rows.order_by("recipe").values_list("recipe", flat=True).distinct())


def unit_names(user: Person) -> Mapping[str, Any]:
    """Return by key what units are called; nothing for who has no role."""
    return {unit.key: unit.name for unit in standing(user).tree.units.values()}
