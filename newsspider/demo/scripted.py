"""An outlet whose pages a program writes in the browser: shells, the program, and its JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from typing import Any

from newsspider.demo.edition import Answer, text
from newsspider.demo.listing import Listing, beside
from newsspider.demo.markup import fill
from newsspider.demo.site import Site
from newsspider.demo.story import Story, runs
from newsspider.items import Paragraph

JSON = "application/json; charset=utf-8"
ASSETS = {"app.js": "text/javascript; charset=utf-8", "app.css": "text/css; charset=utf-8"}
CHUNK = 3
"""Blocks of a text that come in one answer."""

FRONT = "une"
"""Name of the home's file of stories."""


def scripted_pages(site: Site) -> dict[str, Answer]:
    """The same empty page under every address, and by path what its program asks for."""
    shell = text(fill(site.template("shell"), {"name": escape(site.name)}), site.content_type)
    data = dict(_api(site))
    return {
        **dict.fromkeys(_addresses(site), shell),
        **{f"/static/{name}": _asset(site, name) for name in ASSETS},
        **{f"/api/{path}.json": answer for path, answer in data.items()},
    }


def _addresses(site: Site) -> Iterator[str]:
    yield from (listing.address for listing in site.listings())
    yield from (notice.path for notice in site.archive.notices)
    yield from (site.path(story) for story in site.stories)


def _asset(site: Site, name: str) -> Answer:
    source = files("newsspider.demo").joinpath("templates", site.key, name)
    return text(source.read_text("utf-8"), ASSETS[name])


def _api(site: Site) -> Iterator[tuple[str, Answer]]:
    yield "site", _send(_frame(site))
    for listing in site.listings():
        yield from _list(site, listing)
    for notice in site.archive.notices:
        blocks = [_block(block) for block in notice.blocks]
        name = notice.path.rsplit("/", 1)[-1]
        yield f"notices/{name}", _send({"heading": notice.title, "blocks": blocks})
    for story in site.stories:
        yield from _story(site, story)


def _frame(site: Site) -> dict[str, Any]:
    sections = [(name, site.section_path(name)) for name in site.archive.sections]
    return {
        "name": site.name,
        "menu": _links(sections),
        "popular": _cards(site, site.popular()),
        "foot": _links((notice.title, notice.path) for notice in site.archive.notices),
    }


def _list(site: Site, listing: Listing) -> Iterator[tuple[str, Answer]]:
    slug = site.archive.sections.get(listing.heading, FRONT)
    path = f"lists/{slug}/{listing.number}"
    # The index of the page that follows is this page's number, which counts from 1.
    following = listing.addresses[listing.number : listing.number + 1]
    head = {
        "heading": listing.heading,
        "next": following[0] if following else None,
        "cards": f"/api/{path}/cards.json",
    }
    yield path, _send(head)
    yield f"{path}/cards", _send({"cards": _cards(site, listing.stories)})


def _story(site: Site, story: Story) -> Iterator[tuple[str, Answer]]:
    path = f"stories/{story.number}"
    if story.status != 200:
        yield path, _send({"error": "unknown story"}, story.status)
        return
    starts = range(0, len(story.blocks), CHUNK)
    chunks = {f"{path}/{at}": story.blocks[at : at + CHUNK] for at in starts}
    yield path, _send({**_head(site, story), "chunks": [f"/api/{name}.json" for name in chunks]})
    for name, blocks in chunks.items():
        yield name, _send([_block(block) for block in blocks])


def _head(site: Site, story: Story) -> dict[str, Any]:
    changed = story.modified_at.isoformat() if story.modified_at else None
    return {
        "path": site.path(story),
        "headline": story.title,
        "standfirst": story.summary,
        "labels": _links((name, site.section_path(name)) for name in story.sections),
        "signatures": story.authors,
        "stamps": {"out": story.published_at.isoformat(), "changed": changed},
        "picture": f"/media/{story.number}.png",
        "keywords": story.tags,
        "beside": _cards(site, beside(story, site.stories, 3)),
    }


def _cards(site: Site, stories: Iterable[Story]) -> list[dict[str, Any]]:
    return [
        {
            "path": site.path(story),
            "headline": story.title,
            "standfirst": story.summary,
            "label": story.sections[0],
            "day": story.published_at.day.isoformat(),
            "date": site.date(story),
        }
        for story in stories
    ]


def _links(named: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "path": path} for label, path in named]


def _block(block: Paragraph) -> tuple[str, list[tuple[str, str]]]:
    return block.kind, list(runs(block.text))


def _send(data: Any, status: int = 200) -> Answer:
    body = json.dumps(data, ensure_ascii=False).encode()
    return Answer(body=body, content_type=JSON, status=status)
