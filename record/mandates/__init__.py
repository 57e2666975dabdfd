"""Resolutions: versions, clauses, what these oblige to and call for, and how that stands in a year."""
