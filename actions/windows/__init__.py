"""Acts on windows: answers of the invited, and what became of each comment."""
