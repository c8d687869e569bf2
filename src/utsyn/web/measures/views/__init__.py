"""Pages about what units do: my work, the unit, the cascade, the conversation about a goal, measures."""
