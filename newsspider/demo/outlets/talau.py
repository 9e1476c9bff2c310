"""A German regional paper with microdata, ``<time>`` and a breadcrumb of three levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import ClassVar

from newsspider.demo.edition import Answer, text
from newsspider.demo.feeds import Channel, atom
from newsspider.demo.listing import Listing, paginate
from newsspider.demo.markup import Forms, lines
from newsspider.demo.site import Site
from newsspider.demo.story import Story
from newsspider.items import Article, Kind
from newsspider.timestamps import Timestamp

MONTHS = (
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
)


class Talau(Site):
    """Articles under section paths with a number, found by paginated section pages."""

    key = "talau"
    name = "Talauer Rundblick"
    language = "de"
    timezone = "Europe/Berlin"
    start = "/nachrichten/"
    page_query = "seite"
    page_size = 4
    section_form = (
        '<li itemprop="itemListElement" itemscope itemtype="https://schema.org/ListItem">'
        '<a itemprop="item" href="{}"><span itemprop="name">{}</span></a></li>'
    )
    menu_form = '<li class="nav-hauptmenue__punkt"><a href="{}">{}</a></li>\n'
    author_form = (
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
        '<span itemprop="name">{}</span></span>'
    )
    author_join = " und "
    tag_form = '<li class="schlagwort">{}</li>'
    forms: ClassVar[Forms] = {
        Kind.PARAGRAPH: '<p class="absatz">{}</p>',
        Kind.HEADING: '<h2 class="zwischentitel">{}</h2>',
        Kind.QUOTE: '<blockquote class="zitat"><p>{}</p></blockquote>',
        Kind.LIST_ITEM: "<li>{}</li>",
    }

    def path(self, story: Story) -> str:
        """``/politik/rathaus/slug-48213.html``."""
        return f"{self.section_path(story.sections[-1])}{story.slug}-{story.number}.html"

    def section_path(self, section: str) -> str:
        """``/politik/rathaus/``: the archive names the whole path."""
        return f"/{self.archive.sections[section]}/"

    def date(self, story: Story) -> str:
        """``23. Oktober 2024, 6:30 Uhr``."""
        return _clock(story.published_at)

    def card(self, story: Story) -> dict[str, str]:
        """The moment for ``<time datetime>`` beside the rest."""
        return {**super().card(story), "moment": story.published_at.isoformat()}

    def values(self, story: Story) -> dict[str, str]:
        """The article's places and the line with the time of its change."""
        return {**super().values(story), "changed": _changed(story.modified_at)}

    def head(self, story: Story) -> str:
        """Keywords and description."""
        return lines(
            (
                f'<link rel="canonical" href="{self.url(story)}">',
                f'<meta name="description" content="{escape(story.summary or "")}">',
                f'<meta name="keywords" content="{escape(", ".join(story.tags))}">',
            )
        )

    def truth(self, story: Story) -> Article:
        """All that the microdata declare."""
        return self.record(
            story,
            published_at=story.published_at,
            modified_at=story.modified_at,
            summary=story.summary,
            tags=story.tags,
            image=self.image(story),
            site=self.name,
        )

    def listings(self) -> Iterable[Listing]:
        """The page of all news beside the home and the sections."""
        yield from super().listings()
        yield from paginate("Nachrichten", self.stories, self.start, self.page_query, 4)

    def extras(self) -> Mapping[str, Answer]:
        """An Atom feed of the newest stories."""
        feed = f"{self.origin}/feed/atom.xml"
        channel = Channel(name=self.name, home=f"{self.origin}/", feed=feed, language="de")
        return {
            "/feed/atom.xml": atom(channel, self.entries()[:5]),
            "/robots.txt": text("User-agent: *\nDisallow: /suche\nDisallow: /druck/\n"),
        }


def _clock(stamp: Timestamp) -> str:
    local = stamp.local
    return f"{local.day}. {MONTHS[local.month - 1]} {local.year}, {local.hour}:{local:%M} Uhr"


def _changed(stamp: Timestamp | None) -> str:
    if stamp is None:
        return ""
    return (
        f'Aktualisiert: <time itemprop="dateModified" datetime="{stamp.isoformat()}">'
        f"{_clock(stamp)}</time>"
    )
