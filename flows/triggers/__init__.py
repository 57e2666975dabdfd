"""The desk on Prefect's pages: each act of the secretariat as a form, doing what `council` does, in one transaction."""
