"""RSS, Atom and sitemaps, as the outlets' systems write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape

from newsspider.demo.edition import Answer, text
from newsspider.demo.markup import lines
from newsspider.demo.story import Story, plain
from newsspider.timestamps import Timestamp

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A story as a feed or sitemap names it."""

    url: str
    story: Story

    @property
    def excerpt(self) -> str:
        """The summary, else the beginning of the text."""
        blocks = self.story.blocks
        return self.story.summary or (plain(blocks[0].text) if blocks else self.story.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """The outlet as its feed names it."""

    name: str
    home: str
    feed: str
    language: str


def rss(channel: Channel, entries: Iterable[Entry]) -> Answer:
    """An RSS 2.0 feed in the manner of WordPress."""
    items = lines(_rss_item(entry) for entry in entries)
    return text(
        f"""{_XML}<rss version="2.0"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>{escape(channel.name)}</title>
<atom:link href="{escape(channel.feed)}" rel="self" type="application/rss+xml" />
<link>{escape(channel.home)}</link>
<description></description>
<language>{channel.language}</language>
<generator>https://wordpress.org/?v=6.6.2</generator>
{items}
</channel>
</rss>
""",
        "application/rss+xml; charset=UTF-8",
    )


def _rss_item(entry: Entry) -> str:
    story = entry.story
    categories = lines(f"<category><![CDATA[{name}]]></category>" for name in story.sections)
    creators = lines(f"<dc:creator><![CDATA[{name}]]></dc:creator>" for name in story.authors)
    return f"""<item>
<title>{escape(story.title)}</title>
<link>{escape(entry.url)}</link>
{creators}
<pubDate>{format_datetime(story.published_at.instant)}</pubDate>
{categories}
<guid isPermaLink="false">{escape(_guid(entry))}</guid>
<description><![CDATA[<p>{entry.excerpt}</p>]]></description>
</item>"""


def _guid(entry: Entry) -> str:
    origin = "/".join(entry.url.split("/")[:3])
    return f"{origin}/?p={entry.story.number}"


def atom(channel: Channel, entries: Iterable[Entry]) -> Answer:
    """An Atom 1.0 feed (RFC 4287)."""
    shown = tuple(entries)
    newest = max(_changed(entry.story) for entry in shown)
    items = lines(_atom_entry(entry) for entry in shown)
    return text(
        f"""{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{channel.language}">
<title>{escape(channel.name)}</title>
<id>{escape(channel.home)}</id>
<link rel="alternate" type="text/html" href="{escape(channel.home)}"/>
<link rel="self" type="application/atom+xml" href="{escape(channel.feed)}"/>
<updated>{newest}</updated>
{items}
</feed>
""",
        "application/atom+xml; charset=utf-8",
    )


def _atom_entry(entry: Entry) -> str:
    story = entry.story
    authors = lines(f"<author><name>{escape(name)}</name></author>" for name in story.authors)
    return f"""<entry>
<title>{escape(story.title)}</title>
<id>{escape(entry.url)}</id>
<link rel="alternate" type="text/html" href="{escape(entry.url)}"/>
<published>{story.published_at.isoformat()}</published>
<updated>{_changed(story)}</updated>
{authors}
<summary>{escape(entry.excerpt)}</summary>
</entry>"""


def _changed(story: Story) -> str:
    stamp: Timestamp = story.modified_at or story.published_at
    return stamp.isoformat()


def sitemap_index(addresses: Iterable[str]) -> Answer:
    """A sitemap that names other sitemaps (sitemaps.org)."""
    items = lines(f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses)
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return text(
        f'{_XML}<sitemapindex xmlns="{namespace}">\n{items}\n</sitemapindex>\n',
        "application/xml; charset=utf-8",
    )


def sitemap(name: str, language: str, entries: Iterable[Entry]) -> Answer:
    """A news sitemap (Google's extension of sitemaps.org)."""
    items = lines(_sitemap_url(name, language, entry) for entry in entries)
    return text(
        f"""{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{items}
</urlset>
""",
        "application/xml; charset=utf-8",
    )


def _sitemap_url(name: str, language: str, entry: Entry) -> str:
    story = entry.story
    return f"""<url>
<loc>{escape(entry.url)}</loc>
<lastmod>{_changed(story)}</lastmod>
<news:news>
<news:publication><news:name>{escape(name)}</news:name><news:language>{language}</news:language></news:publication>
<news:publication_date>{story.published_at.isoformat()}</news:publication_date>
<news:title>{escape(story.title)}</news:title>
</news:news>
</url>"""
