"""Acts on people: added, deputies, choices, addresses that failed, links of their own."""
