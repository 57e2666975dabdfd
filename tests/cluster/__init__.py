"""Many machines on one: what docs/operations.md says of them, line by line, by processes with ports of their own."""
