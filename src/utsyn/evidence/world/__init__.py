"""A made-up world that fits together, with planted partners and planted causes of change; always labelled synthetic."""
