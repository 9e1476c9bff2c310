"""Asking the corpus: search, facets, cursors, snippets."""
