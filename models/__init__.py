"""The record: typed tables. Importing any of them imports all, so that their foreign keys always resolve."""

from models import (
    answers,
    bodies,
    cycles,
    deadlines,
    documents,
    feeds,
    items,
    journal,
    outbox,
    people,
    resolutions,
    sending,
    store,
    subscriptions,
)

__all__ = [
    "answers",
    "bodies",
    "cycles",
    "deadlines",
    "documents",
    "feeds",
    "items",
    "journal",
    "outbox",
    "people",
    "resolutions",
    "sending",
    "store",
    "subscriptions",
]
