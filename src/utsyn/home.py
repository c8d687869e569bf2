"""An institution's own folder (UTSYN_HOME), laid over the documents that Utsyn ships."""

import os
from collections.abc import Iterator
from pathlib import Path

SHIPPED = Path(__file__).parent / "data"


def home() -> Path | None:
    """Return the institution's folder, or None where none is set."""
    folder = os.environ.get("UTSYN_HOME", "")
    return Path(folder) if folder else None


def folders(kind: str) -> list[Path]:
    """List the folders that hold documents of a kind (`calls`, `plans`), the institution's own first."""
    own = home()
    roots = [own, SHIPPED] if own else [SHIPPED]
    return [root / kind for root in roots if (root / kind).is_dir()]


def documents(kind: str) -> Iterator[Path]:
    """Walk the documents of a kind; a file in the institution's folder replaces the shipped one of the same name."""
    seen: set[Path] = set()
    for folder in folders(kind):
        for path in sorted(folder.rglob("*.yaml")):
            name = path.relative_to(folder)
            if name not in seen and not path.name.endswith(".cases.yaml"):
                seen.add(name)
                yield path
