"""Acts on papers: documents, submissions and their receipts, circulars."""
