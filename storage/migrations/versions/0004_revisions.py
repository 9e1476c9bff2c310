"""Revisions: the versions of articles that later ones replaced, and pages that are gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# An article that is stored is its revision 1, as of its changed_at: that takes no row.
GONE = """
    UPDATE pages SET gone_at = fetched_at WHERE state = 'rejected' AND status IN (404, 410)
"""


def upgrade() -> None:
    op.create_table(
        "revisions",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="From 1, the first one stored"),
        sa.Column(
            "seen_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="The visit that first gave it, UTC",
        ),
        sa.Column(
            "replaced_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="The visit that gave the next one, UTC",
        ),
        sa.Column(
            "changed", sa.JSON(), nullable=False, comment="Which fields the next one changed"
        ),
        sa.Column(
            "record",
            sa.JSON(),
            nullable=False,
            comment="Its fields, the body with what was cut from it; no url, text, provenance",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_revisions_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "number", name="pk_revisions"),
    )
    op.create_index("ix_revisions_replaced_at", "revisions", ["replaced_at"])
    op.add_column(
        "pages",
        sa.Column(
            "gone_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When it first answered 404 or 410, until it gives an article again",
        ),
    )
    op.execute(GONE)
