"""People by role, deputy and choice; whether they can be reached; links of their own."""
