"""Whatever is done to a document, it is checked without a fall, and every finding can be said."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.house.tree import HOUSE
from utsyn.calls.check import Code, check
from utsyn.documents import read

TRAPS = Path(__file__).parent / "traps"
DOCUMENTS = [HOUSE / "data" / "calls" / "intpart" / "2022.yaml", HOUSE / "data" / "calls" / "intpart" / "2025.yaml",
             *sorted(path for path in TRAPS.glob("*.yaml") if not path.stem.startswith("unreadable"))]  # fmt: skip
READ = {path: read(path).data for path in DOCUMENTS}
VALUES = (
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=12)
    | st.sampled_from([
        "", " ", "$countries", "$", "2022-03-16T13:00 CET", "2022-02-30", "0001-01-01", "9999-12-31T23:59 Europe/Oslo",
        "panorama", "RU", "intpart-2022", "all", "1e99", "-0.5", "widens", "narrows", "running", [], {}, [[]], [None],
        ["RU", "BR"], {"known": ["RU"], "excluded": ["RU"]}, {"nb": "x"}, {"set": 1}, {"key": "x"}, "\ud800", "{}",
        10**40, "seed001", "page", {"rule": "judged"}, [{"rule": "stated"}], {"source": "page", "quote": "CEST"},
    ])
)  # fmt: skip

WAYS = ["leave out", "tell otherwise", "from elsewhere", *["from its kind"] * 4, "double"]


def places(data: Any) -> list[tuple[Any, Any]]:
    """Every mapping or list of a document with each name or number in it."""
    held = list(data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ())
    return [(data, step) for step, _ in held] + [place for _, value in held for place in places(value)]


def kind_of(value: Any) -> Any:
    """What a value looks like: a day, a word, a number, a list of such."""
    if isinstance(value, str):
        return "day" if value[:4].isdigit() and "-" in value else " " in value
    return (type(value), *{kind_of(item) for item in value}) if isinstance(value, list) else type(value)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A document with some of its parts left out, moved, doubled or told otherwise, as JSON (which is YAML)."""
    data = json.loads(json.dumps(READ[draw(st.sampled_from(DOCUMENTS))], default=float))
    for _ in range(draw(st.integers(1, 3))):
        if not (known := places(data)):
            break
        holder, step = known[draw(st.integers(0, len(known) - 1))]
        match draw(
            st.sampled_from(["leave out", "tell otherwise", "tell otherwise", "from elsewhere", "double"])
        ):
            case "leave out":
                del holder[step]
            case "tell otherwise":
                holder[step] = deepcopy(draw(VALUES))
            case "from elsewhere":
                holder[step] = deepcopy(draw(st.sampled_from([at_hand[name] for at_hand, name in known])))
            case "from its kind":  # so that the shape still fits, mostly
                alike = [
                    at_hand[name]
                    for at_hand, name in known
                    if kind_of(at_hand[name]) == kind_of(holder[step])
                ]
                holder[step] = deepcopy(draw(st.sampled_from(alike)))
            case "double" if isinstance(holder, list):
                holder.append(deepcopy(holder[step]))
    return json.dumps(data, indent=1)


def checked(folder: Path, content: bytes) -> None:
    """Check a document, beside the cases of the shipped call, and say all that is found in all languages."""
    path = folder / "original.yaml"
    path.write_bytes(content)
    path.with_name("original.cases.yaml").write_bytes((TRAPS / "original.cases.yaml").read_bytes())
    for item in check(path, texts=[TRAPS]):
        assert isinstance(item.code, Code)
        assert all(item.in_(language).encode() for language in ("nb", "nn", "en"))
        assert json.dumps(item.as_dict("nb"))
        assert item.line is None or item.line >= 1


ANY = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@ANY
@given(content=mutated())
def test_a_document_told_otherwise_is_checked(tmp_path: Path, content: str) -> None:
    checked(tmp_path, content.encode("utf-8"))


@ANY
@given(path=st.sampled_from(DOCUMENTS), data=st.data())
def test_a_document_whose_letters_are_changed_is_checked(
    tmp_path: Path, path: Path, data: st.DataObject
) -> None:
    content = path.read_bytes()
    for _ in range(data.draw(st.integers(1, 3))):
        at, length = data.draw(st.integers(0, len(content))), data.draw(st.integers(0, 8))
        content = content[:at] + data.draw(st.binary(max_size=4) | st.sampled_from([b"\n", b" ", b"- ", b": ", b"$"])) + content[at + length :]  # fmt: skip
    checked(tmp_path, content)


@pytest.mark.parametrize("path", DOCUMENTS[:2], ids=lambda path: path.stem)
def test_a_line_left_out_is_checked(tmp_path: Path, path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    for n in range(0, len(lines), max(1, len(lines) // 40)):
        checked(tmp_path, b"".join(lines[:n] + lines[n + 1 :]))
