"""Fields of the forms about plans: one value, or the same words in three languages, each with what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from utsyn.text import LANGUAGES
from utsyn.web.choices import chosen, options
from utsyn.web.forms import Field

NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}  # each in its own language


class Maker:
    """Makes fields from what was typed, and remembers which faults found no field."""

    def __init__(self, typed: Mapping[str, str], wrong: Mapping[str, Sequence[str]], language: str) -> None:
        self.typed, self.wrong, self.language = typed, wrong, language
        self.shown: dict[str, str] = {}  # names of faults, and the ids of the fields they stand at

    def field(
        self, sort: str, name: str, label: object, told: object = "", *,
        pairs: Iterable[tuple[str, str]] = (), also: str = "",
    ) -> Field:  # fmt: skip
        """Make one field; `also` names a part of the plan whose faults stand here because it has no field of its own."""
        value = self.typed.get(name, "")
        errors = (*self.wrong.get(name, ()), *self.wrong.get(also, ()))
        made = Field(sort, name, str(label), str(told), value, errors=errors)
        self.shown |= {name: made.id} | ({also: made.id} if also else {})
        return made._replace(options=chosen(options(pairs), value)) if pairs else made

    def words(
        self, name: str, label: object, told: object = "", *, sort: str = "line", also: str = ""
    ) -> Field:
        """Make a group of fields for the same words in three languages, that of the page first."""
        first, *others = sorted(LANGUAGES, key=lambda code: code != self.language)
        made = self.field(sort, f"{name}.{first}", NAMES[first], also=name)
        if also:
            self.shown[also] = made.id
            made = made._replace(errors=(*made.errors, *self.wrong.get(also, ())))
        parts = [(first, made), *((code, self.field(sort, f"{name}.{code}", NAMES[code])) for code in others)]
        return Field(
            "words",
            name,
            str(label),
            str(told),
            parts=tuple(part._replace(why=(code,)) for code, part in parts),
        )

    def faults(self) -> Iterator[tuple[str, str]]:
        """Walk all that is wrong, with the id of the field where it stands, or nothing where it has none."""
        for name, said in self.wrong.items():
            yield from ((self.shown.get(name, ""), one) for one in said)
