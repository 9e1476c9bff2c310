"""Comments of columns say what the columns hold by now, on PostgreSQL: SQLite keeps none."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COMMENTS: tuple[tuple[str, str, Any, str, str], ...] = (
    (
        "sources",
        "site",
        sa.Text(),
        "Its host; see newsspider.hosts",
        "Its host, as the hosts of sites are written",
    ),
    (
        "sources",
        "found",
        sa.JSON(),
        "What the latest look at the site found",
        "What the probe of the site found when it was added",
    ),
    (
        "removed_sources",
        "site",
        sa.Text(),
        "Its host; see newsspider.hosts",
        "Its host, as the hosts of sites are written",
    ),
    (
        "frontier",
        "kind",
        sa.Text(),
        "article, section, feed or sitemap",
        "article, section, further, archive, feed or sitemap",
    ),
    (
        "pages",
        "state",
        sa.Text(),
        "known, stored or rejected: what the latest visit came to",
        "known, stored, rejected or listed: the outcome of the latest visit",
    ),
    (
        "runs",
        "arguments",
        sa.JSON(),
        "What it was asked to do",
        "What it was asked to do, and how far a re-extraction has come",
    ),
    (
        "revisions",
        "record",
        sa.JSON(),
        "Its fields, the body with what was cut from it; no url, text, provenance",
        "Its fields, the body with what was cut from it; no url, text, provenance;"
        " and extractor_of_next, where an extractor made the next one",
    ),
)
"""Table, column, its type, the comment before and the one after."""


def upgrade() -> None:
    # SQLite would write each whole table anew for a comment that it does not keep.
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, column, kind, before, after in COMMENTS:
        op.alter_column(
            table,
            column,
            existing_type=kind,
            existing_nullable=False,
            existing_comment=before,
            comment=after,
        )
