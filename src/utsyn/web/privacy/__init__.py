"""The room of privacy: what is held on a person and why, her copy of it, and its end."""
