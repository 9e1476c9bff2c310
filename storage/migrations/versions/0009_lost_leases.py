"""Addresses know how many killed runs had them; hosts know when their delay was learned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "frontier",
        sa.Column(
            "lost",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="Runs in a row that were killed while they had it",
        ),
    )
    op.create_index(
        "ix_frontier_lost",
        "frontier",
        ["source_id", "lost"],
        sqlite_where=sa.text("lost > 0"),
        postgresql_where=sa.text("lost > 0"),
    )
    op.add_column(
        "hosts",
        sa.Column(
            "delay_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When that was learned, UTC",
        ),
    )
