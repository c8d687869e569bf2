"""What all deeds about reports share: one at a time, and in the log under the plan."""

from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from utsyn.problems import Problem, Problems, problems_of
from utsyn.text import Words, blank, say
from utsyn.web.deeds import refuse, whole
from utsyn.web.log import Line, Person, log
from utsyn.web.reports.models import Report, Reporting

Shape = TypeVar("Shape", bound=BaseModel)


class TwiceError(Problems):
    """A unit reports once in a round; `.report` is the number of the report that it has."""

    def __init__(self, unit: Words, report: int) -> None:
        what = say("{unit} has a report in this round already", unit=unit)
        super().__init__(Problem(what, say("Write in that one: it is linked here"), ("units",)))
        self.report = report


def locked(row: Report) -> Report:
    """Return the report as it stands now with its round, and let nobody else decide about it meanwhile."""
    return (
        Report.objects.select_for_update(of=("self",))
        .select_related("reporting__plan", "unit")
        .get(pk=row.pk)
    )


def locked_reporting(row: Reporting) -> Reporting:
    """Return the round as it stands now, and let nobody else decide about it meanwhile."""
    return Reporting.objects.select_for_update(of=("self",)).select_related("plan").get(pk=row.pk)


def readable(shape: type[Shape], told: Any) -> Shape:
    """Return what was told in its shape. Raises Problems that say which part is wrong."""
    try:
        return shape.model_validate(told)
    except ValidationError as error:
        raise Problems(*problems_of(error, shape, given=told)) from error


MOST = 8_000  # characters of a reason


def reasoned(because: str, mend: Words) -> str:
    """Return a reason as it is kept. Raises Problems where there is none, or one that nobody could read."""
    kept = because.strip()
    if blank(kept):
        raise refuse(say("No reason is given"), mend, "because")
    whole(kept, MOST)
    return kept


def noted(
    by: Person,
    did: str,
    row: Report | Reporting,
    *,
    at: datetime,
    form: str | None = None,
    sha256: str = "",
    **told: Any,
) -> Line:
    """Write a deed into the log, under the plan that is reported on."""
    if isinstance(row, Report):
        named = {"report": row.pk, "reporting": row.reporting.key, "unit": row.unit.key}
        plan = row.reporting.plan
    else:
        named, plan = {"reporting": row.key}, row.plan
    return log(by, did, f"plan/{plan.key}", at=at, told={**named, **told}, sha256=sha256, form=form or None)
