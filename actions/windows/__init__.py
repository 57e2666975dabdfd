"""Acts on windows: answers of the invitees, and what became of each comment."""
