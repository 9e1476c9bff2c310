"""Commands for whoever keeps it running: ``db``, ``health``, ``metrics``, ``runs``."""
