"""Calendar feeds: a subscriber's selection as entries and bytes, and the private addresses that serve them."""
