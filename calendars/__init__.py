"""Calendars: the bytes of feeds and invitations, from frozen values; no database, no clock, no HTTP."""
