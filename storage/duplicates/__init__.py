"""Near-duplicates: which articles have one text, and which came first."""
