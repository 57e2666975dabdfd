"""Acts by noun: one act is one function, one transaction and one line of the journal."""
