"""Write the manual of the rule kinds, docs/reference/rules.md, from the rules and their spec tests:  python -m tools.manual.

What a rule says of itself is its docstring, its parameters are those of its function, and its examples are the
proposals that the spec tests in tests/spec put to it. A house test holds the page in step.
"""

import importlib
import inspect
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import ModuleType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from tests.spec import asking
from tests.spec.asking import ASKED_ON, WINDOW, Asked, Example
from utsyn.calls.rules import Kind, kinds
from utsyn.listings import Listing
from utsyn.organisations.countries import CountryList
from utsyn.reasons import Finding, Verdict
from utsyn.text import Text, shown

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "rules.md"
SPECS = (
    "applicant",
    "grants",
    "partners",
    "consortium",
    "money",
    "budget",
    "time",
    "people",
    "content",
    "judged",
    "sets",
)
HEAD = f"""# The kinds of rule

<!-- Written by `python -m tools.manual` from the rules and their spec tests. Change those, not this page. -->

A line of a call names a kind of rule and gives its parameters:

```yaml
rules:
  - key: partner-country
    rule: partner_in
    given: {{countries: [BR, IN], at_least: 1}}
    cite: {{source: page, place: Partners, quote: "..."}}
```

It is put to what has been told of a proposal, and answers **yes**, **no**, **unknown** (nobody has told us enough, or no source
states it) or **judgement** (a person must decide). What is untold never makes a *yes*. Money is compared in the call's currency
alone and never converted. A parameter may be `$name`, which stands for the call's parameter of that name.

Unless an example says otherwise it is asked on {ASKED_ON}, and the call is open from {WINDOW["opens"]} until
{WINDOW["closes"]}. Every example on this page is a test.
"""
COMPOSED = """
## Lines put together

`all_of` and `any_of` hold several lines, each with a `key` of its own; `unless` holds the exception of a line. With `all_of` one
*no* is enough; else one *unknown* leaves it unknown; else one *judgement* leaves it to a person. `any_of` mirrors that. `lots` are
parts of a call of which a proposal goes to one.
"""
TYPES: Mapping[Any, str] = {
    str: "text", bool: "true or false", int: "whole number", Decimal: "number", date: "day",
    Text: "words in `nb`, `nn`, `en`", CountryList: "countries and groups", Listing: "list of names",
}  # fmt: skip


def page() -> str:
    """The whole page."""
    lines, asked = [HEAD], asked_by_room()
    for name in SPECS:
        lines.append(f"\n## {_title(name)}\n\n{_caption(name)}")
        rules = dict.fromkeys(one.rule for one in asked[name])
        lines += [_kind(kinds()[rule], [one for one in asked[name] if one.rule == rule]) for rule in rules]
    lines += [COMPOSED, *(_examples(one) for one in asked["composed"])]
    return "\n".join(lines).rstrip() + "\n"


def asked_by_room() -> Mapping[str, list[Asked]]:
    """All that the spec tests ask, by the part of the manual that it stands in."""
    return {name: list(_asked(f"tests.spec.test_{name}")) for name in (*SPECS, "composed")}


def _asked(module: str) -> Iterator[Asked]:
    """Run the tests of a module in their order, and return what they asked."""
    asking.ASKED.clear()
    for name, test in vars(_module(module)).items():
        if name.startswith("test_"):
            test()
    yield from [asked for asked in asking.ASKED if asked.examples]


def _module(name: str) -> ModuleType:
    return importlib.import_module(name)


def _title(name: str) -> str:
    return _caption(name).split(":")[0].rstrip(".")


def _caption(name: str) -> str:
    return (inspect.getdoc(_module(f"tests.spec.test_{name}")) or "").split("\n", maxsplit=1)[0]


def _kind(kind: Kind, asked: list[Asked]) -> str:
    said = inspect.getdoc(kind.function) or ""
    over = "\nCounted over a set of proposals.\n" if kind.over_set else ""
    return "\n".join(
        [f"\n### `{kind.name}`\n\n{said}\n{over}{_parameters(kind)}", *(_examples(one) for one in asked)]
    )


