"""The record: typed tables. Importing any of them imports all, so that their foreign keys always resolve."""

from models import bodies, cycles, deadlines, feeds, journal, outbox, people, store

__all__ = ["bodies", "cycles", "deadlines", "feeds", "journal", "outbox", "people", "store"]
