"""The quality gate: whether a page is an article, and if not, why."""
