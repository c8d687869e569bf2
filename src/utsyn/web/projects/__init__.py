"""The room of the project bank: what became of applications, for years."""
