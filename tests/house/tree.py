"""The files that the house rules speak of."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "utsyn"
WEB = HOUSE / "web"


def python_files(*folders: Path) -> list[Path]:
    """Python that people wrote: in `folders`, or in all of the repository; Django writes migrations."""
    places = folders or tuple(ROOT / name for name in ("src", "tests", "tools", "bench"))
    files = (path for place in places for path in sorted(place.rglob("*.py")))
    return [path for path in files if "migrations" not in path.parts]


def pure_files() -> list[Path]:
    """Python of the pure half."""
    return [path for path in python_files(HOUSE) if not path.is_relative_to(WEB)]


def name(path: Path) -> str:
    """How a test names a file."""
    return path.relative_to(ROOT).as_posix()
