"""Publication and modification: dates in metadata, dates that a reader sees, and the choice."""
