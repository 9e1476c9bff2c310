"""The search index holds stems, with places and weights; titles weigh most."""

from __future__ import annotations

from alembic import op

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
    index.rebuild(connection)
