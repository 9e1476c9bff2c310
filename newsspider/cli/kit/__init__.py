"""Shared by all commands: terminal, options, formats, progress, the database as they open it."""
