"""Boilerplate learned from each site's own pages, and what a person rules on it."""
