"""Today's extraction over the archive: what it makes of pages that were stored long ago."""
