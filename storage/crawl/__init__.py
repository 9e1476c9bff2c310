"""The memory of crawls: pages, sources, frontier, leases, revisits, runs."""
