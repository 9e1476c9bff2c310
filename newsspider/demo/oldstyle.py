"""Pages in the style of the nineties: the text, a day, a name, and nothing for machines."""

from __future__ import annotations

from html import escape

from newsspider.demo.site import Site
from newsspider.demo.story import Story, inline_html
from newsspider.items import Article
from newsspider.timestamps import Timestamp


class OldSite(Site):
    """Paragraphs parted by ``<br><br>``; the server names no charset."""

    content_type = "text/html"

    def head(self, story: Story) -> str:
        """Nothing: these pages have no metadata."""
        return ""

    def values(self, story: Story) -> dict[str, str]:
        """The article's places, the body without a single ``<p>``."""
        paragraphs = (inline_html(escape(block.text, quote=False)) for block in story.blocks)
        return {**super().values(story), "body": "\n<BR><BR>\n".join(paragraphs)}

    def truth(self, story: Story) -> Article:
        """The day as it is written, and the host, since there is no name."""
        return self.record(
            story,
            published_at=Timestamp.of_day(story.published_at.day),
            site=self.origin.removeprefix("http://"),
        )
