"""An engine that is not there, or no longer: nothing more can be asked of it, by whatever recipe."""

from utsyn.problems import Problems


class Gone(Problems):
    """Nobody answers where an engine was to be; what was computed before stays."""
