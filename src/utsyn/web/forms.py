"""Forms made from what the subjects want to be told: one field for each fact of a shape, none of them required."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from utsyn.calls.kinds import NAMES
from utsyn.text import Said, Words
from utsyn.web.choices import chosen, country_options, options
from utsyn.web.labels import literal, one_of, unlabelled
from utsyn.web.typed import Sort, sort_of


class Wanted(NamedTuple):
    """What is asked for: the facts (paths without numbers) with the sentences that ask, and choices for some."""

    facts: Mapping[str, tuple[Words, ...]] = {}
    choices: Mapping[str, Sequence[tuple[str, Words]]] = {}
    suggestions: Mapping[str, Sequence[str]] = {}
    begun: frozenset[str] = frozenset()  # rows of which a first, blank one is shown

    def within(self, path: str) -> bool:
        """Tell whether the fact, or a part of it, is asked for."""
        return any(fact == path or fact.startswith(f"{path}.") for fact in self.facts)


class Field(NamedTuple):
    """One field, or a group of them, as the page shows it."""

    sort: str
    name: str
    label: str
    help: str = ""
    value: str = ""
    options: SafeString = SafeString("")
    suggestions: Sequence[str] = ()
    errors: tuple[str, ...] = ()
    parts: tuple["Field", ...] = ()
    more: tuple["Field", ...] = ()
    none: bool = False
    typed: bool = False
    why: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The name in a form that addresses (#id) can carry."""
        return self.name.replace("[", "-").replace("]", "").replace(".", "-")

    @property
    def plain_name(self) -> bool:
        """Whether a browser would take it for the name of its user; such a field it must not fill."""
        return self.name.endswith("name")

    @property
    def described(self) -> str:
        """The ids of what explains the field: its help, then its errors."""
        return " ".join([f"{self.id}-help"] * bool(self.help) + [f"{self.id}-error"] * bool(self.errors))

    @property
    def input(self) -> str:
        """The type of input: a date that is none is shown as text, or the browser would hide what was typed."""
        if self.sort == "date":
            return "date" if not self.value or is_date(self.value) else "text"
        if self.sort == "moment":
            return "datetime-local" if not self.value or is_moment(self.value) else "text"
        return "text"

    @property
    def stirred(self) -> bool:
        """Whether any of the further fields was used."""
        return any(field.astir for field in self.more)

    @property
    def astir(self) -> bool:
        """Whether anything was typed here or is wrong here, so that it must be seen."""
        return self.typed or bool(self.errors) or any(part.astir for part in (*self.parts, *self.more))


