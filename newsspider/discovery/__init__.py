"""Where articles are found: feeds, sitemaps, section pages. Pure: bytes in, leads out."""
