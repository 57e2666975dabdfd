"""Windows of the invited: who has answered, and what became of each comment."""
