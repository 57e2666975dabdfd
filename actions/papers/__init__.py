"""Papers: documents, hand-overs and their receipts, circulars, what each edition of a report covers."""
