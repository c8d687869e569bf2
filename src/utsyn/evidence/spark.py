"""Spark where the data already lie, asked by way of Spark Connect what DuckDB is asked; when it is gone, that is said at once and once."""

import logging
import os
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection
from typing import Any
from urllib.parse import urlsplit

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from utsyn.evidence.engine import Engine
from utsyn.evidence.gone import Gone
from utsyn.problems import Problem, Problems
from utsyn.text import say

PORT, PATIENCE = 15002, 5  # of Spark Connect, and how many seconds one may take to answer
RETRIES = 5  # after 0.05, 0.2, 0.8, 3.2 and 12.8 seconds: for a network that blinks; Spark's client goes on for ten minutes
FIRST = 1  # retry, when nobody has answered yet
ALIVE = [  # whether a machine is there that says nothing; asked more often than in five minutes, a server takes it for an attack
    ("grpc.keepalive_time_ms", 330_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.http2.max_pings_without_data", 0),
]
SESSION = {  # on which results depend
    "spark.sql.ansi.enabled": "true",  # what overflows is refused; without it, it would come out as another number
}
LOST = ("INVALID_HANDLE", "SESSION_CLOSED", "SESSION_NOT_FOUND", "SESSION_CHANGED")


class Spark(Engine):
    """A Spark with tables in it, asked by way of Spark Connect. Raises Gone as soon as it is not there any more."""

    def __init__(self, connection: Any, url: str) -> None:
        super().__init__(connection, "spark")
        self.url = url
        self._frames: dict[str, Any] = {}

    def open(self, files: Mapping[str, Path]) -> Mapping[str, ir.Table]:
        """Return tables by name from their Parquet files. Raises Problems where a promised column is not there."""
        with self._there():
            return super().open(files)

    def settle(self, asked: ir.Table) -> ir.Table:
        """Return a table that holds what is asked, and no longer how it was made: what rests on it would be planned all anew each time."""
        name = ibis.util.gen_name("step")
        with self._there():
            frame = self._frames[name] = self._frame(asked).localCheckpoint()
            frame.createTempView(name)
            return self.connection.table(name)

    def release(self, table: ir.Table) -> None:
        """Let go of such a table."""
        name = table.op().name
        with self._there():  # Spark sweeps up what nobody knows any more
            self._frames.pop(name).sparkSession.catalog.dropTempView(name)

    def close(self) -> None:
        """Let go of what is kept, and of the session."""
        self._frames.clear()
        super().close()

    def _arrow(self, asked: ir.Table) -> pa.Table:
        """Have rows as they are: by way of pandas, as ibis has them, whole numbers beside a null would be floats."""
        with self._there():
            return self._frame(asked).toArrow()

    def _frame(self, asked: ir.Table) -> Any:
        self.connection._run_pre_execute_hooks(asked)  # noqa: SLF001  hands over tables that stand in a recipe itself
        return self.connection.raw_sql(self.connection.compile(asked))

    @contextmanager
    def _there(self) -> Iterator[None]:
        """Tell a Spark that is not there any more from one that cannot do what it is asked."""
        try:
            yield
        except Problems:
            raise
        except Exception as error:
            if _lost(error) or not listens(self.url):
                self.connection._session.release_session_on_close = False  # noqa: SLF001  nobody would hear it
                what = say("The Spark at {address} is gone, or has forgotten this session", address=self.url)
                mend = say("What was computed so far is kept: give the command again once Spark is back")
                raise Gone(Problem(what, mend)) from error
            raise


def spark(url: str) -> Spark:
    """Return the Spark that stands at an address such as sc://localhost:15002 (Spark Connect). Needs the extra `spark`.

    Raises Gone where none does.
    """
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # its library writes on the terminal what we say in words
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql.connect.client import DefaultChannelBuilder
        from pyspark.sql.connect.client.retries import DefaultPolicy
        from pyspark.sql.connect.session import SparkSession
    except ImportError as error:
        what = say("Spark Connect is not installed here")
        raise Gone(
            Problem(what, say("Install Utsyn with the extra spark: pip install utsyn[data,spark]"))
        ) from error
    if not listens(url):
        raise Gone(_nobody(url))
    logging.getLogger(
        "SQLQueryContextLogger"
    ).disabled = True  # it prints pages of Java before we say what is wrong
    warnings.filterwarnings("ignore", module=r"pyspark\.sql\.connect\.")  # such as that it is tried again
    try:
        session = SparkSession.builder.channelBuilder(DefaultChannelBuilder(url, ALIVE)).create()
    except PySparkException as error:  # the rest of the address is wrong
        raise Gone(_nobody(url, error)) from error
    session.client.set_retry_policies([DefaultPolicy(max_retries=FIRST)])
    try:
        connection = ibis.pyspark.connect(session, **SESSION)
    except PySparkException as error:  # something else listens there
        session.release_session_on_close = False
        session.stop()
        raise Gone(_nobody(url, error)) from error
    session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])
    return Spark(connection, url)


def listens(url: str) -> bool:
    """Tell whether anybody listens at an address of Spark Connect."""
    try:
        told = urlsplit(url)
        if told.scheme != "sc" or not told.hostname:
            return False
        create_connection((told.hostname, told.port or PORT), timeout=PATIENCE).close()
    except (OSError, ValueError):
        return False
    return True


def _nobody(url: str, error: Exception | None = None) -> Problem:
    mend = say("Give the address of its Spark Connect server: sc://HOST:15002")
    told = re.search(r'details = "(.+)"', str(error)) or re.match(r"(.+)", str(error or ""))
    if told:
        return Problem(say("No Spark answers at {address}: {why}", address=url, why=told[1][:200]), mend)
    return Problem(say("No Spark answers at {address}", address=url), mend)


def _lost(error: Exception) -> bool:
    """Tell whether an error says that the server, or what it knows of us, is not there."""
    code = getattr(error, "getGrpcStatusCode", lambda: None)()
    return getattr(code, "name", "") == "UNAVAILABLE" or any(word in str(error)[:500] for word in LOST)
