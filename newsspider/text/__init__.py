"""Text and addresses: charsets, URLs, hosts, selectors, limits of size. Pure."""
