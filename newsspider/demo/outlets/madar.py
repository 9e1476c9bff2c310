"""An Arabic magazine on WordPress: labels that run together, desk and date on one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal
from urllib.parse import quote

from newsspider.demo.edition import Answer, text
from newsspider.demo.feeds import Channel, rss
from newsspider.demo.site import Site
from newsspider.demo.story import Story
from newsspider.items import Article
from newsspider.timestamps import Timestamp


class Madar(Site):
    """Articles under percent-encoded slugs, named by an RSS feed."""

    key = "madar"
    name = "مجلة مدار"
    language = "ar"
    timezone = "Asia/Riyadh"
    direction: ClassVar[Literal["ltr", "rtl"]] = "rtl"
    start = "/feed/"
    section_form = '<a class="post-cat" href="{}">{}</a>'
    menu_form = '<li class="menu-item menu-item-type-taxonomy"><a href="{}">{}</a></li>\n'
    author_form = '<a href="#" class="author-name tie-icon" title="{0}">{0}</a>'

    def path(self, story: Story) -> str:
        """``/%D8%AA…/``."""
        return f"/{quote(story.slug)}/"

    def date(self, story: Story) -> str:
        """``14/11/2024``."""
        return f"{story.published_at.day:%d/%m/%Y}"

    def truth(self, story: Story) -> Article:
        """The day only: the page names no time."""
        return self.record(
            story,
            published_at=Timestamp.of_day(story.published_at.day),
            tags=story.tags,
            image=self.image(story),
            site=self.name,
        )

    def extras(self) -> Mapping[str, Answer]:
        """WordPress's feed and robots.txt."""
        channel = Channel(
            name=self.name,
            home=f"{self.origin}/",
            feed=f"{self.origin}/feed/",
            language="ar",
        )
        robots = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n"
        return {"/feed/": rss(channel, self.entries()), "/robots.txt": text(robots)}
