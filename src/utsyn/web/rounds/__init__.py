"""Nomination rounds: from the funder's call to the list that is sent."""
