"""From nothing to the first page: a clean clone, an empty HOME, `./run demo`; and how much it puts on the disk."""

import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.measure import Row, report

ROOT = Path(__file__).parent.parent
ADDRESS = "127.0.0.1:8793"
PATIENCE = 60  # seconds that the first page may take


def timed(*command: str, cwd: Path, env: dict[str, str]) -> float:
    """Wall seconds of a command that must succeed."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=cwd, env=env, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    return time.perf_counter() - begun


def first_page(clone: Path, env: dict[str, str]) -> float:
    """Wall seconds from `./run serve` to the first page read."""
    begun = time.perf_counter()
    server = subprocess.Popen(["./run", "serve"], cwd=clone, env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        while time.perf_counter() - begun < PATIENCE:
            try:
                with urllib.request.urlopen(f"http://{ADDRESS}/en/calls/", timeout=PATIENCE) as page:
                    page.read()
                return time.perf_counter() - begun
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the first page did not come")
    finally:
        server.terminate()
        server.wait()


def size(folder: Path) -> float:
    """Megabytes of the files in a folder."""
    return (
        sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
        / 1e6
    )


def row(what: str, value: float, unit: str) -> Row:
    """A row of something that is measured once."""
    return Row(what, round(value, 2), round(value, 2), round(value, 2), unit)


def main() -> None:
    """Measure and report."""
    with tempfile.TemporaryDirectory() as folder:
        clone, home = Path(folder) / "utsyn", Path(folder) / "home"
        home.mkdir()
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        kept = (
            "PATH",
            "LANG",
            "LC_ALL",
            "TMPDIR",
            *(n for n in os.environ if n.startswith(("PIP_", "SSL_", "UV_"))),
        )
        env = {name: os.environ[name] for name in kept if name in os.environ}
        env |= {"HOME": str(home), "UTSYN_ADDRESS": ADDRESS}
        rows = [
            row(
                "./run demo in a clean clone with an empty HOME",
                timed("./run", "demo", cwd=clone, env=env),
                "s",
            ),
            row("./run demo again", timed("./run", "demo", cwd=clone, env=env), "s"),
            row("./run serve to the first page", first_page(clone, env), "s"),
            row("what it puts on the disk (.venv)", size(clone / ".venv"), "MB"),
            row("the package itself (src/utsyn)", size(clone / "src"), "MB"),
        ]
        shutil.rmtree(clone)
    report("install", rows)


if __name__ == "__main__":
    main()
