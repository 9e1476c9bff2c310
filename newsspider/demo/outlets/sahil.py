"""An old Arabic page: windows-1256, tables, fonts, and not a word of metadata."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar, Literal

from newsspider.demo.listing import Listing, paginate
from newsspider.demo.oldstyle import OldSite
from newsspider.demo.story import Story

MONTHS = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
"""As the Levant names them."""

DAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")


class Sahil(OldSite):
    """Articles under ``article.php?id=``; the charset is named in the page alone."""

    key = "sahil"
    name = "جريدة الساحل"
    language = "ar"
    timezone = "Asia/Damascus"
    direction: ClassVar[Literal["ltr", "rtl"]] = "rtl"
    charset = "windows-1256"
    page_size = 4
    section_form = '<A HREF="{}">{}</A>'
    menu_form = '<A HREF="{}"><FONT COLOR="#FFFFFF"><B>{}</B></FONT></A><BR>\n'
    author_join = " و"

    def path(self, story: Story) -> str:
        """``/article.php?id=7``."""
        return f"/article.php?id={story.number}"

    def section_path(self, section: str) -> str:
        """``/section.php?cat=2``."""
        return f"/section.php?cat={self.archive.sections[section]}"

    def date(self, story: Story) -> str:
        """``الأربعاء 23 تشرين الأول 2024``."""
        day = story.published_at.day
        return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"

    def listings(self) -> Iterable[Listing]:
        """The home goes on under ``/index.php?page=2``."""
        front = paginate(self.name, self.stories, "/index.php", self.page_query, self.page_size)
        addresses = ("/", *front[0].addresses[1:])
        yield from (replace(listing, addresses=addresses) for listing in front)
        yield from self.section_listings()
