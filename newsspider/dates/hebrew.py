"""Days of the Hebrew calendar as Hebrew letters write them: כ״א בתשרי תשפ״ה."""

from __future__ import annotations

import re
from collections.abc import Iterator

VALUES = dict(
    zip(
        "אבגדהוזחטיכלמנסעפצקרשת",
        (*range(1, 10), *range(10, 100, 10), *range(100, 500, 100)),
        strict=True,
    )
)
MONTHS = {
    "תשרי": 7, "חשוון": 8, "חשון": 8, "מרחשוון": 8, "כסלו": 9, "כסליו": 9, "טבת": 10, "שבט": 11,
    "אדר א": 12, "אדר ב": 13, "אדר": 12, "ניסן": 1, "אייר": 2, "סיוון": 3, "סיון": 3, "תמוז": 4,
    "אב": 5, "אלול": 6,
}  # fmt: skip
"""Numbered from Nisan, as the calendar's leap month needs it."""

MARKS = "\"'״׳”’"
DATE = re.compile(
    rf"(?<![א-ת])([א-ל][{MARKS}]?[א-ט]?[{MARKS}]?)\s+ב?(?:חודש\s+)?({'|'.join(MONTHS)})[{MARKS}]?,?\s+"
    rf"(ה?[{MARKS}]?ת[א-ת]{{1,3}}[{MARKS}][א-ת])(?![א-ת])"
)


def hebrew_dates(text: str) -> Iterator[tuple[int, int, tuple[int, int, int]]]:
    """Where such dates stand, and their year, month and day."""
    if "ת" in text:
        for match in DATE.finditer(text):
            year = match[3].removeprefix("ה").lstrip(MARKS)
            day = _number(match[1])
            yield match.start(), match.end(), (5000 + _number(year), MONTHS[match[2]], day)


def _number(letters: str) -> int:
    return sum(VALUES.get(letter, 0) for letter in letters)
