"""Cycles and their deadlines: opened, dated, moved, settled, and read as they stood on any day."""
