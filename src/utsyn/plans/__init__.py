"""Plans: goals as documents, targets as functions, indicators with their definitions, progress with its reasons."""
