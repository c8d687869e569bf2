"""Rules that the database itself keeps, whoever writes to it: a trigger in the words of SQLite and of PostgreSQL.

A migration makes them; a house of one room writes them down once for both.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython


class Guard(NamedTuple):
    """Refuses `deed` (such as "UPDATE OF cap") on a table while `wrong` holds; NEW and OLD are the row."""

    name: str
    table: str
    deed: str
    wrong: str
    says: str

    def sqlite(self) -> list[str]:
        """Write it for SQLite."""
        when = f"BEFORE {self.deed} ON {self.table} WHEN {self.wrong}"
        return [f"CREATE TRIGGER {self.name} {when} BEGIN SELECT RAISE(ABORT, '{self.says}'); END"]

    def postgresql(self) -> list[str]:
        """Write it for PostgreSQL, as a breach of a constraint."""
        gives = "OLD" if self.deed == "DELETE" else "NEW"
        refuses = f"RAISE EXCEPTION '{self.says}' USING ERRCODE = 'check_violation'"
        body = f"BEGIN IF {self.wrong} THEN {refuses}; END IF; RETURN {gives}; END"
        when = f"BEFORE {self.deed} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        return [
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
            f"CREATE TRIGGER {self.name} {when}",
        ]

    def gone(self, vendor: str) -> list[str]:
        """Take it away again."""
        if vendor == "postgresql":
            return [f"DROP TRIGGER {self.name} ON {self.table}", f"DROP FUNCTION {self.name}()"]
        return [f"DROP TRIGGER {self.name}"]


def guarded(*guards: Guard) -> RunPython:
    """Return the step of a migration that sets up the guards."""
    return RunPython(
        _each(guards, lambda guard, vendor: guard.postgresql() if vendor == "postgresql" else guard.sqlite()),
        _each(guards, Guard.gone),
    )


def _each(guards: tuple[Guard, ...], made: Callable[[Guard, str], list[str]]) -> Any:
    def run(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for guard in guards:
            for statement in made(guard, editor.connection.vendor):
                # a trigger's % and its dollar quotes are none of the driver's business
                editor.execute(statement.replace("%", "%%"), params=None)

    return run
