"""The pages of the room of indicators."""
