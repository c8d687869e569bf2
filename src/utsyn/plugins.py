"""Rules, targets, recipes and sources that other packages declare as entry points."""

from importlib.metadata import entry_points


def plugged(group: str) -> list[object]:
    """Load everything that installed packages declare in an entry point group, such as `utsyn.rules`."""
    return [point.load() for point in entry_points(group=group)]