class Maker(NamedTuple):
    """Makes the fields of a shape, filled with what was typed, in one language."""

    wanted: Wanted
    errors: Mapping[str, Sequence[str]]
    language: str

    def fields(
        self, shape: type[BaseModel], raw: Mapping[str, Any], *, name: str = "", path: str = ""
    ) -> list[Field]:
        """Make one field for each fact of the shape, in its order."""
        made: list[Field] = []
        for key, info in shape.model_fields.items():
            here, fact = (f"{name}.{key}" if name else key), (f"{path}.{key}" if path else key)
            made += self.field(info, raw.get(key), here, fact)
        return made

    def field(self, info: FieldInfo, raw: Any, name: str, path: str) -> Iterable[Field]:
        """Make the field of one fact; a fact with keys of its own makes one for each key that is asked for."""
        sort = sort_of(info.annotation)
        if sort.name == "keyed":
            return self.keyed(sort, raw or {}, name, path)
        return [self.sorted(sort, raw, Field(sort.name, name, *self.labelled(info, path)), path)]

    def keyed(self, sort: Sort, raw: Mapping[str, Any], name: str, path: str) -> list[Field]:
        """Make a field for each key that the call asks for, or that something was typed under."""
        asked = [fact.removeprefix(f"{path}.") for fact in self.wanted.facts if fact.startswith(f"{path}.")]
        inner, made = sort_of(sort.inner), list[Field]()
        for key in dict.fromkeys((*asked, *raw)):
            field = Field(inner.name, f"{name}[{key}]", self.claim(f"{path}.{key}", key))
            made.append(self.sorted(inner, raw.get(key), field, f"{path}.{key}"))
        return made

    def sorted(self, sort: Sort, raw: Any, blank: Field, path: str) -> Field:
        """Fill a blank field with what belongs to its sort."""
        errors, suggestions = tuple(self.errors.get(blank.name, ())), self.wanted.suggestions.get(path, ())
        field = blank._replace(errors=errors, why=self.why(path), suggestions=suggestions)
        name = field.name
        if sort.name == "group":
            first, more = self.parted(self.fields(sort.inner, raw or {}, name=name, path=path), path)
            return field._replace(parts=first, more=more)
        if sort.name == "rows":
            return self.rows(field, sort.inner, raw, path)
        if sort.name == "years":
            return self.years(field, raw)
        if path in self.wanted.choices:
            field, sort = field._replace(sort="choice"), Sort("choice", ())
        options, value = self.options(sort, raw, path), shown(sort, raw)
        return field._replace(options=options, value=value, none=raw == [], typed=raw == [] or bool(value))

    def rows(self, field: Field, inner: type[BaseModel], raw: Any, path: str) -> Field:
        """Make a group of fields for each row that was typed, or one blank where the call asks for some."""
        begun = raw is None and path in self.wanted.begun and self.wanted.within(path)
        rows = [{}] if begun else (raw or [])
        parts = []
        for index, row in enumerate(rows):
            name = f"{field.name}[{index}]"
            first, more = self.parted(self.fields(inner, row, name=name, path=path), path)
            group = Field("group", name, one_of(path.rpartition(".")[2], index + 1), parts=first, more=more)
            parts.append(group._replace(errors=tuple(self.errors.get(name, ()))))
        return field._replace(parts=tuple(parts), none=raw == [], typed=raw == [])

    def years(self, field: Field, raw: Any) -> Field:
        """Make a pair of fields for each year that was typed."""
        rows = [{"year": y, "value": v} for y, v in raw.items()] if isinstance(raw, Mapping) else raw or []
        parts = [
            Field("group", f"{field.name}[{n}]", one_of(field.name, n + 1), parts=(
                Field("number", f"{field.name}[{n}].year", _("Year"), value=row["year"], typed=bool(row["year"])),
                Field("number", f"{field.name}[{n}].value", _("Amount"), value=row["value"], typed=bool(row["value"])),
            ))
            for n, row in enumerate(rows)
        ]  # fmt: skip
        return field._replace(parts=tuple(parts))

    def parted(self, fields: Sequence[Field], path: str) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
        """Part the fields into those that the call asks for, and the rest; all come first where it asks for none."""
        asked = [field for field in fields if self.wanted.within(_fact(field.name))]
        if not asked and self.wanted.within(path):
            return tuple(fields), ()
        return tuple(asked), tuple(field for field in fields if field not in asked)

    def options(self, sort: Sort, raw: Any, path: str) -> SafeString:
        """Write the choices of a field, the chosen ones marked; a value that is none of them is kept."""
        if sort.name == "country":
            return chosen(country_options(self.language), str(raw or ""))
        if sort.name == "set":
            ticked = set(raw or ())
            return format_html_join(
                "", '<label><input type="checkbox" name="{}" value="{}"{}>{}</label>',
                ((path, item.value, mark_safe(" checked") if item.value in ticked else "", NAMES[item].in_(self.language))
                 for item in sort.inner),
            )  # fmt: skip
        if sort.name == "choice":
            named = self.wanted.choices.get(path)
            pairs = (
                [(k, w.in_(self.language)) for k, w in named]
                if named
                else [(str(v), self.called(v)) for v in sort.inner]
            )
            return chosen(options(pairs), str(raw or ""))
        return SafeString("")

    def labelled(self, info: FieldInfo, path: str) -> tuple[str, str]:
        """Say a field's label and help; of what has no label of its own, in the words of the page."""
        own, told = unlabelled().get(path.rpartition(".")[2], ("", ""))
        return self.said(info.title) or own, self.said(info.description) if info.title else told

    def said(self, template: str | None) -> str:
        """Say a label of the shape in the language of the page."""
        return Said(template).in_(self.language) if template else ""

    def claim(self, path: str, key: str) -> str:
        """Say what is asked, in the words of the rule that asks."""
        return next((words.in_(self.language) for words in self.wanted.facts.get(path, ())), key)

    def why(self, path: str) -> tuple[str, ...]:
        """Say which sentences of the call ask for a fact."""
        return tuple(words.in_(self.language) for words in self.wanted.facts.get(path, ()))

    def called(self, value: Any) -> str:
        """Name one choice."""
        return NAMES[value].in_(self.language) if value in NAMES else literal(str(value))


def _fact(name: str) -> str:
    """Turn a field's name into the path of the fact: `partners[0].country` is partners.country."""
    plain = "".join(
        f".{part.partition(']')[0]}{part.partition(']')[2]}" if n else part
        for n, part in enumerate(name.split("["))
    )
    return ".".join(step for step in plain.split(".") if not step.isdigit())


def shown(sort: Sort, raw: Any) -> str:
    """Show in a field what was typed, or what a proposal tells, as the field would have it typed."""
    if raw is None or (isinstance(raw, (Mapping, list)) and sort.name != "lines"):
        return ""
    if sort.name == "lines":
        return raw if isinstance(raw, str) else "\n".join(raw)
    if sort.name == "yesno":
        return {True: "yes", False: "no"}.get(raw, str(raw))
    return str(raw)


def is_date(written: str) -> bool:
    """Tell whether a browser's date field can show what was typed."""
    try:
        return bool(date.fromisoformat(written)) if len(written) == 10 else False
    except ValueError:
        return False


def is_moment(written: str) -> bool:
    """Tell whether a browser's field for day and time can show what was typed."""
    try:
        return datetime.fromisoformat(written).tzinfo is None
    except ValueError:
        return False
