"""Fetch pages and yield them as ``Page``: no extraction here."""
