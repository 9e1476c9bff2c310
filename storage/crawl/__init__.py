"""What crawls need to remember: pages, sources, frontier, leases, revisits, runs."""
