"""Organisations and countries: who is who, and which countries belong together on a day."""
