"""Plans and their goals, as pages: editions, adoption, overview, goals, comparison."""
