"""One nomination: begun, written, handed in, commented on, with its files and its history."""
