"""An institution's own round for a call: its terms, its dates, what it asks for, and what must be in order."""
