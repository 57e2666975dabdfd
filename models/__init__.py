"""The typed tables of the record. A module imports only those that its foreign keys name, so that little is loaded."""
