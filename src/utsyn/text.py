"""Words in several languages: `Text` from documents, `say()` from code, both rendered at the edge."""

import gettext
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, get_args, runtime_checkable

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
FALLBACK: Mapping[str, tuple[str, ...]] = {
    "nb": ("nb", "nn", "en"),
    "nn": ("nn", "nb", "en"),
    "en": ("en", "nb", "nn"),
}
DAY = {"nb": "d. MMMM y", "nn": "d. MMMM y", "en": "d MMMM y"}
LOCALE = Path(__file__).parent / "locale"
# Code points put Å before Æ; Norwegian ends its alphabet Æ Ø Å.
NORWEGIAN = str.maketrans({"æ": "{0", "ä": "{0", "ø": "{1", "ö": "{1", "å": "{2", "é": "e", "ü": "u"})


@runtime_checkable
class Words(Protocol):
    """Anything that can be said in a language of the house."""

    def in_(self, language: str, /) -> str:
        """Return the words in `language` (nb, nn or en)."""
        ...


class Text(BaseModel):
    """Words that a document carries in nb, nn and en; at least one must be there, the linter asks for all."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    nb: str = ""
    nn: str = ""
    en: str = ""

    @model_validator(mode="after")
    def _not_silent(self) -> "Text":
        if len(self.missing()) == len(LANGUAGES):
            raise PydanticCustomError("silent", "words in at least one of nb, nn, en")
        return self

    def in_(self, language: str) -> str:
        """Return the words in `language`, or in the nearest language that has them."""
        return next(words for code in FALLBACK[language] if (words := str(getattr(self, code))).strip())

    def missing(self) -> tuple[str, ...]:
        """Name the languages in which nothing is said."""
        return tuple(code for code in LANGUAGES if not getattr(self, code).strip())


class Said(NamedTuple):
    """A sentence of the program with its values, not yet in any language."""

    template: str
    values: Mapping[str, object] = {}
    plural: str = ""
    n: int = 0

    def in_(self, language: str) -> str:
        """Look the sentence up in the catalogue of `language` and fill in its values."""
        words = _catalogue(language)
        found = (
            words.ngettext(self.template, self.plural, self.n)
            if self.plural
            else words.gettext(self.template)
        )
        return found.format(**{name: shown(value, language) for name, value in self.values.items()})


def say(template: str, /, **values: object) -> Said:
    """Say an English sentence with `{name}` places; nb and nn are found in the catalogues."""
    return tuple.__new__(
        Said, (template, values, "", 0)
    )  # in half the time: an answer says dozens of sentences


def say_n(one: str, many: str, n: int, /, **values: object) -> Said:
    """Say a sentence that depends on the count `n`, which fills the place `{n}`."""
    return Said(one, {"n": n, **values}, many, n)


class Later(NamedTuple):
    """Words that are put together only when somebody reads them: most of what an answer could say is never read."""

    words: Callable[..., Words]
    about: tuple[object, ...]

    def in_(self, language: str) -> str:
        """Put the words together and say them."""
        return self.words(*self.about).in_(language)


def later(words: Callable[..., Words], /, *about: object) -> Later:
    """Put words together later, with a function of what they are about."""
    return tuple.__new__(Later, (words, about))


def in_words(language: str, template: str, /, **values: object) -> str:
    """Say a sentence in a language at once, where text is written out and not kept."""
    return Said(template, values).in_(language)


class Percent(NamedTuple):
    """A share (0.2) that is shown as a percentage (20 %), never rounded."""

    share: Decimal

    def in_(self, language: str) -> str:
        """Show the share with all the decimals it has."""
        return format_percent(self.share, locale=language, decimal_quantization=False)


class Money(NamedTuple):
    """An amount in a currency, shown whole: NOK 10,000,000; with both digits where it has some: NOK 0.50."""

    amount: Decimal | int
    currency: str

    def in_(self, language: str) -> str:
        """Show the ISO code before the amount, as the Norwegian and English usage for foreign readers is."""
        form = "#,##0.00" if self.amount % 1 else "#,##0"
        return f"{self.currency} {format_decimal(self.amount, format=form, locale=language)}"


class Listed(NamedTuple):
    """Several things said one after another: a, b and c."""

    items: tuple[object, ...]
    last: Literal["and", "or"] = "and"

    def in_(self, language: str) -> str:
        """Join the items as a person would."""
        words = [shown(item, language) for item in self.items]
        if len(words) < 2:
            return "".join(words)
        link = {"and": say("{left} and {right}"), "or": say("{left} or {right}")}[self.last]
        return Said(link.template, {"left": ", ".join(words[:-1]), "right": words[-1]}).in_(language)


def shown(value: object, language: str) -> str:
    """Show a value as people in `language` write it."""
    if in_ := getattr(value, "in_", None):  # as isinstance(value, Words), in a tenth of the time
        return str(in_(language))
    if isinstance(value, datetime):
        zone = " xxx" if value.tzinfo else ""
        return format_datetime(value, f"{DAY[language]} HH:mm{zone}", locale=language)
    if isinstance(value, date):
        return _day(value, language)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return format_decimal(value, locale=language, decimal_quantization=False)
    return str(value)


@lru_cache(4000)
def _day(value: date, language: str) -> str:
    """Write a day; pages write the same few again and again."""
    return format_date(value, DAY[language], locale=language)


def blank(words: str) -> bool:
    """Tell whether words hold nothing that can be seen: spaces and invisible signs say as little as nothing."""
    return all(unicodedata.category(sign)[0] in "CZ" for sign in words)


def in_order(words: Iterable[str]) -> list[str]:
    """Sort words as Norwegians do, Æ Ø Å last, whatever the database or the machine thinks."""
    return sorted(words, key=sort_key)


def sort_key(words: str) -> str:
    """Return a key that any plain comparison sorts in Norwegian order."""
    return words.casefold().translate(NORWEGIAN)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("utsyn", LOCALE, [language], fallback=True)
