"""Many rows written at once: made ready before the database is locked, so that others wait for seconds and no longer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection, models

from utsyn.calls.project_search import searchable
from utsyn.web.projects.models import Project, ProjectCountry, ProjectPartner

Values = Sequence[Any]


class Rows(NamedTuple):
    """A statement and the values of each row, as the database takes them; a project's number stands first."""

    statement: str
    values: Sequence[Values]

    def write(self) -> None:
        """Write all rows."""
        if self.values:
            with connection.cursor() as cursor:
                cursor.executemany(self.statement, self.values)

    def beside(self, numbers: Sequence[int]) -> "Rows":
        """Return the same with the numbers of projects in place of their places in the list they were made from."""
        return Rows(self.statement, [(numbers[place], *rest) for place, *rest in self.values])


def inserted(kind: type[models.Model], rows: Iterable[models.Model]) -> Rows:
    """Make rows ready to be added."""
    fields = [field for field in _fields(kind) if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {_table(kind)} ({names}) VALUES ({places})"  # noqa: S608  names of our own columns
    return Rows(statement, [_values(row, fields) for row in rows])


def updated(rows: Sequence[models.Model], names: Sequence[str]) -> Rows:
    """Make ready what is changed in rows that stand."""
    kind = Project
    fields = [field for field in _fields(kind) if field.name in names]
    (key,) = [field for field in _fields(kind) if field.primary_key]
    sets = ", ".join(f"{connection.ops.quote_name(str(field.column))} = %s" for field in fields)
    statement = f"UPDATE {_table(kind)} SET {sets} WHERE {connection.ops.quote_name(str(key.column))} = %s"  # noqa: S608
    return Rows(statement, [_values(row, [*fields, key]) for row in rows])


def pairs(told: Iterable[tuple[int, Sequence[str]]]) -> Rows:
    """Make ready the countries of projects, by their numbers or their places in a list."""
    return inserted(
        ProjectCountry, (ProjectCountry(project_id=pk, code=code) for pk, codes in told for code in codes)
    )


def partners(told: Iterable[tuple[int, Sequence[str]]]) -> Rows:
    """Make ready the partners of projects, by their numbers or their places in a list."""
    return inserted(
        ProjectPartner,
        (
            ProjectPartner(project_id=pk, name=name, search=searchable(name))
            for pk, names in told
            for name in names
        ),
    )


def numbers(keys: Sequence[str], *, after: int) -> Mapping[str, int]:
    """Return the numbers of projects that were added after one, by their keys."""
    wanted = set(keys)
    rows = Project.objects.filter(pk__gt=after).values_list("key", "pk")
    return {key: pk for key, pk in rows.iterator() if key in wanted}


def _values(row: models.Model, fields: Sequence["models.Field[Any, Any]"]) -> Values:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


def _fields(kind: type[models.Model]) -> Sequence["models.Field[Any, Any]"]:
    return kind._meta.concrete_fields  # noqa: SLF001  Django's own name for what a table is made of


def _table(kind: type[models.Model]) -> str:
    return str(connection.ops.quote_name(kind._meta.db_table))  # noqa: SLF001  as above