def _parameters(kind: Kind) -> str:
    fields = kind.shape.model_fields
    if not fields:
        return ""
    rows = [
        f"| `{name}` | {type_in_words(field.annotation)} | {_default(kind, name, field.default)} |"
        for name, field in fields.items()
    ]
    return "\n".join(["", "| Parameter | | If left out |", "|---|---|---|", *rows])


def _default(kind: Kind, name: str, default: Any) -> str:
    if name == "currency":
        return "the call's"
    if default is PydanticUndefined:
        return "*must be given*"
    if name in kind.asks:
        return "not asked; one of these must be given"
    if default is None:
        return "none"
    return "none" if default in ((), "") else f"`{flow(default)}`"


def type_in_words(annotation: Any) -> str:
    """Say a type in words."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if annotation in TYPES:
        return TYPES[annotation]
    if origin is Annotated:
        return type_in_words(inner[0])
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(type_in_words(part) for part in inner if part is not type(None)))
    if origin is tuple:
        return f"list of {type_in_words(inner[0])}"
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if issubclass(annotation, StrEnum):
        return ", ".join(f"`{value}`" for value in annotation)
    if issubclass(annotation, BaseModel):
        return f"`{{{', '.join(annotation.model_fields)}}}`"
    raise TypeError(f"the manual has no words for {annotation}")


def _examples(asked: Asked) -> str:
    said = asked.examples[0].finding.claim.in_("en")
    rows = [f"| {_told(asked, one)} | **{one.finding.verdict}** | {_why(one)} |" for one in asked.examples]
    return "\n".join(
        [
            "",
            f"```yaml\n{_line(asked)}\n```",
            "",
            f"> {said}",
            "",
            "| Told | Answer | |",
            "|---|---|---|",
            *rows,
        ]
    )


def _line(asked: Asked) -> str:
    """The line as its author writes it, with what the call supplies."""
    if asked.window:
        return f"window: {flow({name: value for name, value in asked.window.items() if value})}"
    currency = [f"currency: {asked.currency}"] if asked.currency != "NOK" else []
    return "\n".join([*currency, *(_block(asked.written))])


def _block(written: Mapping[str, Any]) -> Iterator[str]:
    for name, value in written.items():
        if isinstance(value, list):
            yield f"{name}:"
            yield from (f"  - {flow(one)}" for one in value)
        else:
            yield f"{name}: {flow(value)}"


def _told(asked: Asked, example: Example) -> str:
    told = [f"`{flow(one)}`" if one else "nothing" for one in example.told] or ["no proposals"]
    if asked.rule in ("open_for_proposals", "not_blocked"):
        told.insert(0, f"on {example.on}")
    return "; ".join(word for word in told if word != "nothing" or len(told) == 1)


def _why(example: Example) -> str:
    """Say what was found, what is wanting, what would mend it, and the remark."""
    finding = example.finding
    parts = [leaf.found.in_("en") for leaf in finding.decisive() if leaf.found]
    if example.remark:
        parts.append(f"*{example.remark}*")
    if finding.verdict is Verdict.UNKNOWN and (facts := _wanting(finding)):
        parts.append(f"not told: {facts}")
    if finding.verdict is Verdict.JUDGEMENT:
        parts += [f"decided by {shown(leaf.ask.decided_by, 'en')}" for leaf in finding.decisive() if leaf.ask]
    if finding.verdict is Verdict.NO:
        parts += [f"→ {mend.words.in_('en')}" for mend in list(finding.mended())[:1]]
    return "; ".join(parts).replace("|", "\\|").replace("\u00a0", " ")


def _wanting(finding: Finding) -> str:
    return ", ".join(dict.fromkeys(f"`{fact}`" for leaf in finding.missing() for fact in leaf.about))


def flow(value: Any) -> str:
    """Write a value as YAML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    if isinstance(value, str) and not isinstance(value, StrEnum) and any(sign in value for sign in ",:{}[]#"):
        return value if value[:4].isdigit() else json.dumps(value, ensure_ascii=False)
    return json.dumps(value) if isinstance(value, bool) or value is None else str(value)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(kinds())} kinds of rule")
