"""One file a source: how it is fetched, what its files look like, and how they become the promised tables."""
