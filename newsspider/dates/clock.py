"""The time of day beside a date, and its zone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420,
    "MDT": -360, "PST": -480, "PDT": -420, "BST": 60, "CET": 60, "CEST": 120, "MEZ": 60,
    "MESZ": 120, "EET": 120, "EEST": 180, "JST": 540, "KST": 540, "MSK": 180, "МСК": 180,
    "мск": 180, "WIB": 420, "WITA": 480, "WIT": 540, "AEST": 600, "AEDT": 660,
}  # fmt: skip
"""Minutes east of UTC, by abbreviations that mean one thing on news pages (RFC 5322)."""

TIME = re.compile(
    r"(?<![\d:.])(?:(오전|오후|午前|午後|上午|下午)\s?)?"
    r"(\d{1,2})(?:[:：時时시点點]\s?|[hH]|\.(?=\d{2}(?![\d.])))(\d{2})(?::(\d{2})(?:[.,]\d+)?)?[分분]?"
    r"(?:\s?([aApP])\.?\s?[mM]\b\.?|\s?(ص|م|صباحا|مساء)(?!\w))?"
    rf"(?:\s*\(?({'|'.join(ZONES)}|[A-Z]{{2,4}}T)?\s?([+-]\d{{1,2}}:?(?:\d{{2}})?)?(?![\w:]))?"
)
MORNING = frozenset(("a", "ص", "صباحا", "오전", "午前", "上午"))
AFTERNOON = frozenset(("p", "م", "مساء", "오후", "午後", "下午"))

FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
BEFORE, AFTER = 24, 24
"""Characters between a date and a time that belongs to it, at most."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, with its zone where the text or the site names one."""

    hms: tuple[int, int, int]
    has_seconds: bool
    zone: tzinfo | None
    start: int
    end: int


def clock(text: str, start: int, end: int, site_zone: str | None) -> Clock | None:
    """The time that stands behind the date at ``start`` to ``end``, or else right before it."""
    after = TIME.search(text, end, end + AFTER + 20)
    if after and after.start() - end <= AFTER:
        return _clock(after, site_zone)
    before = list(TIME.finditer(text, max(start - BEFORE, 0), start))
    return _clock(before[-1], site_zone) if before else None


def digits(text: str) -> str:
    """Digits of every script as ASCII; the text's length stays."""
    if text.isascii() or not FOREIGN_DIGIT.search(text):
        return text
    return FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), text)


def _clock(match: re.Match[str], site_zone: str | None) -> Clock | None:
    hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    half = (match[1] or match[5] or match[6] or "").lower()
    if half in AFTERNOON and hour < 12:
        hour += 12
    elif half in MORNING and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone = _zone(match[7], match[8]) or (ZoneInfo(site_zone) if site_zone else None)
    return Clock((hour, minute, second), match[4] is not None, zone, match.start(), match.end())


def _zone(name: str | None, offset: str | None) -> tzinfo | None:
    if offset:
        return offset_zone(offset)
    if name in ZONES:
        return timezone(timedelta(minutes=ZONES[name])) if ZONES[name] else UTC
    return None


def offset_zone(written: str) -> tzinfo | None:
    """The zone of a distance from UTC: ``+02:00``, ``+0200``, ``+2:00``, ``+2``."""
    hours, _, minutes = written[1:].partition(":")
    if not minutes and len(hours) > 2:
        hours, minutes = hours[:-2], hours[-2:]
    if int(hours) > 14 or int(minutes or 0) > 59:
        return None
    span = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-span if written[0] == "-" else span)
