"""The authors: candidates from metadata and visible bylines, and the model that chooses."""
