"""Pages of the room of plans: reading, judging, drafting."""
