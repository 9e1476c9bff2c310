"""An English weekly with OpenGraph, a crawl-delay, and walls before some of its pages.

Its template ends each text with a line in the house's own words: only its other pages show that the
line belongs to no article.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from newsspider.demo.edition import Answer, text
from newsspider.demo.feeds import Channel, atom
from newsspider.demo.markup import lines
from newsspider.demo.site import Site
from newsspider.demo.story import Story
from newsspider.items import Article, Reason

CRAWL_DELAY = 0.2


class Northmoor(Site):
    """Articles under bare numbers, named by an Atom feed."""

    key = "northmoor"
    name = "Northmoor Post"
    language = "en"
    timezone = "Europe/London"
    start = "/atom.xml"
    section_form = '<a class="kicker" href="{}">{}</a>'
    menu_form = '<a class="menu-link" href="{}">{}</a>\n'
    author_form = '<span class="author-name">{}</span>'
    author_join = " and "

    def path(self, story: Story) -> str:
        """``/news/48213``."""
        return f"/news/{story.number}"

    def section_path(self, section: str) -> str:
        """``/category/council``."""
        return f"/category/{self.archive.sections[section]}"

    def date(self, story: Story) -> str:
        """``Wed 23 Oct 2024, 07:45``."""
        return f"{story.published_at.local:%a %d %b %Y, %H:%M}"

    def head(self, story: Story) -> str:
        """OpenGraph's article vocabulary."""
        tier = "locked" if story.reason is Reason.PAYWALL_STUB else "free"
        properties = [
            ("og:type", "article"),
            ("og:title", story.title),
            ("og:description", story.summary or ""),
            ("og:image", self.image(story)),
            ("article:published_time", story.published_at.isoformat()),
            *(("article:section", name) for name in story.sections),
            *(("article:tag", tag) for tag in story.tags),
            ("article:content_tier", tier),
        ]
        if story.modified_at is not None:
            properties.append(("article:modified_time", story.modified_at.isoformat()))
        return lines(
            (
                f'<link rel="canonical" href="{self.url(story)}">',
                *(f'<meta name="author" content="{escape(name)}">' for name in story.authors),
                *(
                    f'<meta property="{name}" content="{escape(value)}">'
                    for name, value in properties
                ),
            )
        )

    def values(self, story: Story) -> dict[str, str]:
        """The article's places and the credit of a copy."""
        credit = f"This story was first published by {story.credit}." if story.credit else ""
        return {**super().values(story), "credit": escape(credit)}

    def truth(self, story: Story) -> Article:
        """All that OpenGraph declares."""
        return self.record(
            story,
            published_at=story.published_at,
            modified_at=story.modified_at,
            summary=story.summary,
            tags=story.tags,
            image=self.image(story),
            site=self.name,
        )

    def extras(self) -> Mapping[str, Answer]:
        """The feed, and a robots.txt that asks for patience."""
        feed = f"{self.origin}/atom.xml"
        channel = Channel(name=self.name, home=f"{self.origin}/", feed=feed, language="en")
        robots = f"User-agent: *\nCrawl-delay: {CRAWL_DELAY}\nDisallow: /account/\n"
        return {"/atom.xml": atom(channel, self.entries()), "/robots.txt": text(robots)}
