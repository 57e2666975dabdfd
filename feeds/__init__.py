"""Feeds: what a subscriber chose, as entries and bytes; private addresses and how they are asked for."""
