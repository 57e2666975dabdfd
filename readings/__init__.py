"""Readings by noun: one reading is one function that changes nothing and returns what it shows."""
