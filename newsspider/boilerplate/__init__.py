"""Learned chrome, pure: across the pages of one site, what repeats is not the article."""

from __future__ import annotations

from newsspider.boilerplate.evidence import AFFECTED, Cut, Read, Rulings, decide
from newsspider.boilerplate.traces import Line, Trace, key_of, standing, trace

__all__ = [
    "AFFECTED",
    "Cut",
    "Line",
    "Read",
    "Rulings",
    "Trace",
    "decide",
    "key_of",
    "standing",
    "trace",
]
