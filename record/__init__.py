"""What is known: the store, what is read of it by noun, the journal, the settings, what acts refuse."""
