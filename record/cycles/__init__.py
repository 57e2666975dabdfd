"""Cycles and their deadlines, as they stood on any day."""
