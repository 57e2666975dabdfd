"""Watching: whether rounds are finished, and whether reminders will leave."""
