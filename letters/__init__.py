"""What people are owed, and the messages that carry it: made, superseded, taken back, last told."""
