"""A Spark for the tests that ask for one: started once for them all, and stopped in the end."""

from collections.abc import Iterator

import pytest

from tests.evidence import spark_server
from utsyn.evidence.engine import Engine, duckdb


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Spark Connect server for the whole run."""
    spark_server.required()
    with spark_server.server(tmp_path_factory.mktemp("spark")) as address:
        yield address


@pytest.fixture(scope="session")
def engines(url: str) -> Iterator[tuple[Engine, Engine]]:
    """DuckDB and Spark."""
    from utsyn.evidence.spark import spark

    one, other = duckdb(), spark(url)
    yield one, other
    other.close()
    one.close()
