"""Month and weekday names by language: the Unicode CLDR by way of Babel, and a few more."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from babel import Locale, UnknownLocaleError

REGIONS = {"ar": ("ar", "ar_SY", "ar_LB", "ar_IQ", "ar_MA", "ar_DZ", "ar_TN")}
"""Arabic has Levantine and Maghrebi month names beside the international ones."""

KIN = (
    ("id", "ms"), ("hr", "sr", "bs", "sl"), ("nb", "nn", "no", "da", "sv"), ("cs", "sk"),
    ("es", "gl", "pt", "ca"), ("ru", "uk", "be"), ("bg", "mk"), ("tr", "az"), ("hi", "ne", "mr"),
)  # fmt: skip
"""Languages that are taken for one another: a name that the one lacks may be the other's."""


@cache
def month_of(name: str, language: str) -> int | None:
    """The month by its name in the language, else in its kin's, else in English."""
    folded = fold_name(name)
    kin = (other for group in KIN if language in group for other in group)
    known = (month_names(tongue) for tongue in (language, *kin, "en") if tongue)
    return next((names[folded] for names in known if folded in names), None)


@cache
def month_names(language: str) -> Mapping[str, int]:
    """The month's number by name in one language, as ``fold_name`` writes names."""
    names: dict[str, int] = {}
    for region in REGIONS.get(language, (language,)):
        for number, name in _cldr(region):
            names.setdefault(fold_name(name), number)
    for name, number in _own().get(language, {}).items():
        names[fold_name(name)] = number
    return {name: number for name, number in names.items() if len(name) >= 2}


@cache
def jalali_months() -> Mapping[str, int]:
    """The months of the Iranian calendar by name."""
    return {fold_name(name): number for name, number in _own()["jalali"].items()}


@cache
def hijri_months() -> dict[str, int]:
    """The months of the Islamic calendar by name."""
    return {fold_name(name): number for name, number in _own()["hijri"].items()}


def fold_name(text: str) -> str:
    """Lower case, without marks: how two spellings of a month's name meet."""
    if text.isascii():
        return text.lower().strip(" .")
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(character for character in decomposed if not unicodedata.combining(character))
    for written, plain in (("ي", "ی"), ("ك", "ک"), ("ı", "i"), ("\u200c", " ")):
        kept = kept.replace(written, plain)
    return kept.strip(" .")


@cache
def _own() -> dict[str, dict[str, int]]:
    text = resources.files(__package__).joinpath("months.toml").read_text("utf-8")
    return tomllib.loads(text)


def _cldr(region: str) -> Iterator[tuple[int, str]]:
    try:
        months = Locale.parse(region).months
    except (UnknownLocaleError, ValueError):
        return
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            yield from ((int(number), str(name)) for number, name in months[context][width].items())


@cache
def weekday_words(language: str) -> frozenset[str]:
    """The words that the days' names are made of, as ``fold_name`` writes them."""
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
    return frozenset(word for name in names for word in fold_name(name).split())
