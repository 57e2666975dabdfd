"""The desk: where the secretariat acts in a browser, each person by an account of their own."""
