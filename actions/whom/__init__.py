"""Whom we tell: people by role, deputy and choice, and whether they can be reached."""
