"""A Persian agency with a Jalali date in Persian digits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import ClassVar, Literal
from urllib.parse import quote

from newsspider.demo.edition import Answer, text
from newsspider.demo.markup import Forms, lines
from newsspider.demo.site import Site
from newsspider.demo.story import Story
from newsspider.items import Article, Kind
from newsspider.timestamps import Timestamp

NEW_YEAR = {1403: date(2024, 3, 20), 1404: date(2025, 3, 21)}
"""The first day of each Jalali year that the demo needs."""

MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
LONG_MONTHS = 6
"""The first six months have 31 days, those after them 30."""


class Sepid(Site):
    """Articles under a number and a slug, found from the home."""

    key = "sepid"
    name = "پیک سپیدرود"
    language = "fa"
    timezone = "Asia/Tehran"
    direction: ClassVar[Literal["ltr", "rtl"]] = "rtl"
    start = "/"
    section_form = ' <li class="breadcrumb-item"><a href="{}">{}</a></li>'
    menu_form = '<li class="nav-item"><a class="nav-link" href="{}">{}</a></li>\n'
    author_form = '<span class="reporter-name">{}</span>'
    author_join = "، "
    tag_form = '<li><a href="#" rel="tag">{}</a></li> '
    forms: ClassVar[Forms] = {
        Kind.PARAGRAPH: '<p style="text-align: justify;">{}</p>',
        Kind.HEADING: "<h3><strong>{}</strong></h3>",
        Kind.QUOTE: "<blockquote>{}</blockquote>",
        Kind.LIST_ITEM: "<li>{}</li>",
    }

    def path(self, story: Story) -> str:
        """``/fa/news/48213/%D8%A8…``."""
        return f"/fa/news/{story.number}/{quote(story.slug)}"

    def section_path(self, section: str) -> str:
        """``/fa/economy``."""
        return f"/fa/{self.archive.sections[section]}"

    def date(self, story: Story) -> str:
        """``۲۳ آبان ۱۴۰۳ - ۱۴:۳۰``: a clock without a zone."""
        clock = f"{story.published_at.local:%H:%M}".translate(DIGITS)
        return f"{jalali(story.published_at.day)} - {clock}"

    def head(self, story: Story) -> str:
        """The lead as description."""
        return lines(
            (
                f'<link rel="canonical" href="{self.url(story)}" />',
                f'<meta name="description" content="{escape(story.summary or "")}" />',
            )
        )

    def truth(self, story: Story) -> Article:
        """The day only: the clock on the page has no zone."""
        return self.record(
            story,
            published_at=Timestamp.of_day(story.published_at.day),
            summary=story.summary,
            tags=story.tags,
            image=self.image(story),
            site=self.name,
        )

    def extras(self) -> Mapping[str, Answer]:
        """A robots.txt that bans nothing that is linked."""
        return {"/robots.txt": text("User-agent: *\nDisallow: /fa/print/\n")}


def jalali(day: date) -> str:
    """The day in the Iranian calendar, in Persian: ``۲۳ آبان ۱۴۰۳``."""
    year = max(number for number, first in NEW_YEAR.items() if first <= day)
    passed = (day - NEW_YEAR[year]).days
    early = LONG_MONTHS * 31
    if passed < early:
        month, rest = divmod(passed, 31)
    else:
        month, rest = divmod(passed - early, 30)
        month += LONG_MONTHS
    return f"{rest + 1} {MONTHS[month]} {year}".translate(DIGITS)
