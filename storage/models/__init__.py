"""The tables, as typed rows."""

from __future__ import annotations

from storage.models.base import Base
from storage.models.boilerplate import BoilerplateRow, CutRow, TraceRow
from storage.models.corpus import ArticleAuthor, ArticleRow, ArticleSection, ArticleTag
from storage.models.duplicates import ArticleTextRow, BandRow, TextRow
from storage.models.frontier import CaptureRow, FrontierRow, Queue
from storage.models.names import AuthorRow, SectionRow, SiteRow, TagRow
from storage.models.revisions import RevisionRow
from storage.models.sources import AlarmRow, HostRow, RemovedSourceRow, SourceRow
from storage.models.visits import PageRow, PageState, RejectedRow, RunRow

__all__ = [
    "AlarmRow",
    "ArticleAuthor",
    "ArticleRow",
    "ArticleSection",
    "ArticleTag",
    "ArticleTextRow",
    "AuthorRow",
    "BandRow",
    "Base",
    "BoilerplateRow",
    "CaptureRow",
    "CutRow",
    "FrontierRow",
    "HostRow",
    "PageRow",
    "PageState",
    "Queue",
    "RejectedRow",
    "RemovedSourceRow",
    "RevisionRow",
    "RunRow",
    "SectionRow",
    "SiteRow",
    "SourceRow",
    "TagRow",
    "TextRow",
    "TraceRow",
]
