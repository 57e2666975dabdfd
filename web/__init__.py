"""The feeds and the pages of the secretariat over HTTP."""
