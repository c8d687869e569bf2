"""What is done about evidence: jobs asked for and worked at, results kept, computed figures entered for plans.

An action takes `by` and `at`, and where a page sends it the token of its `form`. Nobody signs in to a job: what it keeps has no `by`.
"""
