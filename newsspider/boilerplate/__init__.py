"""Learned boilerplate, pure: lines that repeat across the pages of a site are no article's."""

from __future__ import annotations

from newsspider.boilerplate.evidence import AFFECTED, CutPositions, PageTrace, Rulings, decide
from newsspider.boilerplate.traces import Line, Trace, key_of, position_in_site, trace

__all__ = [
    "AFFECTED",
    "CutPositions",
    "Line",
    "PageTrace",
    "Rulings",
    "Trace",
    "decide",
    "key_of",
    "position_in_site",
    "trace",
]
