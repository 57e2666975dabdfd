"""Watching: whether rounds are finished, whether reminders will leave, logs and figures."""
