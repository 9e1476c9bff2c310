"""The search index: the same analysed words, as each database indexes them."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The words come analysed and apart by spaces. The ascii tokenizer takes every other character as
# part of a word; unicode61 would drop letters that are younger than its tables (2012).
SQLITE = """
    CREATE VIRTUAL TABLE article_words USING fts5 (title, summary, body, tokenize = 'ascii')
"""
POSTGRESQL = (
    """
    CREATE TABLE article_words (
        article_id INTEGER NOT NULL,
        words TSVECTOR NOT NULL,
        analysed TEXT NOT NULL,
        CONSTRAINT pk_article_words PRIMARY KEY (article_id),
        CONSTRAINT fk_article_words_article_id_articles
            FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_article_words_words ON article_words USING gin (words)",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE)
        return
    for statement in POSTGRESQL:
        op.execute(statement)
