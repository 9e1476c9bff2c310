"""Outlets after a redesign, in ways that break the reading of their articles."""

from __future__ import annotations

from enum import StrEnum

from newsspider.demo.markup import body_html
from newsspider.demo.site import Site
from newsspider.demo.story import Story

SHOWN = 1
"""Paragraphs that a teaser shows."""


class Design(StrEnum):
    """The new article page: each has a template in ``templates/relaunch``."""

    BARE = "bare"
    """No metadata, no byline, no section and no topics; the body in other boxes."""

    TEASER = "teaser"
    """The beginning of the text, the rest behind a button; no metadata."""

    SCRIPTED = "scripted"
    """Nothing: a program in the page writes the article."""


def relaunched(site: type[Site], design: Design) -> type[Site]:
    """The outlet with new article pages; its frame and its index pages stay."""

    class Relaunched(site):  # type: ignore[valid-type, misc] # which outlet is known here only
        def template(self, name: str) -> str:
            """One for the articles of all outlets that were redesigned so."""
            return f"relaunch/{design}.html" if name == "article" else super().template(name)

        def head(self, story: Story) -> str:
            """The address alone."""
            return f'<link rel="canonical" href="{self.url(story)}">'

        def values(self, story: Story) -> dict[str, str]:
            """The article's places, and the beginning of its text."""
            shown = Story(
                slug=story.slug,
                number=story.number,
                title=story.title,
                published_at=story.published_at,
                blocks=story.blocks[:SHOWN],
            )
            return {**super().values(story), "teaser": body_html(shown, self.forms)}

    return Relaunched
