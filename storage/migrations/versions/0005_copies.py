"""Copies: one key for all addresses of an article; texts, their bands, and who came first.

What the articles that are there need is worked out from their texts, by ``storage.schema``.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "articles",
        sa.Column(
            "key",
            sa.Text(),
            nullable=False,
            server_default="",
            comment="What all its addresses share: no scheme of its own, no www., no AMP form",
        ),
    )
    op.create_index("ix_articles_key", "articles", ["key"])
    _texts()
    _bands()
    _copies()


def _texts() -> None:
    op.create_table(
        "texts",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="Made from its words alone",
        ),
        sa.Column(
            "signature",
            sa.LargeBinary(),
            nullable=True,
            comment="MinHash over its shingles, 128 numbers of 16 bits; none for a short text",
        ),
        sa.Column(
            "cluster_id",
            sa.BigInteger(),
            nullable=False,
            comment="The lowest id among the texts that are copies",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_texts"),
    )
    op.create_index("ix_texts_cluster_id", "texts", ["cluster_id"])


def _bands() -> None:
    op.create_table(
        "bands",
        sa.Column(
            "key",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="Four numbers of the signature",
        ),
        sa.Column(
            "text_id",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="Whose band it is, in texts",
        ),
        sa.PrimaryKeyConstraint("key", "text_id", name="pk_bands"),
        sqlite_with_rowid=False,
    )


def _copies() -> None:
    op.create_table(
        "copies",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "is_first", sa.Boolean(), nullable=False, comment="The first publisher of its cluster"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_copies_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name="fk_copies_text_id_texts"),
        sa.PrimaryKeyConstraint("article_id", name="pk_copies"),
    )
    op.create_index("ix_copies_text_id_is_first", "copies", ["text_id", "is_first"])
