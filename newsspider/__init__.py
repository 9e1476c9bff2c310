"""newsspider: news sites in, a clean and searchable corpus out."""

__version__ = "0.1.0"
