"""Words in addresses and link texts that tell an article from everything around it."""

from __future__ import annotations

import tomllib
from importlib.resources import files

_LISTS = tomllib.loads(files(__package__).joinpath("data/words.toml").read_text("utf-8"))


def _words(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name].split())


STATIC = _words("static")
"""Endings of addresses that never hold an article."""

ASIDE_BRANCHES = _words("aside_branches")
"""Path segments under which nothing is an article."""

ASIDE_PAGES = _words("aside_pages")
"""Last path segments of pages that are no article; below them articles may stand."""

INDEXES = _words("indexes")
"""Path segments (or file stems) of index pages."""

INDEX_FILES = INDEXES - {"index", "default", "news", "home", "all", "page"}
"""File stems of index pages even with a number behind: ``section.php?id=3``."""

ARCHIVES = _words("archives")
"""Path segments of index pages of the past by date."""

ARTICLES = _words("articles")
"""Path segments (or file stems) after which one article is named."""

ARTICLE_IDS = _words("article_ids")
"""Query parameters whose value names one article."""

INDEX_IDS = _words("index_ids")
"""Query parameters whose value names an index page."""

PAGE_NUMBERS = _words("page_numbers")
"""Query parameters with the number of a further page."""

ASIDE_QUERIES = _words("aside_queries")
"""Query parameters of searches, calendars, forms and copies of a page."""

PAGE_TURNERS = _words("turns")
"""Texts of links to further pages, lower case."""
