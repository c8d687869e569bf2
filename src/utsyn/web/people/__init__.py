"""People, and what each of them may see."""
