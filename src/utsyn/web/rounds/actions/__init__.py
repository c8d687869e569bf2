"""What the office, the faculties and the leadership decide in a round; each deed leaves a line in the log.

An action takes `by`, `at` (the real moment) and, where a page sends it, the token of its `form`: the same form
sent twice is one deed. It locks the round first, so that deeds in one round come one after another.
"""
