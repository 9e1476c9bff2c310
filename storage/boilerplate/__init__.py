"""Boilerplate learned from each site's own pages, and the rulings of people on it."""
