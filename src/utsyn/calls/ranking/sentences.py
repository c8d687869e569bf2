"""Several sentences said one after another, as they stand in a letter."""

from typing import NamedTuple

from utsyn.problems import sentence
from utsyn.text import Words


class Sentences(NamedTuple):
    """Sentences that each end with a full stop, the first letter of each as it is written."""

    said: tuple[Words, ...]

    def in_(self, language: str) -> str:
        """Say them all."""
        return " ".join(sentence(words.in_(language)) for words in self.said)
