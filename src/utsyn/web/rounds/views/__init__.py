"""The pages of a round: the list and the round itself, its terms, what is read in, what is given out, who is hit."""
