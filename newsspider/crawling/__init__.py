"""Running spiders: one run in this process, from start to report."""
