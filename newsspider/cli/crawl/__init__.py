"""Commands that fetch and read pages."""
