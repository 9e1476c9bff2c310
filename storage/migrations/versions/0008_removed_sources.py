"""Removed sources keep their ids, and so do their runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "removed_sources",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("site", sa.Text(), nullable=False, comment="Its host; see newsspider.hosts"),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("id", name="pk_removed_sources"),
    )
    # SQLite keeps no comments, and would write the whole table anew for one.
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(
            "runs",
            "source_id",
            existing_type=sa.Integer(),
            existing_nullable=True,
            existing_comment="The source that it crawled; none once that is removed",
            comment="The source that it crawled, be that removed or not",
        )
