"""The search index holds stems, with places and weights; an index of what narrows a search."""

from __future__ import annotations

from alembic import context, op

from storage import index

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

RANK = "INSERT INTO article_words (article_words, rank) VALUES ('rank', 'bm25(10.0, 3.0, 1.0)')"
EMPTY = {"sqlite": "DELETE FROM article_words", "postgresql": "TRUNCATE article_words"}


def upgrade() -> None:
    connection = op.get_bind()
    op.execute(EMPTY[connection.dialect.name])
    if connection.dialect.name == "sqlite":
        op.execute(RANK)
    index.rebuild(connection, context.config.attributes["told"])
    facts = ["id", "published_at", "published_day", "site_id", "language"]
    op.create_index("ix_articles_facts", "articles", facts)
