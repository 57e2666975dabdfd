"""The desk: the outbox as an officer reviews it, and what needs a hand."""
