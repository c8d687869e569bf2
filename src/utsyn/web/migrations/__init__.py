"""The one line of migrations."""
