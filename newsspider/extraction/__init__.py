"""From a news page's bytes to its record: pure, without clock, network or database."""

from newsspider.extraction.gate.judge import judge, refuse
from newsspider.extraction.read import explain, extract, read, warm

__all__ = ["explain", "extract", "judge", "read", "refuse", "warm"]
