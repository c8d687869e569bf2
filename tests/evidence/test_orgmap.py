"""The organisation map: how it is written, and what is wrong with it, against itself and against the register."""

import pytest

from tests.evidence.loads import HOME, NEW, OLD, PARTNER, STRANGER, Loads, refused, registered, table
from utsyn.evidence.sources.plain import PLAIN
from utsyn.evidence.tables import SHARE

MAP = ("university", "organisation", "relation", "weight", "since", "until")


@pytest.fixture
def register(tmp_path):
    return registered(Loads(tmp_path))


def test_the_map_is_read_by_ror_id_or_number_with_weights_in_parts(register, tmp_path):
    rows = (
        (HOME, HOME, "component", "", "", ""), (HOME, f"https://ror.org/{PARTNER}", "joint", "0,5", "2018", "2020"),
        (HOME, "I2", "associated", "", "", ""), (HOME, "I3", "joint", str(SHARE // 4), "2021", "9999"),
    )  # fmt: skip
    found = register(PLAIN, table(tmp_path / "map.csv", MAP, *rows))["orgmap"]
    assert [(row["organisation"], row["relation"], row["weight"], row["since"], row["until"]) for row in found] == [
        (1, "component", SHARE, 1900, 9999), (3, "joint", SHARE // 2, 2018, 2020), (2, "associated", SHARE, 1900, 9999),
        (3, "joint", SHARE // 4, 2021, 9999),
    ]  # fmt: skip
    assert dict(register.counted) == {}


def test_a_map_in_yaml_is_the_same(register, tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text(
        f'orgmap:\n  - {{university: "{HOME}", organisation: "{HOME}", relation: component}}\n'
        f'  - {{university: "{HOME}", organisation: I2, relation: joint, weight: 0.5, because: "agreed"}}\n', "utf-8",
    )  # fmt: skip
    assert [row["weight"] for row in register(PLAIN, path)["orgmap"]] == [SHARE, SHARE // 2]
    path.write_text(f'orgmap:\n  - {{university: "{HOME}", relation: component}}\n', "utf-8")
    assert [one.line for one in refused(lambda: register(PLAIN, path))] == [2]


@pytest.mark.parametrize(
    ("rows", "column", "line"),
    [
        ([("I2", "joint", "", "", "")], "weight", 3), ([("I2", "component", "0.5", "", "")], "weight", 3),
        ([("I2", "owned", "", "", "")], "relation", 3), ([("I2", "joint", "7,5", "", "")], "weight", 3),
        ([("I2", "joint", "0.5", "2020", "2019")], "until", 3),
        ([("I2", "joint", "0.5", "2018", ""), ("I2", "associated", "", "2020", "")], "since", 4),
        ([(OLD, "component", "", "", "")], "organisation", 3), ([(STRANGER, "component", "", "", "")], "organisation", 3),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_map_is_named_by_its_row(register, tmp_path, rows, column, line):
    file = table(
        tmp_path / "map.csv", MAP, (HOME, HOME, "component", "", "", ""), *((HOME, *row) for row in rows)
    )
    (wrong,) = refused(lambda: register(PLAIN, file))
    assert (wrong.path, wrong.line) == ((column,), line)


def test_an_organisation_that_became_another_is_named_with_the_other(register, tmp_path):
    file = table(
        tmp_path / "map.csv", MAP, (HOME, HOME, "component", "", "", ""), (HOME, OLD, "component", "", "", "")
    )
    (wrong,) = refused(lambda: register(PLAIN, file))
    assert wrong.what.in_("en") == f"Number 4 became Number 5 ({NEW})"


def test_an_organisation_that_merged_is_accepted_once_it_ends_or_what_it_became_is_there(register, tmp_path):
    home = (HOME, HOME, "component", "", "", "")
    for rows in (
        [(HOME, OLD, "component", "", "", "2015")],
        [(HOME, OLD, "component", "", "", ""), (HOME, NEW, "component", "", "2016", "")],
    ):
        assert register(PLAIN, table(tmp_path / "map.csv", MAP, home, *rows))["orgmap"]


def test_a_university_that_is_not_in_its_own_map_is_named(register, tmp_path):
    (wrong,) = refused(
        lambda: register(PLAIN, table(tmp_path / "map.csv", MAP, (HOME, "I2", "component", "", "", "")))
    )
    assert wrong.path == ("university",)


def test_weights_shared_between_universities_come_to_no_more_than_one(register, tmp_path):
    both = [(one, one, "component", "", "", "") for one in (HOME, PARTNER)]
    shares = (HOME, "I2", "joint", "0.5", "", ""), (PARTNER, "I2", "joint", "0.6", "2020", "")
    (wrong,) = refused(lambda: register(PLAIN, table(tmp_path / "map.csv", MAP, *both, *shares)))
    assert (wrong.path, wrong.line) == (("weight",), 5)
    fits = shares[0], (*shares[1][:3], "0.5", *shares[1][4:])
    assert len(register(PLAIN, table(tmp_path / "map.csv", MAP, *both, *fits))["orgmap"]) == 4


def test_an_organisation_that_no_register_knows_is_counted(register, tmp_path):
    register(
        PLAIN,
        table(
            tmp_path / "map.csv",
            MAP,
            (HOME, HOME, "component", "", "", ""),
            (HOME, "I99", "associated", "", "", ""),
        ),
    )
    assert register.counted["orgmap: organisation that is not known"] == 1
