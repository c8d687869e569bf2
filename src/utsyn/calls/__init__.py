"""Calls for proposals: their documents, amendments and rules, and who may apply and why."""
