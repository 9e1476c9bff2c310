"""A French port paper whose pages, index pages too, a program writes in the browser."""

from __future__ import annotations

from collections.abc import Mapping

from newsspider.demo.edition import Answer, text
from newsspider.demo.site import Site
from newsspider.demo.story import Story
from newsspider.items import Article


class Ostremer(Site):
    """Articles under a number and a slug, named by index pages alone: it has no feed."""

    key = "ostremer"
    name = "Le Fanal d'Ostremer"
    language = "fr"
    timezone = "Europe/Paris"
    needs_browser = True

    def path(self, story: Story) -> str:
        """``/article/7131-slug``."""
        return f"/article/{story.number}-{story.slug}"

    def section_path(self, section: str) -> str:
        """``/rubrique/port``."""
        return f"/rubrique/{self.archive.sections[section]}"

    def date(self, story: Story) -> str:
        """``14/11/2024``, in index pages; an article's date is written by its page's program."""
        return f"{story.published_at.day:%d/%m/%Y}"

    def truth(self, story: Story) -> Article:
        """All that the program writes into the page and its head."""
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
        """A robots.txt that bans nothing that a page needs."""
        return {"/robots.txt": text("User-agent: *\nDisallow: /compte/\n")}
