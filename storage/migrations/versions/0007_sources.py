"""Sources with their frontier, hosts and alarms; where each answer lies in the archive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _sources()
    _hosts()
    _alarms()
    _frontier()
    _captures()
    op.add_column(
        "runs",
        sa.Column(
            "source_id",
            sa.Integer(),
            nullable=True,
            comment="The source that it crawled; none once that is removed",
        ),
    )
    op.create_index("ix_runs_source_id", "runs", ["source_id"])
    op.add_column(
        "runs",
        sa.Column(
            "measures",
            sa.JSON(),
            server_default="{}",
            nullable=False,
            comment="What its pages were like: {name: number}",
        ),
    )


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False, comment="Its host; see newsspider.hosts"),
        sa.Column(
            "settings",
            sa.JSON(),
            nullable=False,
            comment="What a person says of it: the table of a sources file",
        ),
        sa.Column(
            "found", sa.JSON(), nullable=False, comment="What the latest look at the site found"
        ),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False, comment="UTC"),
        sa.Column(
            "paused_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="UTC; none while it is crawled",
        ),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When its next run is due, UTC",
        ),
        sa.Column(
            "held_by",
            sa.Text(),
            nullable=True,
            comment="The process that crawls it now: host, number and start",
        ),
        sa.Column(
            "beat_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When that process last said that it lives, UTC",
        ),
        sa.Column(
            "last_error",
            sa.Text(),
            nullable=True,
            comment="Of the latest run; none if all went well",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("site", name="uq_sources_site"),
    )
    op.create_index("ix_sources_due_at", "sources", ["due_at"])


def _hosts() -> None:
    op.create_table(
        "hosts",
        sa.Column("name", sa.Text(), nullable=False, comment="Scheme, host and port"),
        sa.Column(
            "robots", sa.LargeBinary(), nullable=True, comment="robots.txt; none where it has none"
        ),
        sa.Column(
            "robots_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When that was fetched, UTC",
        ),
        sa.Column(
            "delay", sa.Double(), nullable=True, comment="Seconds between two requests, as learned"
        ),
        sa.PrimaryKeyConstraint("name", name="pk_hosts"),
    )


def _alarms() -> None:
    op.create_table(
        "alarms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column(
            "measure",
            sa.Text(),
            nullable=False,
            comment="What was measured: authors, text_length ...",
        ),
        sa.Column("sentence", sa.Text(), nullable=False, comment="What happened, for people"),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False, comment="UTC"),
        sa.Column(
            "cleared_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When it was well again, UTC",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name="fk_alarms_run_id_runs", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_alarms_source_id_sources", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_alarms"),
    )
    op.create_index("ix_alarms_raised_at", "alarms", ["raised_at"])
    op.create_index("ix_alarms_source_id", "alarms", ["source_id"])


def _frontier() -> None:
    op.create_table(
        "frontier",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="article, section, feed or sitemap"),
        sa.Column("queue", sa.Text(), nullable=False, comment="hub, new, again or done"),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, comment="Not before, UTC"),
        sa.Column(
            "fresh_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was published, as far as known, else when it was found; UTC",
        ),
        sa.Column("lease_id", sa.Integer(), nullable=True, comment="The run that fetches it"),
        sa.Column(
            "wait",
            sa.Integer(),
            nullable=False,
            comment="Seconds from the latest visit to the next one",
        ),
        sa.Column(
            "unchanged",
            sa.Integer(),
            nullable=False,
            comment="Visits in a row that found nothing new",
        ),
        sa.Column("failures", sa.Integer(), nullable=False, comment="Visits in a row that failed"),
        sa.Column("pattern", sa.Text(), nullable=False, comment="What addresses of its kind share"),
        sa.Column("depth", sa.Integer(), nullable=False, comment="Steps from a start address"),
        sa.Column(
            "hints", sa.JSON(), nullable=False, comment="What the place that named it says of it"
        ),
        sa.Column(
            "digest", sa.Text(), nullable=True, comment="SHA-256 of the latest good answer's bytes"
        ),
        sa.ForeignKeyConstraint(
            ["lease_id"], ["runs.id"], name="fk_frontier_lease_id_runs", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["page_id"], ["pages.id"], name="fk_frontier_page_id_pages", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_frontier_source_id_sources", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("page_id", name="pk_frontier"),
    )
    op.create_index("ix_frontier_due", "frontier", ["source_id", "queue", "due_at"])
    op.create_index("ix_frontier_fresh", "frontier", ["source_id", "queue", "fresh_at"])
    op.create_index("ix_frontier_lease_id", "frontier", ["lease_id"])
    op.create_index("ix_frontier_pattern", "frontier", ["source_id", "pattern"])


def _captures() -> None:
    op.create_table(
        "captures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False, comment="UTC"),
        sa.Column("status", sa.Integer(), nullable=False, comment="HTTP status"),
        sa.Column("file", sa.Text(), nullable=False, comment="The WARC file's name in the archive"),
        sa.Column(
            "place", sa.BigInteger(), nullable=False, comment="Where its record begins, in bytes"
        ),
        sa.Column(
            "length", sa.BigInteger(), nullable=False, comment="Of the record as it lies, in bytes"
        ),
        sa.Column("digest", sa.Text(), nullable=False, comment="The payload's, as WARC writes it"),
        sa.ForeignKeyConstraint(
            ["page_id"], ["pages.id"], name="fk_captures_page_id_pages", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name="fk_captures_run_id_runs", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_captures"),
    )
    op.create_index("ix_captures_digest", "captures", ["digest"])
    op.create_index("ix_captures_file", "captures", ["file"])
    op.create_index("ix_captures_page_id", "captures", ["page_id"])
    op.create_index("ix_captures_run_id", "captures", ["run_id"])
