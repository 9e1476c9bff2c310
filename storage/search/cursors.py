"""Where a list of found articles goes on: after an article, whatever came in meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from sqlalchemy import ColumnElement, and_, or_

from newsspider.errors import UsageError
from storage.models import ArticleRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The place of the last article of a page."""

    id: int
    score: float | None = None
    """How well it fits, where the list is by relevance."""

    published_at: datetime | None = None
    """Where the list is by time; ``None`` among the undated."""

    def __str__(self) -> str:
        place = self.published_at.isoformat() if self.published_at else "-"
        return f"{self.id}@{self.score!r}" if self.score is not None else f"{self.id}@{place}"

    @classmethod
    def of(cls, written: str, *, by_relevance: bool) -> Self:
        """The cursor that ``str`` wrote; raises ``UsageError`` for any other text."""
        number, _, place = written.partition("@")
        try:
            if by_relevance:
                return cls(id=_in_range(int(number)), score=float(place))
            moment = None if place == "-" else datetime.fromisoformat(place)
            # A moment without a zone names no instant: the column refuses it.
            at = moment and moment.astimezone(UTC)
            return cls(id=_in_range(int(number)), published_at=at)
        except (ValueError, OverflowError):
            raise UsageError(
                f"“{written}” is not where this list goes on: take it from the page before."
            ) from None

    def by_time(self) -> ColumnElement[bool]:
        """That an article stands behind it: newest first, the undated last."""
        behind = ArticleRow.id < self.id
        if self.published_at is None:
            return and_(ArticleRow.published_at.is_(None), behind)
        return or_(
            ArticleRow.published_at < self.published_at,
            and_(ArticleRow.published_at == self.published_at, behind),
            ArticleRow.published_at.is_(None),
        )

    def by_score(
        self, score: ColumnElement[float], number: ColumnElement[int]
    ) -> ColumnElement[bool]:
        """That an article stands behind it: what fits best first."""
        return or_(score < self.score, and_(score == self.score, number < self.id))


def _in_range(number: int) -> int:
    """The number, if a database can hold it; raises ``ValueError``."""
    if not 0 < number < 2**31:
        raise ValueError(number)
    return number
