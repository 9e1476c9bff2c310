"""Pages that gave no article, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from newsspider.items import Page, Reason, Rejected
from storage.corpus import sites
from storage.models import PageRow, RejectedRow, SiteRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedPage:
    """One page whose latest visit gave no article."""

    url: str
    site: str
    """Its host."""

    reason: Reason
    evidence: str
    status: int | None
    rejected_at: datetime


def keep_rejection(
    session: Session, page_id: int, page: Page, verdict: Rejected, run_id: int | None
) -> None:
    """Keep the reason, in place of an earlier one."""
    session.merge(
        RejectedRow(
            page_id=page_id,
            reason=verdict.reason.value,
            evidence=verdict.evidence,
            status=page.status,
            rejected_at=page.fetched_at,
            run_id=run_id,
        )
    )


def forget_rejection(session: Session, page_id: int) -> None:
    """Drop the reason: the page gave an article after all."""
    session.execute(delete(RejectedRow).where(RejectedRow.page_id == page_id))


def find_rejected(
    session: Session,
    *,
    reason: Reason | None = None,
    site: str | None = None,
    limit: int | None = None,
) -> list[RejectedPage]:
    """The rejected pages, latest first; ``site`` is a host or a site's name."""
    statement = (
        select(RejectedRow, PageRow.url, SiteRow.host)
        .join(PageRow, RejectedRow.page_id == PageRow.id)
        .join(SiteRow, PageRow.site_id == SiteRow.id)
        .order_by(RejectedRow.rejected_at.desc(), RejectedRow.page_id.desc())
        .limit(limit)
    )
    if reason:
        statement = statement.where(RejectedRow.reason == reason.value)
    if site:
        statement = statement.where(PageRow.site_id.in_(sites.find_sites(session, site)))
    return [_load(row, url, host) for row, url, host in session.execute(statement)]


def _load(row: RejectedRow, url: str, host: str) -> RejectedPage:
    return RejectedPage(
        url=url,
        site=host,
        reason=Reason(row.reason),
        evidence=row.evidence,
        status=row.status,
        rejected_at=row.rejected_at,
    )
