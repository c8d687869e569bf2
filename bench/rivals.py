"""The same two recipes as somebody would write them in pandas, in polars and in PySpark: what bench.engines holds Utsyn against.

One counts our own works alone; the other holds each against all works of everybody in its subfield, year and type. Each reads the Parquet
files that Utsyn reads, of these the columns that it needs, and gives the rows of the recipe.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.impact import LEAST, LEVELS, YOUNG
from utsyn.evidence.indicators.ours import OWN

if TYPE_CHECKING:
    from utsyn.evidence.recipes import About

JOINT, IMPACT = "international-copublication", "citation-impact"
MILLION = 1_000_000
COLUMNS = {
    JOINT: ["work", "year", "core", "institutions", "countries"],
    IMPACT: ["work", "year", "core", "institutions", "type", "cited", *LEVELS],
}
Files = Mapping[str, Path]
Rows = Iterable[tuple[Any, ...]]
Ways = Mapping[str, Callable[[Any], Rows]]  # by recipe


# --- pandas ------------------------------------------------------------------------------------------------


def in_pandas(recipe: str, files: Files, about: "About") -> Rows:
    """Return the rows of a recipe by way of pandas."""
    import pandas as pd

    works = pd.read_parquet(files["works"], columns=COLUMNS[recipe])
    works = works[works.core & works.year.between(about.since, about.until)]
    ours = pd.read_parquet(files["orgmap"])
    ours = ours[(ours.university == about.university) & ours.relation.isin(OWN)]
    each = works[["work", "year", "institutions"]].explode("institutions")
    met = each.merge(ours, left_on="institutions", right_on="organisation")
    met = met[(met.year >= met.since) & (met.year <= met.until)]
    home = works[works.work.isin(met.work)]
    if recipe == JOINT:
        n = home.countries.str.len()
        told = pd.DataFrame({"year": home.year, "numerator": n > 1, "denominator": n > 0, "unknown": n == 0})
    else:
        told = _impact_in_pandas(works, home, about)
    rows = told.groupby("year").sum().reset_index()
    return rows[["year", "numerator", "denominator", "unknown"]].itertuples(index=False)


def _impact_in_pandas(works: Any, home: Any, about: "About") -> Any:
    import pandas as pd

    judged = works[works.year <= about.until - YOUNG - 1]
    told = home[["year", "type", "cited", *LEVELS]].copy()
    told["n"] = told["sum"] = pd.Series(pd.NA, index=told.index, dtype="Int64")
    for level in LEVELS:
        cell = [level, "year", "type"]
        cells = judged.groupby(cell).cited.agg(n_there="count", sum_there="sum").reset_index()
        ours = told.groupby(cell).cited.transform("count")
        there = told[cell].merge(cells, how="left", on=cell).set_index(told.index)
        taken = told.n.isna() & (there.n_there - ours >= LEAST)
        told.loc[taken, "n"] = there.n_there[taken].astype("int64")
        told.loc[taken, "sum"] = there.sum_there[taken].astype("int64")
    known = told.n.notna()
    part = (told.cited * told.n * MILLION) // told["sum"].clip(lower=1)
    part = part.where(told["sum"] > 0, MILLION).where(known, 0)
    return pd.DataFrame({"year": told.year, "numerator": part, "denominator": known, "unknown": ~known})


# --- polars ------------------------------------------------------------------------------------------------


def in_polars(recipe: str, files: Files, about: "About") -> Rows:
    """Return the rows of a recipe by way of polars, as it plans itself what to read."""
    import polars as pl

    works = pl.scan_parquet(files["works"]).select(COLUMNS[recipe])
    works = works.filter(pl.col("core") & pl.col("year").is_between(about.since, about.until))
    ours = pl.scan_parquet(files["orgmap"]).filter(
        (pl.col("university") == about.university) & pl.col("relation").is_in(OWN)
    )
    each = works.select("work", "year", organisation="institutions").explode("organisation")
    met = each.join(ours, on="organisation").filter(pl.col("year").is_between("since", "until"))
    home = works.join(met.select("work").unique(), on="work", how="semi")
    if recipe == JOINT:
        n = pl.col("countries").list.len()
        told = home.select("year", numerator=n > 1, denominator=n > 0, unknown=n == 0)
    else:
        told = _impact_in_polars(works, home, about)
    return told.group_by("year").agg(pl.col("numerator", "denominator", "unknown").sum()).collect().rows()


def _impact_in_polars(works: Any, home: Any, about: "About") -> Any:
    import polars as pl

    judged = works.filter(pl.col("year") <= about.until - YOUNG - 1)
    told = home.select("year", "type", "cited", *LEVELS)
    for level in LEVELS:
        cell = [level, "year", "type"]
        cells = judged.group_by(cell).agg(
            pl.len().cast(pl.Int64).alias(f"n_{level}"), pl.col("cited").sum().alias(f"sum_{level}")
        )
        told = told.with_columns(pl.len().over(cell).cast(pl.Int64).alias(f"ours_{level}"))
        told = told.join(cells, on=cell, how="left")  # what has no subfield is in no cell
    enough = {one: pl.col(f"n_{one}") - pl.col(f"ours_{one}") >= LEAST for one in LEVELS}

    def chosen(name: str) -> Any:
        return (
            pl.when(enough[LEVELS[0]]).then(f"{name}_{LEVELS[0]}")
            .when(enough[LEVELS[1]]).then(f"{name}_{LEVELS[1]}")
        )  # fmt: skip

    told = told.select("year", "cited", n=chosen("n"), sum=chosen("sum"))
    part = pl.col("cited") * pl.col("n") * MILLION // pl.max_horizontal("sum", 1)
    known = pl.col("n").is_not_null()
    return told.select(
        "year", numerator=pl.when(~known).then(0).when(pl.col("sum") > 0).then(part).otherwise(MILLION),
        denominator=known, unknown=~known,
    )  # fmt: skip


# --- PySpark, in this process and a Java beside it ---------------------------------------------------------


def in_pyspark(session: Any, recipe: str, files: Files, about: "About") -> Rows:
    """Return the rows of a recipe by way of PySpark's frames."""
    from pyspark.sql import functions as f

    works = session.read.parquet(str(files["works"])).select(COLUMNS[recipe])
    works = works.filter(f.col("core") & f.col("year").between(about.since, about.until))
    ours = session.read.parquet(str(files["orgmap"]))
    ours = ours.filter((f.col("university") == about.university) & f.col("relation").isin(*OWN))
    each = works.select("work", "year", f.explode("institutions").alias("organisation"))
    met = each.join(f.broadcast(ours), "organisation").filter("year BETWEEN since AND until")
    home = works.join(met.select("work").distinct(), "work", "left_semi")
    if recipe == JOINT:
        n = f.size("countries")
        told = home.select("year", (n > 1).alias("numerator"), (n > 0).alias("denominator"), (n == 0).alias("unknown"))  # fmt: skip
    else:
        told = _impact_in_pyspark(works, home, about)
    counts = [f.sum(f.col(name).cast("long")).alias(name) for name in ("numerator", "denominator", "unknown")]
    return [tuple(row) for row in told.groupBy("year").agg(*counts).collect()]


def _impact_in_pyspark(works: Any, home: Any, about: "About") -> Any:
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    judged = works.filter(f.col("year") <= about.until - YOUNG - 1)
    told = home.select("year", "type", "cited", *LEVELS)
    for level in LEVELS:
        cell = [level, "year", "type"]
        cells = judged.groupBy(cell).agg(
            f.count("*").alias(f"n_{level}"), f.sum("cited").alias(f"sum_{level}")
        )
        ours = f.count("*").over(Window.partitionBy(cell)).alias(f"ours_{level}")
        told = told.select("*", ours).join(cells, cell, "left")
    chosen = {
        name: " ".join(f"WHEN n_{one} - ours_{one} >= {LEAST} THEN {name}_{one}" for one in LEVELS)
        for name in ("n", "sum")
    }
    told = told.selectExpr("year", "cited", *(f"CASE {told} END AS {name}" for name, told in chosen.items()))
    part = f"cited * n * {MILLION} DIV greatest(sum, 1)"
    return told.selectExpr(
        "year", f"CASE WHEN n IS NULL THEN 0 WHEN sum > 0 THEN {part} ELSE {MILLION} END AS numerator",
        "n IS NOT NULL AS denominator", "n IS NULL AS unknown",
    )  # fmt: skip
