"""What the checks of all documents share: findings with their place, quotes and sources, languages, doubts."""
