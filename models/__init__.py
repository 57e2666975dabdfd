"""The record: typed tables. A module imports those that its foreign keys name; a reader pays for no other."""
