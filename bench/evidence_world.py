"""Make a world to measure on, where it is not there yet: FOLDER WORKS [later]."""

import sys
from pathlib import Path

SEED = 1


def main() -> None:
    """Make it as the arguments say."""
    from utsyn.evidence.snapshots import Store
    from utsyn.evidence.world.whole import SOURCE, key_of, store

    folder, works, later = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:] == ["later"]
    if not (folder / SOURCE / key_of(works=works, seed=SEED, later=later)).is_dir():
        store(Store(folder), works=works, seed=SEED, later=later)


if __name__ == "__main__":
    main()
