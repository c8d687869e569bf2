"""The pages on which a round is decided."""
