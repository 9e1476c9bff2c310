"""The pages that lead to stories: homes and sections, cut into numbered pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from newsspider.demo.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One index page of stories."""

    heading: str
    stories: tuple[Story, ...]
    number: int
    addresses: tuple[str, ...]
    """Path of each page of the pager, in order."""

    @property
    def address(self) -> str:
        """Path of this page."""
        return self.addresses[self.number - 1]


def paginate(
    heading: str, stories: Iterable[Story], path: str, query: str, size: int = 5
) -> tuple[Listing, ...]:
    """The stories as index pages; ``query`` is the name that the page's number has in the URL."""
    shown = tuple(stories)
    starts = range(0, max(len(shown), 1), size)
    mark = "&" if "?" in path else "?"
    later = (f"{path}{mark}{query}={number}" for number in range(2, len(starts) + 1))
    addresses = (path, *later)
    return tuple(
        Listing(
            heading=heading,
            stories=shown[start : start + size],
            number=number,
            addresses=addresses,
        )
        for number, start in enumerate(starts, start=1)
    )


def of_section(stories: Iterable[Story], section: str) -> tuple[Story, ...]:
    """The stories that stand in the section."""
    return tuple(story for story in stories if section in story.sections)


def beside(story: Story, stories: Iterable[Story], count: int) -> tuple[Story, ...]:
    """The articles that a page names beside its own: those that follow it, round and round."""
    others = [other for other in stories if other.is_article or other is story]
    at = others.index(story) if story in others else 0
    turned = others[at + 1 :] + others[:at]
    return tuple(turned[:count])
