"""Delivery: rounds claim, send and finish messages; holds, channels, keys, backups and bounces, with their acts."""
