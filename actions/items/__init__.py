"""Action items of a meeting's report."""
