"""The written and composed stories of each outlet, read from the package's text files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from newsspider.demo.composer import compose
from newsspider.demo.story import Correction, Story, blocks_of
from newsspider.items import Paragraph, Reason
from newsspider.timestamps import Timestamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A page about the outlet itself: imprint, privacy."""

    path: str
    title: str
    blocks: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """All that an outlet has to publish."""

    stories: tuple[Story, ...]
    """Newest first, traps and moved pages among them."""

    sections: Mapping[str, str]
    """Slug by section name."""

    notices: tuple[Notice, ...]


def read_archive(outlet: str, language: str) -> Archive:
    """The outlet's stories and sections."""
    text = files("newsspider.demo").joinpath("texts", f"{outlet}.toml").read_text("utf-8")
    data = tomllib.loads(text)
    stories = (_story(entry, language) for entry in data["story"])
    ordered = sorted(stories, key=lambda story: story.published_at.instant, reverse=True)
    notices = tuple(
        Notice(path=entry["path"], title=entry["title"], blocks=blocks_of(entry["body"]))
        for entry in data["notice"]
    )
    return Archive(stories=tuple(ordered), sections=data["sections"], notices=notices)


def _story(entry: Mapping[str, Any], language: str) -> Story:
    return Story(
        slug=entry["slug"],
        number=entry["number"],
        title=entry["title"],
        published_at=Timestamp.parse(entry["published"]),
        modified_at=_time(entry.get("modified")),
        sections=tuple(entry.get("sections", ())),
        authors=tuple(entry.get("authors", ())),
        summary=entry.get("summary"),
        tags=tuple(entry.get("tags", ())),
        blocks=_blocks(entry, language),
        credit=entry.get("credit"),
        paywalled=entry.get("paywalled", False),
        correction=_correction(entry.get("correction")),
        reason=Reason(entry["reason"]) if "reason" in entry else None,
        page_title=entry.get("page_title"),
        status=entry.get("status", 200),
        moved_to=entry.get("moved_to"),
    )


def _blocks(entry: Mapping[str, Any], language: str) -> tuple[Paragraph, ...]:
    if "copy_of" in entry:
        return _copied(entry["copy_of"], language)
    if "facts" in entry:
        return compose(language, entry["place"], entry["lead"], entry["facts"])
    return blocks_of(entry.get("body", ""))


def _copied(source: Mapping[str, str], language: str) -> tuple[Paragraph, ...]:
    stories = read_archive(source["outlet"], language).stories
    return next(story.blocks for story in stories if story.slug == source["slug"])


def _time(text: str | None) -> Timestamp | None:
    return Timestamp.parse(text) if text else None


def _correction(entry: Mapping[str, str] | None) -> Correction | None:
    if entry is None:
        return None
    modified_at = Timestamp.parse(entry["modified"])
    return Correction(was=entry["was"], now=entry["now"], modified_at=modified_at)
