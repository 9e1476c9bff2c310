"""The days of the week by language, from the Unicode CLDR by way of Babel."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

from newsspider.dates.months import fold


@cache
def weekday_words(language: str) -> frozenset[str]:
    """The words that the days' names are made of, as ``fold`` writes them."""
    try:
        days = Locale.parse(language).days
    except (UnknownLocaleError, ValueError):
        return frozenset()
    names = (
        str(name)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in days[context][width].values()
    )
    return frozenset(word for name in names for word in fold(name).split())
