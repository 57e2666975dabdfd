"""The declared chains, found by being here: one file, one CHAIN."""
