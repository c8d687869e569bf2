"""The tables of a round, in two files: what is nominated, and how it is decided."""
