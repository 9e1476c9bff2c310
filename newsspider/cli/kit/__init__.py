"""What all commands share: terminal, options, formats, progress, the database as they open it."""
