"""Indicators and their figures, as pages: definitions, versions, figures entered with source, date and method."""
