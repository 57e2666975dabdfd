"""Meetings as they stood on any day, and the papers before them."""
