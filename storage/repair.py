"""Putting right what ``storage.check`` found wrong, where that loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import (
    ColumnElement,
    Executable,
    ForeignKeyConstraint,
    delete,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from newsspider.text.hosts import site_host
from storage import index
from storage.corpus import articles
from storage.models import ArticleRow, PageRow, PageState, SiteRow

Mend = Callable[[Session], None]

LINKS = frozenset({"article_sections", "article_authors", "article_tags"})

# A page that is called stored is not fetched again; one that is known is.
WITHOUT_ARTICLE = (PageRow.state == PageState.STORED) & PageRow.article_id.is_(None)

_STRAYS = {
    "sqlite": "article_words WHERE rowid NOT IN (SELECT id FROM articles)",
    "postgresql": "article_words WHERE article_id NOT IN (SELECT id FROM articles)",
}


def of_orphans(key: ForeignKeyConstraint, orphaned: ColumnElement[bool]) -> Mend | None:
    """What puts rows right whose parent is not there; ``None`` where something would be lost.

    It does what the database would have done when the parent went (the key's ``ondelete``). A
    site comes back, for its articles still name it.
    """
    if key.referred_table.name == SiteRow.__tablename__:
        return restore_sites
    if key.ondelete == "CASCADE" or key.table.name in LINKS:
        return _running(delete(key.table).where(orphaned))
    if key.ondelete == "SET NULL":
        empty = dict.fromkeys(key.column_keys)
        return _running(update(key.table).where(orphaned).values(empty))
    return None


def restore_sites(session: Session) -> None:
    """Add the sites again that articles and pages name, under their old ids."""
    known = set(session.scalars(select(SiteRow.id)))
    taken = set(session.scalars(select(SiteRow.host)))
    for rows in (select(ArticleRow.site_id, ArticleRow.url), select(PageRow.site_id, PageRow.url)):
        for site_id, url in session.execute(rows.where(rows.selected_columns[0].not_in(known))):
            if site_id not in known and site_host(url) not in taken:
                session.add(SiteRow(id=site_id, host=site_host(url)))
                known.add(site_id)
                taken.add(site_host(url))


def fetch_again(session: Session) -> None:
    """Have the pages fetched again that are called stored and have no article."""
    session.execute(update(PageRow).where(WITHOUT_ARTICLE).values(state=PageState.KNOWN))


def strays(session: Session) -> int:
    """How many entries of the index are of no article."""
    return int(session.scalar(text(f"SELECT count(*) FROM {_of_strays(session)}")))  # noqa: S608


def forget_strays(session: Session) -> None:
    """Drop the index's entries that are of no article."""
    session.execute(text(f"DELETE FROM {_of_strays(session)}"))  # noqa: S608 - our own words


def index_again(ids: Sequence[int]) -> Mend:
    """What indexes these articles as they are now."""

    def mend(session: Session) -> None:
        for row in session.scalars(select(ArticleRow).where(ArticleRow.id.in_(ids))):
            index.index_article(session, row.id, articles.load_article(row))

    return mend


def rebuild_indexes(session: Session) -> None:
    """Make SQLite's indexes anew from the rows that they are of."""
    session.execute(text("INSERT INTO article_words (article_words) VALUES ('rebuild')"))
    session.execute(text("REINDEX"))


def _of_strays(session: Session) -> str:
    return _STRAYS[session.get_bind().dialect.name]


def _running(statement: Executable) -> Mend:
    def mend(session: Session) -> None:
        session.execute(statement)

    return mend
