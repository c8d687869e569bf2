"""The annual wheel and follow-up reports, as pages: drafted, edited, approved, frozen, compared."""
