"""Which roles follow from groups at a provider, as UTSYN_HOME/groups.yaml says: group, unit, role."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from django.core.checks import CheckMessage, Error, register
from pydantic import BaseModel, ConfigDict, Field

from utsyn.documents import read
from utsyn.home import home
from utsyn.problems import Problems
from utsyn.web.people.models import Role

Given = tuple[str, str]  # the key of a unit, and a role in it


class Row(BaseModel):
    """Who is in a group holds a role in a unit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: Annotated[str, Field(min_length=1)]
    unit: Annotated[str, Field(min_length=1)]
    role: Role


class GroupFile(BaseModel):
    """The shape of groups.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    groups: list[Row]

    def given(self, groups: Iterable[str]) -> frozenset[Given]:
        """Return the roles that follow from some groups."""
        among = set(groups)
        return frozenset((row.unit, row.role) for row in self.groups if row.group in among)

    def unknown(self, groups: Iterable[str]) -> int:
        """Count the groups of which the file says nothing."""
        return len(set(groups) - {row.group for row in self.groups})


def path() -> Path | None:
    """Return where groups.yaml lies, or None where the institution has none."""
    own = home()
    file = own / "groups.yaml" if own else None
    return file if file and file.exists() else None


def mapping() -> GroupFile | None:
    """Read groups.yaml; None where there is none. Raises Problems, each with its line."""
    file = path()
    return read(file).shaped(GroupFile) if file else None


@register()
def check_groups(app_configs: object, **_: object) -> list[CheckMessage]:
    """Say at the start which line of groups.yaml is wrong."""
    try:
        mapping()
    except Problems as error:
        return [Error(problem.in_("en"), id="utsyn.E001") for problem in error.problems]
    return []
