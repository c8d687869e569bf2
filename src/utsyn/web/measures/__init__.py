"""What units do about goals, as pages: goals sent to them, what they answer, measures, a unit's own page."""
