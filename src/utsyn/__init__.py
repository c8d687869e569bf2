"""Utsyn: every answer carries its reasons and every figure carries its sources."""

__version__ = "0.1.0"
