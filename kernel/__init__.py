"""The kernel: an act is declared once, one runner does it, and every door is derived from the declaration."""
