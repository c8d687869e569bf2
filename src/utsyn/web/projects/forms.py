"""The forms of the room: what was typed is read as people write it, and kept whatever is wrong with it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from pydantic import ValidationError

from utsyn.calls import project_cells as cells
from utsyn.calls.projects import CHANGE_NAMES, STATUS_NAMES, ChangeKind, Mark, Result, Status
from utsyn.problems import Problem, Problems, Unfit, problems_of
from utsyn.text import Words, say
from utsyn.web.choices import chosen, options
from utsyn.web.forms import Field
from utsyn.web.people.models import Role
from utsyn.web.people.rights import ROLE_NAMES

LONGEST = 5_000  # characters of a field that are looked at
MARK = re.compile(
    r"(?P<criterion>[^:]{1,300}):\s*(?P<mark>\d+([.,]\d+)?)(\s*(?:/|of|av)\s*(?P<out_of>\d+([.,]\d+)?))?"
)
RESPONSIBLE = (Role.OFFICE, Role.COORDINATOR, Role.DEPARTMENT, Role.RESEARCHER, Role.LEADERSHIP)


class Read(NamedTuple):
    """A form as it was typed, what it tells, and what is wrong with it, by the name of the field."""

    typed: Mapping[str, str]
    told: Mapping[str, Any]
    problems: Sequence[Problem]

    def errors(self, language: str) -> Mapping[str, tuple[str, ...]]:
        """Say what is wrong with each field."""
        found: dict[str, tuple[str, ...]] = {}
        for problem in self.problems:
            name = str(problem.path[0]) if problem.path else ""
            found[name] = (*found.get(name, ()), problem.said(language))
        return found

    def also(self, error: Problems) -> "Read":
        """Return the same with more that is wrong."""
        return self._replace(problems=(*self.problems, *error.problems))


def typed(post: QueryDict, names: Sequence[str]) -> dict[str, str]:
    """Return what was typed into fields, line breaks as they are."""
    return {name: (post.get(name) or "")[:LONGEST].replace("\0", "").strip() for name in names}


def read(
    raw: Mapping[str, str], readers: Mapping[str, Callable[[str], Any]], *, needed: Sequence[str] = ()
) -> Read:
    """Read each field that something was typed into; the needed ones must be there."""
    told, problems = dict[str, Any](), list[Problem]()
    for name, reader in readers.items():
        written = raw.get(name, "")
        if not written:
            if name in needed:
                problems.append(Problem(say("Nothing is written here"), say("It is needed"), (name,)))
            continue
        try:
            told[name] = reader(written)
        except Unfit as error:
            wrong = (error.written or written)[:80]
            problems.append(Problem(say("“{written}” cannot be used", written=wrong), error.said, (name,)))
    return Read(raw, told, problems)


RESULT = (
    "status",
    "number",
    "awarded",
    "currency",
    "decided_on",
    "starts",
    "ends",
    "marks",
    "conditions",
    "public",
)
CHANGE = ("on", "kind", "what", "because", "new_ends", "new_amount")
DUTY = ("what", "due", "responsible")


def amount(written: str) -> Decimal:
    """Read an amount; a currency beside it belongs in a field of its own."""
    found = cells.amount(written)
    if found.currency:
        raise Unfit(say("Write the amount alone; the currency has a field of its own"))
    return found.value


def marks(written: str) -> tuple[Mark, ...]:
    """Read marks, one on each line: `Excellence: 6 of 7`. Raises Unfit naming the line."""
    return tuple(_mark(line) for line in map(str.strip, written.splitlines()) if line)


def _mark(line: str) -> Mark:
    mend = say("Write each mark on its own line, as “Excellence: 6 of 7”")
    found = MARK.fullmatch(line)
    if not found:
        raise Unfit(mend, written=line)
    told = {name: value.replace(",", ".") if name != "criterion" else value
            for name, value in found.groupdict().items() if value}  # fmt: skip
    try:
        return Mark.model_validate(told)
    except ValidationError as error:
        raise Unfit(problems_of(error, Mark)[0].mend, written=line) from error


def _limited(most: int) -> Callable[[str], str]:
    def words(written: str) -> str:
        if len(written) > most:
            raise Unfit(say("Write at most {n} characters", n=most))
        return written

    return words


def _one_of(names: Sequence[str]) -> Callable[[str], str]:
    def one(written: str) -> str:
        if written not in names:
            raise Unfit(say("Choose one of those that are there"))
        return written

    return one


def read_result(post: QueryDict) -> tuple[Read, Result | None]:
    """Read the form of a result; no result where something in it cannot be used."""
    found = read(typed(post, RESULT), {
        "status": _one_of([*Status]), "number": _limited(40), "awarded": amount, "currency": str.upper,
        "decided_on": cells.day, "starts": cells.day, "ends": cells.day, "marks": marks, "conditions": _limited(4_000),
    }, needed=["status"])  # fmt: skip
    if found.problems:
        return found, None
    try:
        return found, Result.model_validate(dict(found.told))
    except ValidationError as error:
        return found._replace(problems=problems_of(error, Result)), None


def read_change(post: QueryDict) -> Read:
    """Read the form of a change."""
    return read(typed(post, CHANGE), {
        "on": cells.day, "kind": _one_of([*ChangeKind]), "what": _limited(1_000), "because": _limited(4_000),
        "new_ends": cells.day, "new_amount": amount,
    }, needed=["on", "kind", "what"])  # fmt: skip


def read_duty(post: QueryDict) -> Read:
    """Read the form of a duty."""
    roles = _one_of([role.value for role in RESPONSIBLE])
    return read(typed(post, DUTY), {"what": _limited(300), "due": cells.day, "responsible": roles},
                needed=["what", "due", "responsible"])  # fmt: skip


def of_result(result: Result, *, public: bool) -> dict[str, str]:
    """Write a result as its form would have it typed."""
    told = {name: "" if value is None else str(value) for name, value in result if name != "marks"}
    written = [
        f"{m.criterion}: {m.mark}" + (f" / {m.out_of}" if m.out_of is not None else "") for m in result.marks
    ]
    return {
        **told,
        "status": result.status.value,
        "marks": "\n".join(written),
        "public": "1" if public else "",
    }


def result_fields(found: Read, language: str) -> list[Field]:
    """Make the fields of a result."""
    statuses = [(status.value, STATUS_NAMES[status].in_(language)) for status in Status]
    return list(_fields(found, language, [
        ("choice", "status", _("How it went"), "", statuses),
        ("text", "number", _("The funder's number"), "", ()),
        ("number", "awarded", _("Amount awarded"), _("As 1 200 000 or 1200000.50; blank while it is not known."), ()),
        ("text", "currency", _("Currency"), _("Three letters: NOK, EUR"), ()),
        ("date", "decided_on", _("Decided on"), "", ()),
        ("date", "starts", _("First day"), "", ()),
        ("date", "ends", _("Last day"), "", ()),
        ("lines", "marks", _("Marks"), _("One on each line: Excellence: 6 of 7"), ()),
        ("prose", "conditions", _("Conditions"), _("What the funder asks for before or while the project runs. No names of persons."), ()),
    ]))  # fmt: skip


def change_fields(found: Read, language: str) -> list[Field]:
    """Make the fields of a change."""
    kinds = [(kind.value, CHANGE_NAMES[kind].in_(language)) for kind in ChangeKind]
    return list(_fields(found, language, [
        ("date", "on", _("Agreed on"), "", ()),
        ("choice", "kind", _("What was changed"), "", kinds),
        ("text", "what", _("In a sentence"), "", ()),
        ("date", "new_ends", _("New last day"), _("For an extension."), ()),
        ("number", "new_amount", _("New amount"), _("The whole amount as it is from now on, in the project's currency."), ()),
        ("prose", "because", _("Why"), _("No names of persons."), ()),
    ]))  # fmt: skip


def duty_fields(found: Read, language: str) -> list[Field]:
    """Make the fields of a duty."""
    roles = [(role.value, ROLE_NAMES[role].in_(language)) for role in RESPONSIBLE]
    return list(_fields(found, language, [
        ("text", "what", _("What is to be done"), "", ()),
        ("date", "due", _("Due by"), "", ()),
        ("choice", "responsible", _("Who sees to it"), "", roles),
    ]))  # fmt: skip


def _fields(found: Read, language: str, asked: Sequence[tuple[str, str, str, str, Any]]) -> Iterator[Field]:
    errors = found.errors(language)
    for sort, name, label, help_, pairs in asked:
        value = found.typed.get(name, "")
        given = chosen(options(pairs), value) if pairs else SafeString("")
        yield Field(sort, name, label, help_, value, given, errors=errors.get(name, ()))


class Differs(NamedTuple):
    """A field that reads otherwise on the page than what stands: its label, what was typed, what stands now."""

    label: str
    typed: str
    now: str


def differing(found: Read, now: Mapping[str, str], language: str) -> list[Differs]:
    """Compare what was typed with what somebody else saved meanwhile."""
    said: Mapping[str, Words] = {**STATUS_NAMES}
    labels = {field.name: field.label for field in result_fields(found, language)}
    pairs = [(name, found.typed.get(name, ""), now.get(name, "")) for name in labels]
    return [
        Differs(
            labels[name],
            *(said[one].in_(language) if name == "status" and one in said else one for one in (a, b)),
        )
        for name, a, b in pairs
        if a != b
    ]
