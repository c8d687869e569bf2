"""The tables of the installation, our own and those of what it is built from, asked for what they hold on a person."""
# ruff: noqa: SLF001  `_meta` and `_base_manager` are Django's own names for what a model says of itself

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import CharField, ForeignKey, JSONField, Model, OneToOneField, QuerySet, TextField

from utsyn.web.people.models import User

HERE = "utsyn"
Table = type[Model]


def label(table: Table) -> str:
    """Return a table's name as retention.yaml writes it."""
    return table._meta.label


def every() -> Sequence[Table]:
    """Return all tables of the installation."""
    return apps.get_models()


def our_own() -> Sequence[Table]:
    """Return the tables of the house itself."""
    return list(apps.get_app_config(HERE).get_models())


def is_our_own(table: Table) -> bool:
    """Tell whether a table is the house's, and not of what it is built from."""
    return table._meta.app_label == HERE


def rows(table: Table) -> QuerySet[Any]:
    """Return all rows of a table."""
    return table._base_manager.all()


def of_hers(user: User) -> Iterator[tuple[Table, QuerySet[Any]]]:
    """Walk every table that points to a person, with the rows that do."""
    for relation in User._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if isinstance(field, (ForeignKey, OneToOneField)) and relation.auto_created:
            yield field.model, rows(field.model).filter(**{field.name: user}).order_by("pk")


def texts(table: Table) -> Sequence[str]:
    """Return the names of the columns of a table in which words can stand."""
    return [f.name for f in table._meta.concrete_fields if isinstance(f, (CharField, TextField, JSONField))]


def values(row: Model) -> Mapping[str, Any]:
    """Return a row by the names of its columns."""
    return {field.name: field.value_from_object(row) for field in row._meta.concrete_fields}
