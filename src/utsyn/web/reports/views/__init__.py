"""Pages about reports: the annual wheel, a round, a report, what was frozen of it, and two of them compared."""
