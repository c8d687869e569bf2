"""Every quote stands word for word in the text it was taken from, and none is taken from a text we do not have."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pydantic import BaseModel

from tests.house.tree import ROOT
from utsyn.calls.document import CallDocument
from utsyn.calls.eligibility import Call
from utsyn.calls.library import load
from utsyn.cited import Citation
from utsyn.home import SHIPPED

SEEDS = ROOT.parent / "shared" / "seeds"
CALLS = [
    load(path) for path in sorted(SHIPPED.glob("calls/*/*.yaml")) if not path.name.endswith(".cases.yaml")
]
QUOTING = [call for call in CALLS if any(entry.text for entry in call.text.sources.values())]


def citations(part: object) -> Iterator[Citation]:
    """Walk the citations anywhere in a document."""
    if isinstance(part, Citation):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from citations(getattr(part, name))
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from citations(value)
    elif isinstance(part, (tuple, list)):
        for value in part:
            yield from citations(value)


def not_found(document: CallDocument, seeds: Path) -> list[str]:
    """Return the quotes that do not stand in the text of their source."""
    quoted = [(c.quote, document.sources[c.source].text) for c in citations(document) if c.quote]
    return [
        quote for quote, name in quoted if name and quote not in (seeds / name).read_text(encoding="utf-8")
    ]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.key)
def test_a_quote_is_from_a_text_that_can_be_looked_up(call: Call) -> None:
    sources = call.text.sources
    assert [c.quote for c in citations(call.text) if c.quote and not sources[c.source].text] == []


@pytest.mark.parametrize("call", QUOTING, ids=lambda call: call.key)
def test_a_quote_stands_word_for_word_in_its_source(call: Call) -> None:
    if not SEEDS.is_dir():
        pytest.skip("the source texts (../shared/seeds) are not here: quotes cannot be checked")
    assert not_found(call.text, SEEDS) == []


def test_there_are_quotes_and_a_changed_one_would_be_noticed(tmp_path: Path) -> None:
    (call,) = (call for call in CALLS if call.key == "intpart-2022")
    quotes = [c.quote for c in citations(call.text) if c.quote]
    assert len(quotes) > 20
    for name in {entry.text for entry in call.text.sources.values() if entry.text}:
        (tmp_path / name).write_text(
            "\n".join(quotes).replace("minimum 20 prosent", "minimum  20 prosent"), "utf-8"
        )
    assert not_found(call.text, tmp_path) == ["Egenandelen av prosjektbudsjettet må være minimum 20 prosent."]
