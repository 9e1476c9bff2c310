"""Whether day or month comes first, from dates that can be read only one way."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsspider.dates.clock import digits
from newsspider.dates.reader import Order

SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})(?![\d/])")
LINE = 200
"""Longer lines are prose, and quote what others wrote."""


def order_of(lines: Iterable[str]) -> Order | None:
    """The order that all telling dates of the lines share, ``None`` where none tells."""
    seen: set[Order] = set()
    for line in lines:
        if "/" in line and len(line) <= LINE:
            for match in SLASHED.finditer(digits(line)):
                first, second = int(match[1]), int(match[2])
                if 12 < first <= 31 and 1 <= second <= 12:
                    seen.add("dmy")
                elif 12 < second <= 31 and 1 <= first <= 12:
                    seen.add("mdy")
    return seen.pop() if len(seen) == 1 else None
