"""Documents, submissions and circulars; what each edition of a report covers."""
