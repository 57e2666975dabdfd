"""Acts on cycles: opened, dated, announced, ended; what hangs from a meeting follows it."""
