"""The room of the log: its pages for the auditor, and the walk along its chain."""
