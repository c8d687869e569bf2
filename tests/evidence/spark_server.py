"""A Spark Connect server on this machine, for a while: what an office with a cluster has at hand already."""

import importlib.util
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import debian

SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
HOST = "127.0.0.1"
PATIENCE = 180  # seconds until it must listen, on a machine that others use too


def lacking() -> str:
    """Return what is not here that a server or its client needs; nothing if all is."""
    if importlib.util.find_spec("pyspark") is None or importlib.util.find_spec("grpc") is None:
        return "Spark Connect's client (pyspark-client)"
    if not (home() / "jars").is_dir():
        return "Spark itself (pyspark, or SPARK_HOME)"
    return "" if shutil.which("java") else "Java 17"


def required() -> None:
    """Skip a test where there is no Spark, by name; with UTSYN_REQUIRE=spark, fail instead."""
    if told := lacking():
        said = f"no Spark is at hand: {told} is not here"
        if debian.required("spark"):
            pytest.fail(said)
        pytest.skip(said)


def home() -> Path:
    """Return where Spark lies: SPARK_HOME, or the package that brings it."""
    found = importlib.util.find_spec("pyspark")
    return Path(
        os.environ.get("SPARK_HOME") or (found.submodule_search_locations or [""])[0] if found else ""
    )


@contextmanager
def server(folder: Path, *, memory: str = "2g", cores: int = 2) -> Iterator[str]:
    """Start a server that writes into a folder alone, and stop it in the end; gives its address, sc://127.0.0.1:PORT."""
    with started(folder, memory=memory, cores=cores) as (address, _):
        yield address


@contextmanager
def started(
    folder: Path, *, memory: str = "2g", cores: int = 2, port: int = 0
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Do the same, and give its process too, which is Java's own."""
    port = port or free_port()
    told = {
        "spark.connect.grpc.binding.address": HOST,
        "spark.connect.grpc.binding.port": port,
        "spark.driver.host": HOST,
        "spark.driver.bindAddress": HOST,
        "spark.driver.memory": memory,
        "spark.log.level": "WARN",
        "spark.local.dir": folder / "local",
        "spark.sql.ansi.enabled": "false",  # as old clusters have it: then what overflows is another number
        "spark.sql.shuffle.partitions": cores,
        "spark.sql.warehouse.dir": folder / "warehouse",
        "spark.ui.enabled": "false",
    }
    command = [str(home() / "bin" / "spark-submit"), "--master", f"local[{cores}]", "--class", SERVER]
    command += [word for name, value in told.items() for word in ("--conf", f"{name}={value}")]
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "server.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*command, "spark-internal"], stdout=file, stderr=file, stdin=subprocess.DEVNULL, cwd=folder,
            env={**os.environ, "SPARK_HOME": str(home()), "SPARK_LOCAL_IP": HOST},
        )  # fmt: skip
    try:
        _until_it_listens(port, process, log)
        yield f"sc://{HOST}:{port}", process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _until_it_listens(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError(f"Spark did not start:\n{log.read_text(errors='replace')[-3000:]}")
