"""What the office decides about projects: results, changes, duties, imports; each deed leaves a line in the log.

An action takes `by`, `at` and, where a page sends it, the token of its `form`: the same form sent twice is one deed.
"""
