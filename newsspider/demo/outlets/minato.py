"""A Japanese local paper with ``2024年10月23日 10時30分`` and section labels."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from newsspider.demo.edition import Answer, text
from newsspider.demo.markup import lines
from newsspider.demo.site import Site
from newsspider.demo.story import Story
from newsspider.items import Article
from newsspider.timestamps import Timestamp


class Minato(Site):
    """Articles under a day and a number, found from the home."""

    key = "minato"
    name = "みなと新報"
    language = "ja"
    timezone = "Asia/Tokyo"
    start = "/"
    section_form = '<a class="label" href="{}">{}</a>'
    menu_form = '<li class="gnav__item"><a href="{}">{}</a></li>\n'
    author_form = '<span class="author" rel="author">{}</span>'
    author_join = "、"
    tag_form = '<li class="keyword"><a href="#" rel="tag">{}</a></li>'

    def path(self, story: Story) -> str:
        """``/articles/20241023-0012.html``."""
        return f"/articles/{story.published_at.day:%Y%m%d}-{story.number:04}.html"

    def section_path(self, section: str) -> str:
        """``/section/shakai``."""
        return f"/section/{self.archive.sections[section]}"

    def date(self, story: Story) -> str:
        """``2024年10月23日 10時30分``: a clock without a zone."""
        local = story.published_at.local
        return f"{local.year}年{local.month}月{local.day}日 {local.hour}時{local:%M}分"

    def head(self, story: Story) -> str:
        """Title and picture for those who share the page; keywords."""
        return lines(
            (
                f'<link rel="canonical" href="{self.url(story)}">',
                '<meta property="og:type" content="article">',
                f'<meta property="og:title" content="{escape(story.title)}">',
                f'<meta property="og:image" content="{self.image(story)}">',
                f'<meta name="keywords" content="{escape(",".join(story.tags))}">',
            )
        )

    def truth(self, story: Story) -> Article:
        """The day only: the clock on the page has no zone."""
        return self.record(
            story,
            published_at=Timestamp.of_day(story.published_at.day),
            tags=story.tags,
            image=self.image(story),
            site=self.name,
        )

    def extras(self) -> Mapping[str, Answer]:
        """A robots.txt that bans nothing that is linked."""
        return {"/robots.txt": text("User-agent: *\nDisallow: /member/\n")}
