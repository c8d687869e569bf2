"""YAML 1.2 and nothing of 1.1, each part with its line; whatever is written, a clear answer and no fall."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from utsyn.documents import Document, parse, read
from utsyn.problems import Problems


def problem(written: str | bytes) -> str:
    """What is said of a document that cannot be read."""
    with pytest.raises(Problems) as raised:
        parse(written if isinstance(written, bytes) else written.encode(), file="call.yaml")
    return str(raised.value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("No", "No"),
        ("off", "off"),
        ("yes", "yes"),
        ("true", True),
        ("null", None),
        ("~", None),
        ("", None),
        ("12:30", "12:30"),
        ("2022-03-16T13:00 Europe/Oslo", "2022-03-16T13:00 Europe/Oslo"),
        ("2022-02-30", "2022-02-30"),
        ("1_000", "1_000"),
        ("0o14", "0o14"),
        ("010", 10),
        ("0x1F", "0x1F"),
        ("1e3", Decimal(1000)),
        ("0.20", Decimal("0.20")),
        (".5", Decimal("0.5")),
        (".inf", ".inf"),
        ("+5", 5),
        ("1500000,50", "1500000,50"),
        ("9" * 41, "9" * 41),
        ("'12'", "12"),
        ('"NO"', "NO"),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        ('"\\u00e6\\ud83d\\ude00"', "æ😀"),
        ("\ufeff", "\ufeff"),
    ],
)
def test_what_a_plain_word_is(written, value):
    found = parse(f"a: {written}".encode()).data["a"]
    assert found == value
    assert type(found) is type(value)


def test_fractions_stay_exact():
    assert str(parse(b"share: 0.20").data["share"]) == "0.20"


def test_a_byte_order_mark_is_no_part_of_the_first_name():
    assert parse("\ufeffkey: intpart".encode()).data == {"key": "intpart"}


def test_json_is_yaml():
    data = {"a": [1, None, True, "x\ty/z\\", {"b": "æøå😀", "c": []}], "d": {}, "e": -1.5e-7}
    for written in (json.dumps(data), json.dumps(data, indent="\t"), json.dumps(data, ensure_ascii=False)):
        assert json.loads(json.dumps(parse(written.encode()).data, default=float)) == data


def test_a_colon_inside_braces_is_yaml_1_2():
    assert parse(b"window: {closes: 2022-03-16T13:00 Europe/Oslo}").data == {
        "window": {"closes": "2022-03-16T13:00 Europe/Oslo"}
    }


def test_an_alias_stands_for_what_was_written():
    document = parse(b"a: &one {b: [1, 2]}\nc: *one\nd: [*one]\n")
    assert document.data["c"] == document.data["d"][0] == {"b": [1, 2]}
    assert document.line(("c", "b")) == 2


def test_every_part_has_its_line():
    document = parse(b"# a call\nkey: x\nrules:\n  - rule: a\n    given:\n      n: 1\n  - rule: b\n")
    assert [
        document.line(path) for path in (("key",), ("rules",), ("rules", 0, "given", "n"), ("rules", 1))
    ] == [2, 3, 6, 7]
    assert document.line(("rules", 1, "nowhere", "deep")) == 7
    assert document.line(("nowhere",)) == 2


@pytest.mark.parametrize(
    ("written", "line", "said"),
    [
        ("a: 1\na: 2\n", 2, "given twice"),
        ("a:\n  b: 1\n  c: 2\n  b: 3\n", 4, "a.b: “b” is given twice"),
        ("a: 1\n\tb: 2\n", 2, "tab"),
        ("a: [1, 2\nb: 3\n", 2, "square brackets"),
        ("a: 'one\n", 1, "quotation mark"),
        ("a: b: c\n", 1, "colon"),
        ("a:\n  - b\n c: d\n", 3, "indented"),
        ('a: "\\q"\n', 1, "backslash"),
        ("a: @b\n", 1, "quotation marks around it"),
        ("a: }\n", 1, "bracket"),
        ("a: *b\n", 1, "names nothing"),
        ("a: &b [*b]\n", 1, "names nothing"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: !secret x\n", 1, "!secret"),
        ("a: !!python/object:os.system {}\n", 1, "!!python"),
        ("? [a, b]\n: c\n", 1, "name"),
        ('a: "\\ud83d"\n', 1, "pair"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(written, line, said):
    words = problem(written)
    assert words.startswith(f"call.yaml:{line}")
    assert said in words


def test_what_is_no_text_is_said_so():
    assert "Byte 3 is not UTF-8" in problem(b"a: \xff")
    assert problem("a: 1\nb: \x00\n").startswith("call.yaml:2: A control character (number 0)")


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(Problems, match="cannot be read"):
        read(tmp_path / "missing.yaml")
    with pytest.raises(Problems, match="not a file"):
        read(tmp_path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"# " + b"x" * 50_000_000)
    with pytest.raises(Problems, match="50,000,002 bytes"):
        read(path)


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "written",
    ["[" * 1_000_000, "{a: " * 240_000, "- " * 400_000, "a: " + "[" * 100 + "]" * 100, BOMB, "[" + "1," * 60_000 + "]", "[{a: 1:2}, " + "[" * 20_000],
    ids=["brackets", "braces", "dashes", "just deep", "aliases", "long", "deep for the second parser"],
)  # fmt: skip
def test_neither_depth_nor_aliases_nor_length_end_the_process(written):
    """A megabyte of opening brackets would end it, where a parser goes down with them."""
    assert "too deep or too long" in problem(written) or "not written as YAML" in problem(written)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=150)
def test_any_bytes_are_read_or_refused_in_words(content):
    read_or_refused(content)


SIGNS = "ab01:-?,[]{}&*!|>'\"%@`#~\\\t\n ."
TOKENS = st.sampled_from([*SIGNS, ": ", "- ", "\n  ", "<<", "...", "---", "!!str", "\\u00", "NO", "1e9"])


@given(st.lists(TOKENS, max_size=30).map("".join))
@settings(max_examples=150)
def test_anything_like_yaml_is_read_or_refused_in_words(written):
    read_or_refused(written.encode())


def read_or_refused(content: bytes) -> None:
    try:
        document = parse(content, file="x")
    except Problems as refused:
        said = [words.in_("nb") for problem in refused.problems for words in (problem.what, problem.mend)]
    else:
        said = [json.dumps(document.data, default=str)]
    assert all(text.encode() for text in said)


plain = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
)
trees = st.recursive(
    plain,
    lambda parts: (
        st.lists(parts, max_size=3)
        | st.dictionaries(st.text("abcæ _", min_size=1, max_size=4), parts, max_size=3)
    ),
    max_leaves=12,
)


@given(trees)
@settings(max_examples=60)
def test_what_is_written_as_json_is_read_back(data):
    assert parse(json.dumps(data).encode()).data == data


class Inner(BaseModel, extra="forbid"):
    """A part of a shape."""

    count: int


class Shape(BaseModel, extra="forbid"):
    """A shape to read into."""

    parts: list[Inner] = []


def test_a_document_is_read_into_its_shape_or_each_misfit_has_its_line():
    document = parse(b"parts:\n  - count: 1\n  - cuont: 2\n  - count: x\n", file="f.yaml")
    assert isinstance(document, Document)
    with pytest.raises(Problems) as raised:
        document.shaped(Shape)
    said = {problem.place for problem in raised.value.problems}
    assert said == {"f.yaml:3 parts[1].count", "f.yaml:3 parts[1].cuont", "f.yaml:4 parts[2].count"}


@pytest.mark.parametrize("written", ["", "# only a remark", "null"])
def test_an_empty_document_is_nothing(written):
    nothing: Any = parse(written.encode()).data
    assert nothing is None
