"""The tables, as typed rows."""

from __future__ import annotations

from storage.models.base import Base
from storage.models.chrome import ChromeRow, CutRow, TraceRow
from storage.models.copies import BandRow, CopyRow, TextRow
from storage.models.corpus import ArticleAuthor, ArticleRow, ArticleSection, ArticleTag
from storage.models.names import AuthorRow, SectionRow, SiteRow, TagRow
from storage.models.revisions import RevisionRow
from storage.models.visits import PageRow, PageState, RejectedRow, RunRow

__all__ = [
    "ArticleAuthor",
    "ArticleRow",
    "ArticleSection",
    "ArticleTag",
    "AuthorRow",
    "BandRow",
    "Base",
    "ChromeRow",
    "CopyRow",
    "CutRow",
    "PageRow",
    "PageState",
    "RejectedRow",
    "RevisionRow",
    "RunRow",
    "SectionRow",
    "SiteRow",
    "TagRow",
    "TextRow",
    "TraceRow",
]
