"""The sites of the corpus: their rows, locks and profiles."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsspider.items import SiteProfile
from newsspider.text.hosts import site_host
from storage.analysis import fold
from storage.db.upsert import add_missing
from storage.models import SectionRow, SiteRow


def ensure_site(session: Session, url: str) -> SiteRow:
    """The site that an address belongs to, added where it is new."""
    statement = select(SiteRow).where(SiteRow.host == site_host(url))
    row = session.scalar(statement)
    if row is None:
        add_missing(session, SiteRow, [{"host": site_host(url)}])
        row = session.scalars(statement).one()
    return row


def lock_site(session: Session, url: str) -> int:
    """The id of the address's site; until the transaction ends no other one writes its articles.

    What is learned of a site rests on all its articles, so they are stored one after the other.
    """
    site_id = ensure_site(session, url).id
    if session.get_bind().dialect.name != "sqlite":  # which has one writer at a time
        lock_site_id(session, site_id)
    return site_id


def lock_site_id(session: Session, site_id: int) -> SiteRow:
    """As ``lock_site``, for a site that is known; its row as it is now."""
    # No key changes, so rows that refer to the site may be added meanwhile.
    locked = select(SiteRow).where(SiteRow.id == site_id).with_for_update(key_share=True)
    return session.scalars(locked.execution_options(populate_existing=True)).one()


def load_profile(session: Session, host: str) -> SiteProfile:
    """The profile of a site: its section names, in the order in which they came."""
    names = (
        select(SectionRow.name)
        .join(SiteRow, SectionRow.site_id == SiteRow.id)
        .where(SiteRow.host == host)
        .order_by(SectionRow.id)
    )
    return SiteProfile(sections=tuple(session.scalars(names)))


def find_sites(session: Session, text: str) -> list[int]:
    """The ids of the sites with this host or this name, in any case."""
    host = site_host(text if "//" in text else f"//{text}")
    rows = session.execute(select(SiteRow.id, SiteRow.host, SiteRow.name))
    return [
        row.id for row in rows if row.host == host or (row.name and fold(row.name) == fold(text))
    ]
