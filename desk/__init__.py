"""The desk: the outbox that an officer reviews, and the tasks that need a person."""
