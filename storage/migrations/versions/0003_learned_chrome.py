"""Learned chrome: traces of the bodies as read, the lines that were learned, and what was cut."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "articles",
        sa.Column(
            "cleaned_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When its body last changed by what was learned of its site, without a visit",
        ),
    )
    _traces()
    _lines()
    _cut()


def _traces() -> None:
    op.create_table(
        "traces",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.BigInteger(),
            nullable=False,
            comment="Order among the site's articles: day, then a number from the address",
        ),
        sa.Column(
            "read_hash",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the record as it was read, before anything learned was cut",
        ),
        sa.Column(
            "trace",
            sa.LargeBinary(),
            nullable=False,
            comment="64-bit numbers: title, text, size; at, key, size, traits, place of each line",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_traces_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_traces_site_id_sites"),
        sa.PrimaryKeyConstraint("article_id", name="pk_traces"),
    )
    op.create_index("ix_traces_site_id_standing", "traces", ["site_id", "standing"])


def _lines() -> None:
    op.create_table(
        "chrome_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False, comment="Whose chrome it is"),
        sa.Column(
            "key",
            sa.BigInteger(),
            nullable=False,
            comment="Equal for lines that differ in case, spaces and punctuation only",
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="As a page wrote it"),
        sa.Column(
            "kept",
            sa.Boolean(),
            nullable=False,
            comment="A person said that it is never to be cut",
        ),
        sa.Column(
            "forgotten_up_to",
            sa.Integer(),
            nullable=True,
            comment="Articles up to this id are no evidence: a person had it forgotten",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_chrome_lines_site_id_sites"),
        sa.PrimaryKeyConstraint("id", name="pk_chrome_lines"),
        sa.UniqueConstraint("site_id", "key", name="uq_chrome_lines_site_id_key"),
    )


def _cut() -> None:
    op.create_table(
        "cut_paragraphs",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column(
            "position",
            sa.Integer(),
            nullable=False,
            comment="From 0, among the paragraphs as they were read",
        ),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="As in the body"),
        sa.Column("text", sa.Text(), nullable=False, comment="As the page wrote it"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_cut_paragraphs_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["chrome_lines.id"], name="fk_cut_paragraphs_line_id_chrome_lines"
        ),
        sa.PrimaryKeyConstraint("article_id", "position", name="pk_cut_paragraphs"),
    )
    op.create_index("ix_cut_paragraphs_line_id", "cut_paragraphs", ["line_id"])
