"""Every recipe, and every cause of a change, can be said in Spark's SQL: seen without a Spark, and so wherever the tests run."""

import ibis
import pytest
import sqlglot

from utsyn.evidence.causes import moves
from utsyn.evidence.engine import schema
from utsyn.evidence.recipes import About, find, recipes
from utsyn.evidence.sql import MARK, Writing, sentences, shown
from utsyn.evidence.tables import TABLES
from utsyn.evidence.ways import way

ABOUT = About("05xg72x27", 2015, 2024)


@pytest.mark.parametrize("key", sorted(recipes()))
def test_a_recipe_can_be_said_in_the_sql_of_spark(key: str) -> None:
    told = shown(sentences(find(key), ABOUT, writing=Writing("pyspark")), files={}, dialect="pyspark")
    assert MARK not in told
    assert '"' not in told.replace("'", ""), "this is how DuckDB marks names"
    assert sqlglot.parse(told, dialect="spark")[-1].find(sqlglot.exp.Select)


@pytest.mark.parametrize(
    ("before", "after"),
    [("international-copublication", "international-copublication"), ("publications-by-unit", "publications-by-unit")],
)  # fmt: skip
def test_the_causes_of_a_change_can_be_said_in_the_sql_of_spark(before: str, after: str) -> None:
    ways = way(before, where={}), way(after, where={})
    needs = {*ways[0].needs, *ways[1].needs, "works"}
    then, now = ({name: ibis.table(schema(TABLES[name]), name=f"{name}_{side}") for name in needs} for side in ("then", "now"))  # fmt: skip
    told = str(ibis.to_sql(moves(then, now, ABOUT, ways=ways), dialect="pyspark"))
    assert sqlglot.parse_one(told, dialect="spark").find(sqlglot.exp.Union)


def test_what_spark_cannot_say_is_seen() -> None:
    table = ibis.table({"n": "int64"}, name="told")
    with pytest.raises(Exception, match="Kurtosis"):
        ibis.to_sql(table.aggregate(n=table.n.kurtosis()), dialect="pyspark")
