"""An English daily with a JSON-LD graph, OpenGraph, and boxes inside the article's element."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from newsspider.demo.edition import Answer, text
from newsspider.demo.feeds import sitemap, sitemap_index
from newsspider.demo.markup import lines
from newsspider.demo.site import Site
from newsspider.demo.story import Story
from newsspider.items import Article, Reason
from newsspider.timestamps import Timestamp

RECENT = 5
"""Stories in the news sitemap; the older ones are in the month's."""


class Calder(Site):
    """Articles under dated paths, named by a news sitemap behind a sitemap index."""

    key = "calder"
    name = "The Calder Courier"
    language = "en"
    timezone = "Europe/London"
    start = "/sitemap_index.xml"
    section_form = '<li class="breadcrumbs__item"><a href="{}">{}</a></li>'
    menu_form = '<li class="site-nav__item"><a class="site-nav__link" href="{}">{}</a></li>\n'
    author_form = '<a class="byline__name" href="#" rel="author">{}</a>'
    author_join = " and "

    def path(self, story: Story) -> str:
        """``/2024/10/23/slug.html``."""
        folder = "/private" if story.reason is Reason.ROBOTS else ""
        return f"{folder}/{story.published_at.day:%Y/%m/%d}/{story.slug}.html"

    def date(self, story: Story) -> str:
        """``23 October 2024``."""
        return _day(story.published_at)

    def section_path(self, section: str) -> str:
        """``/section/business``."""
        return f"/section/{self.archive.sections[section]}"

    def head(self, story: Story) -> str:
        """OpenGraph and the JSON-LD graph."""
        kind = "website" if story.reason is Reason.INDEX_PAGE else "article"
        data = json.dumps({"@context": "https://schema.org", "@graph": self._graph(story)})
        return lines(
            (
                f'<link rel="canonical" href="{self.url(story)}">',
                f'<meta property="og:type" content="{kind}">',
                f'<meta property="og:title" content="{escape(story.title)}">',
                f'<meta property="og:description" content="{escape(story.summary or "")}">',
                f'<meta property="og:url" content="{self.url(story)}">',
                f'<meta property="og:image" content="{self.image(story)}">',
                f'<meta name="description" content="{escape(story.summary or "")}">',
                f'<script type="application/ld+json">{data}</script>',
            )
        )

    def values(self, story: Story) -> dict[str, str]:
        """The article's places, the box for those who have not paid and the update's day."""
        updated = f"Updated {_day(story.modified_at)}" if story.modified_at else ""
        offer = SUBSCRIBE if story.paywalled else ""
        return {**super().values(story), "updated": updated, "offer": offer}

    def truth(self, story: Story) -> Article:
        """All that the graph declares."""
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
        """The sitemaps, and a robots.txt with a ban."""
        index = [f"{self.origin}/sitemaps/news.xml", f"{self.origin}/sitemaps/archive.xml"]
        entries = self.entries()
        robots = f"User-agent: *\nDisallow: /private/\n\nSitemap: {self.origin}/sitemap_index.xml\n"
        return {
            "/robots.txt": text(robots),
            "/sitemap_index.xml": sitemap_index(index),
            "/sitemaps/news.xml": sitemap(self.name, "en", entries[:RECENT]),
            "/sitemaps/archive.xml": sitemap(self.name, "en", entries[RECENT:]),
        }

    def _graph(self, story: Story) -> list[dict[str, Any]]:
        website = {
            "@type": "WebSite",
            "@id": f"{self.origin}/#website",
            "url": f"{self.origin}/",
            "name": self.name,
            "publisher": {"@id": f"{self.origin}/#publisher"},
        }
        publisher = {
            "@type": "NewsMediaOrganization",
            "@id": f"{self.origin}/#publisher",
            "name": self.name,
            "logo": {"@type": "ImageObject", "url": f"{self.origin}/media/logo.png"},
        }
        return [
            self._main_node(story),
            *self._people(story),
            self._trail(story),
            website,
            publisher,
        ]

    def _main_node(self, story: Story) -> dict[str, Any]:
        url = self.url(story)
        if story.reason is Reason.INDEX_PAGE:
            return {"@type": "CollectionPage", "@id": url, "url": url, "name": story.title}
        node: dict[str, Any] = {
            "@type": "NewsArticle",
            "@id": f"{url}#article",
            "mainEntityOfPage": {"@type": "WebPage", "@id": url},
            "headline": story.title,
            "description": story.summary,
            "datePublished": story.published_at.isoformat(),
            "image": [{"@type": "ImageObject", "url": self.image(story), "width": 320}],
            "author": [{"@id": person["@id"]} for person in self._people(story)],
            "publisher": {"@id": f"{self.origin}/#publisher"},
            "articleSection": list(story.sections),
            "keywords": list(story.tags),
            "isAccessibleForFree": not story.paywalled,
        }
        if story.modified_at is not None:
            node["dateModified"] = story.modified_at.isoformat()
        return node

    def _people(self, story: Story) -> list[dict[str, Any]]:
        return [
            {"@type": "Person", "@id": f"{self.origin}/#{name.replace(' ', '-')}", "name": name}
            for name in story.authors
        ]

    def _trail(self, story: Story) -> dict[str, Any]:
        steps = [("Home", "/"), *((name, self.section_path(name)) for name in story.sections)]
        return {"@type": "BreadcrumbList", "itemListElement": list(_steps(self.origin, steps))}


def _day(stamp: Timestamp) -> str:
    return f"{stamp.day.day} {stamp.day:%B %Y}"


def _steps(origin: str, steps: Iterable[tuple[str, str]]) -> Iterable[dict[str, Any]]:
    for position, (name, path) in enumerate(steps, start=1):
        item = origin + path
        yield {"@type": "ListItem", "position": position, "name": name, "item": item}


SUBSCRIBE = """<div class="subscribe-wall">
<h3>Keep reading with a subscription</h3>
<p>The rest of this story is for subscribers. A digital pass costs 4.90 a month.</p>
<a class="button" href="#">See the offers</a> <a href="#">Already a subscriber? Log in</a>
</div>"""
