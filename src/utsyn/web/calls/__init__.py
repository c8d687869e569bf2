"""Calls in the browser: what they say, and what they answer."""
