"""The small forms of people and units: what was typed, what is wrong with it, and nothing of it lost."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from pydantic import TypeAdapter, ValidationError

from utsyn.problems import Problem, Problems, dotted, problems_of
from utsyn.text import Text, say
from utsyn.web.choices import chosen, options
from utsyn.web.deeds import DoneError, refuse
from utsyn.web.forms import Field
from utsyn.web.languages import language

LONGEST = 200  # characters of what is typed in one line
DAY: TypeAdapter[date] = TypeAdapter(date)
YEARS = range(1900, 2201)
Pairs = Iterable[tuple[str, str]]


class Sheet:
    """One of the forms of a page: `do` is what it does, by which the page knows which of them was sent."""

    def __init__(self, request: HttpRequest, do: str, **given: str) -> None:
        self.do = do
        self.sent = request.method == "POST" and request.POST.get("do") == do
        self.typed: Mapping[str, Any] = (
            request.POST if self.sent else {self.name(k): v for k, v in given.items()}
        )
        self.token = (self.sent and request.POST.get("form", "")[:64]) or secrets.token_urlsafe(16)
        self.problems: tuple[Problem, ...] = ()
        self.fields: list[Field] = []

    def name(self, part: str) -> str:
        """Return what a part is called on the page, where several forms ask for a day."""
        return f"{self.do}.{part}"

    def word(self, part: str) -> str:
        """Return what was typed, without the blanks around it. Raises Problems for what is too long."""
        written = str(self.typed.get(self.name(part), "")).strip().replace("\0", "")
        if len(written) > LONGEST:
            raise refuse(
                say("This is too long"),
                say("Write at most {max_length} characters", max_length=LONGEST),
                part,
            )
        return written

    def day(self, part: str) -> date:
        """Return the day that was typed. Raises Problems where it is none."""
        if found := self.day_if_any(part):
            return found
        raise refuse(
            say("The day is missing"), say("Write a date that exists as year-month-day: 2022-03-16"), part
        )

    def day_if_any(self, part: str) -> date | None:
        """Return the day that was typed, if one was. Raises Problems where it is none."""
        if not (written := self.word(part)):
            return None
        try:
            found = DAY.validate_python(written)
        except ValidationError as error:
            raise Problems(*(one._replace(path=(part,)) for one in problems_of(error, date))) from error
        if found.year not in YEARS:
            what = say("“{written}” cannot be used", written=written)
            raise refuse(what, say("Write a year from 1900 to 2200"), part)
        return found

    def names(self) -> Text:
        """Return the names typed in three languages. Raises Problems where none is in Bokmål."""
        if not (nb := self.word("nb")):
            raise refuse(say("The name in Bokmål is missing"), say("Write what the unit is called"), "nb")
        return Text(nb=nb, nn=self.word("nn"), en=self.word("en"))

    def done(self, deed: Callable[[], object]) -> bool:
        """Do what was asked, or keep what stands in its way. What the same form asked before is done."""
        try:
            deed()
        except DoneError:
            return True
        except Problems as error:
            self.problems = error.problems
            return False
        return True

    def ask(
        self, part: str, label: str, *, sort: str = "text", hint: str = "", pairs: Pairs | None = None
    ) -> None:
        """Add a field to the form, filled with what was typed."""
        value = str(self.typed.get(self.name(part), ""))
        wrong = tuple(one.said(language()) for one in self.problems if dotted(one.path) == part)
        choices = chosen(options(pairs), value) if pairs is not None else SafeString("")
        field = Field("pick" if pairs is not None else sort, self.name(part), label, help=hint, value=value)
        self.fields.append(field._replace(options=choices, errors=wrong, typed=bool(value)))

    @property
    def wrong(self) -> Sequence[tuple[str, str]]:
        """What is wrong: the id of the field, and the words."""
        known = {field.name: field.id for field in self.fields}
        first = next(iter(known.values()), "")
        return [
            (known.get(self.name(dotted(one.path)), first), one.said(language())) for one in self.problems
        ]

    @property
    def astir(self) -> bool:
        """Whether the form was sent, so that it must be seen."""
        return self.sent
