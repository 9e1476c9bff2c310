"""The headline: its candidates, where they stand, and the model that chooses."""
