"""Nominations out of the spreadsheet that a faculty already has: read, previewed, and nothing dropped in silence."""
