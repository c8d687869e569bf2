"""What the house is built from: pinned by hash, from no named host, each piece with its reason."""

import re
import shutil
import subprocess

import pytest

from tests.house.tree import ROOT

PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
LARGEST = 1_000_000  # bytes
DEPENDENCY = re.compile(r'^\s*"[\w.-]+(\[[\w,]+\])?[<>=~!]=?[^"]*",?')
RULE = re.compile(r'^\s*"[A-Z]{1,4}\d*",')


def tracked() -> list[str]:
    """Every file in git, and every file that would be added."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("this is no git clone: what git holds cannot be told")
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for path in listed.split("\0") if path and (ROOT / path).is_file()]


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").iterdir()), ids=lambda path: path.name)
def test_requirements_name_no_host(path):
    assert not re.search(r"https?:|//|--(extra-)?index-url|--find-links|@ ", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_every_package_is_pinned_to_a_version_and_to_its_contents(path):
    packages = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
    loose = [
        package.split("\n")[0]
        for package in packages
        if "==" not in package or "--hash=sha256:" not in package
    ]
    assert packages
    assert loose == []


def test_no_lock_that_records_hosts():
    names = {path.rsplit("/", 1)[-1] for path in tracked()}
    assert not names & {"uv.lock", "poetry.lock", "pylock.toml", "package-lock.json", "package.json"}


def test_no_file_is_too_large_to_read():
    large = {path: size for path in tracked() if (size := (ROOT / path).stat().st_size) > LARGEST}
    assert not large


@pytest.mark.parametrize("kind", [DEPENDENCY, RULE], ids=["dependency", "lint rule left out"])
def test_each_has_its_reason_beside_it(kind):
    kept_out = PYPROJECT.split("ignore = [", 1)[1]
    lines = (PYPROJECT.split("[project.scripts]")[0] if kind is DEPENDENCY else kept_out).splitlines()
    found = [line for line in lines if kind.match(line)]
    assert len(found) > 10, "this test looks for the wrong lines"
    assert [line for line in found if not re.search(r'", +# .{6}', line)] == []
