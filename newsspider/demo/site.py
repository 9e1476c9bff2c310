"""An outlet: its name, its addresses, and the fields of a story that its pages show."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, ClassVar, Literal

from newsspider.demo.archive import Archive
from newsspider.demo.edition import Answer
from newsspider.demo.feeds import Entry
from newsspider.demo.listing import Listing, beside, of_section, paginate
from newsspider.demo.markup import PLAIN, Forms, anchors, body_html, fill, lines
from newsspider.demo.story import Story
from newsspider.items import Article


class Site(ABC):
    """One outlet; its templates lie in ``templates/<key>``, its stories in ``texts/<key>.toml``."""

    key: ClassVar[str]
    name: ClassVar[str]
    language: ClassVar[str]
    direction: ClassVar[Literal["ltr", "rtl"]] = "ltr"
    timezone: ClassVar[str]
    """The newsroom's zone (tz database): the day on its pages is the day there."""

    start: ClassVar[str] = "/"
    """Path of the page to crawl the outlet from."""

    needs_browser: ClassVar[bool] = False
    """Whether a program in its pages writes all that they show."""

    charset: ClassVar[str] = "utf-8"
    content_type: ClassVar[str] = "text/html; charset=UTF-8"
    page_query: ClassVar[str] = "page"
    page_size: ClassVar[int] = 5
    section_form: ClassVar[str] = '<a href="{}">{}</a>'
    menu_form: ClassVar[str] = '<li><a href="{}">{}</a></li>\n'
    author_form: ClassVar[str] = "{}"
    author_join: ClassVar[str] = ", "
    tag_form: ClassVar[str] = '<a href="#" rel="tag">{}</a>'
    forms: ClassVar[Forms] = PLAIN

    def __init__(self, origin: str, archive: Archive) -> None:
        self.origin = origin
        self.archive = archive
        self.stories = archive.stories

    @abstractmethod
    def path(self, story: Story) -> str:
        """Path of the story's page, percent-encoded."""

    @abstractmethod
    def date(self, story: Story) -> str:
        """The story's date as the page shows it."""

    @abstractmethod
    def truth(self, story: Story) -> Article:
        """The story's record with the fields that its page shows."""

    def record(self, story: Story, **shown: Any) -> Article:
        """The story's fields that every outlet shows, and those that only this one ``shown``."""
        return Article(
            url=self.url(story),
            title=" ".join(story.title.split()),
            sections=story.sections,
            authors=story.authors,
            body=story.body,
            language=self.language,
            direction=self.direction,
            paywalled=story.paywalled,
            **shown,
        )

    def section_path(self, section: str) -> str:
        """Path of a section's page."""
        return f"/category/{self.archive.sections[section]}/"

    def head(self, story: Story) -> str:
        """The tags on the story in the ``<head>`` of its page."""
        return f'<link rel="canonical" href="{self.url(story)}" />'

    def listings(self) -> Iterable[Listing]:
        """The pages that lead to stories: the home, and each section."""
        yield from paginate(self.name, self.stories, "/", self.page_query, self.page_size)
        yield from self.section_listings()

    def section_listings(self) -> Iterable[Listing]:
        """The pages of each section."""
        for section in self.archive.sections:
            shown = of_section(self.stories, section)
            path = self.section_path(section)
            yield from paginate(section, shown, path, self.page_query, self.page_size)

    def extras(self) -> Mapping[str, Answer]:
        """Feeds, sitemaps, robots.txt."""
        return {}

    def url(self, story: Story) -> str:
        """The story's canonical address."""
        return self.origin + self.path(story)

    def find(self, slug: str) -> Story:
        """The story with this slug."""
        return next(story for story in self.stories if story.slug == slug)

    def image(self, story: Story) -> str:
        """URL of the story's picture."""
        return f"{self.origin}/media/{story.number}.png"

    def entries(self) -> list[Entry]:
        """The stories as feeds and sitemaps name them."""
        return [Entry(url=self.url(story), story=story) for story in self.stories]

    def values(self, story: Story) -> dict[str, str]:
        """The values of a story for the templates, as HTML."""
        labels = [(self.section_path(name), name) for name in story.sections]
        related = beside(story, self.stories, 3)
        return {
            **self.card(story),
            "labels": anchors(labels, self.section_form),
            "authors": self.author_join.join(
                self.author_form.format(escape(name)) for name in story.authors
            ),
            "body": body_html(story, self.forms),
            "tags": "".join(self.tag_form.format(escape(tag)) for tag in story.tags),
            "related": self.cards("related", related),
            "listed": self.cards("item", beside(story, self.stories, 6)),
        }

    def card(self, story: Story) -> dict[str, str]:
        """The values of a story for a link to it, as HTML."""
        return {
            "origin": self.origin,
            "url": escape(self.url(story)),
            "path": escape(self.path(story)),
            "title": escape(story.title),
            "summary": escape(story.summary or ""),
            "date": self.date(story),
            "section": escape(story.sections[0]) if story.sections else "",
            "image": self.image(story),
            "number": str(story.number),
        }

    def template(self, name: str) -> str:
        """File of one of the outlet's templates."""
        return f"{self.key}/{name}.html"

    def cards(self, template: str, stories: Iterable[Story]) -> str:
        """Links to stories, in one form."""
        return lines(fill(self.template(template), self.card(story)) for story in stories)

    def popular(self) -> tuple[Story, ...]:
        """The stories that stand beside every page."""
        return tuple(story for story in self.stories if story.is_article)[2:6]
