"""Resolutions: versions, clauses, what these oblige to, and how that stands in a year."""
