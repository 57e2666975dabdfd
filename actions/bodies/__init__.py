"""Bodies and their meetings: called, moved, held, with their agenda and the papers before them."""
