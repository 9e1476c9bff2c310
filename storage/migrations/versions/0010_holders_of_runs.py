"""Runs know their process, so that one that was killed does not seem to go on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "runs",
        sa.Column(
            "holder",
            sa.Text(),
            nullable=True,
            comment="Its process, host:pid:start",
        ),
    )
