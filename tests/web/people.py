"""An invented university and the people who work there: `university()` and `person(role, unit)`, for every test.

Everything is made straight in the tables, as a day long ago would have left it; nothing here adds to the log.
"""

from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any

BEGAN = date(2000, 1, 1)
TOP = "uib"
# key: (nb, nn, en), then its departments
FACULTIES: Mapping[str, tuple[tuple[str, str, str], Mapping[str, tuple[str, str, str]]]] = {
    "fac-hum": (
        ("Det humanistiske fakultet", "Det humanistiske fakultetet", "Faculty of Humanities"),
        {
            "dep-history": ("Institutt for historie", "Institutt for historie", "Department of History"),
            "dep-languages": ("Institutt for språk", "Institutt for språk", "Department of Languages"),
        },
    ),
    "fac-law": (
        ("Det juridiske fakultet", "Det juridiske fakultetet", "Faculty of Law"),
        {
            "dep-public-law": (
                "Institutt for offentlig rett",
                "Institutt for offentleg rett",
                "Department of Public Law",
            ),
            "dep-private-law": (
                "Institutt for privatrett",
                "Institutt for privatrett",
                "Department of Private Law",
            ),
        },
    ),
    "fac-art": (
        ("Fakultet for kunst og musikk", "Fakultet for kunst og musikk", "Faculty of Art and Music"),
        {
            "dep-design": ("Institutt for design", "Institutt for design", "Department of Design"),
            "dep-music": ("Institutt for musikk", "Institutt for musikk", "Department of Music"),
        },
    ),
    "fac-nat": (
        (
            "Det matematisk-naturvitenskapelige fakultet",
            "Det matematisk-naturvitskaplege fakultetet",
            "Faculty of Mathematics and Natural Sciences",
        ),
        {
            "dep-geo": (
                "Institutt for geovitenskap",
                "Institutt for geovitskap",
                "Department of Earth Science",
            ),
            "dep-bio": ("Institutt for biologi", "Institutt for biologi", "Department of Biology"),
        },
    ),
    "fac-med": (
        ("Det medisinske fakultet", "Det medisinske fakultetet", "Faculty of Medicine"),
        {
            "dep-clinic": ("Klinisk institutt", "Klinisk institutt", "Department of Clinical Medicine"),
            "dep-health": (
                "Institutt for global helse",
                "Institutt for global helse",
                "Department of Global Health",
            ),
        },
    ),
    "fac-psy": (
        ("Det psykologiske fakultet", "Det psykologiske fakultetet", "Faculty of Psychology"),
        {
            "dep-education": (
                "Institutt for pedagogikk",
                "Institutt for pedagogikk",
                "Department of Education",
            ),
            "dep-psychology": (
                "Institutt for psykologi",
                "Institutt for psykologi",
                "Department of Psychology",
            ),
        },
    ),
    "fac-soc": (
        (
            "Det samfunnsvitenskapelige fakultet",
            "Det samfunnsvitskaplege fakultetet",
            "Faculty of Social Sciences",
        ),
        {
            "dep-politics": ("Institutt for politikk", "Institutt for politikk", "Department of Politics"),
            "dep-economics": ("Institutt for økonomi", "Institutt for økonomi", "Department of Economics"),
        },
    ),
}
_people = count(1)


def unit(key: str, kind: str, *names: str, below: Any = None, since: date = BEGAN) -> Any:
    """Found a unit with its names in nb, nn and en, below another."""
    from utsyn.web.people.models import Unit, UnitVersion

    row = Unit.objects.create(key=key, kind=kind)
    nb, nn, en = (*names, "", "", "")[:3]
    UnitVersion.objects.create(unit=row, since=since, nb=nb or key, nn=nn, en=en, parent=below)
    return row


def university(*, since: date = BEGAN) -> dict[str, Any]:
    """Found the university: "uib", its office "office", seven faculties of two departments each; by key, faculties first."""
    top = unit(
        TOP,
        "institution",
        "Det oppdiktede universitetet",
        "Det oppdikta universitetet",
        "The Invented University",
        since=since,
    )
    made = {
        TOP: top,
        "office": unit(
            "office",
            "office",
            "Internasjonalt kontor",
            "Internasjonalt kontor",
            "International Office",
            below=top,
            since=since,
        ),
    }
    made |= {
        key: unit(key, "faculty", *names, below=top, since=since) for key, (names, _) in FACULTIES.items()
    }
    for faculty, (_, departments) in FACULTIES.items():
        made |= {
            key: unit(key, "department", *names, below=made[faculty], since=since)
            for key, names in departments.items()
        }
    return made


def person(
    role: str | None = None,
    unit: Any = None,
    *,
    username: str = "",
    since: date = BEGAN,
    until: date | None = None,
    **told: Any,
) -> Any:
    """Make a person, with a role in a unit from a day if one is named; `told` are columns of her row."""
    from utsyn.web.people.models import Held, User

    name = username or f"{role or 'person'}-{next(_people)}"
    given = {
        "email": f"{name}@example.org",
        "first_name": "Kari",
        "last_name": f"Oppdiktet {name}",
        "invented": True,
    }
    made = User.objects.create_user(name, **{**given, **told})
    if role:
        Held.objects.create(user=made, unit=unit, role=role, since=since, until=until)
    return made


def also(user: Any, role: str, unit: Any, *, since: date = BEGAN, until: date | None = None) -> Any:
    """Give a person one more role, and return her as one who has not been asked yet what she is."""
    from utsyn.web.people.models import Held, User

    Held.objects.create(user=user, unit=unit, role=role, since=since, until=until)
    return User.objects.get(pk=user.pk)
