"""Delivery: rounds, claims, conversations with servers, what holds them, what comes back; and their acts."""
