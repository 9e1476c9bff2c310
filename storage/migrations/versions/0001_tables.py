"""Sites, articles and what they share; runs, pages and rejected pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _names()
    _articles()
    _links()
    _visits()


def _names() -> None:
    op.create_table(
        "sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "host",
            sa.Text(),
            nullable=False,
            comment="Lower case, without www., m., amp.; with a port only if unusual",
        ),
        sa.Column("name", sa.Text(), nullable=True, comment="As its latest article names it"),
        sa.PrimaryKeyConstraint("id", name="pk_sites"),
        sa.UniqueConstraint("host", name="uq_sites_host"),
    )
    op.create_table(
        "sections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False, comment="Whose section it is"),
        sa.Column("name", sa.Text(), nullable=False, comment="As the site writes it"),
        sa.Column("folded", sa.Text(), nullable=False, comment="The name as questions compare it"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_sections_site_id_sites"),
        sa.PrimaryKeyConstraint("id", name="pk_sections"),
        sa.UniqueConstraint("site_id", "name", name="uq_sections_site_id_name"),
    )
    op.create_index("ix_sections_folded", "sections", ["folded"])
    op.create_table(
        "authors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="As the page names them"),
        sa.Column("folded", sa.Text(), nullable=False, comment="The name as questions compare it"),
        sa.PrimaryKeyConstraint("id", name="pk_authors"),
        sa.UniqueConstraint("name", name="uq_authors_name"),
    )
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="As the page writes it"),
        sa.Column("folded", sa.Text(), nullable=False, comment="The name as questions compare it"),
        sa.PrimaryKeyConstraint("id", name="pk_tags"),
        sa.UniqueConstraint("name", name="uq_tags_name"),
    )


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False, comment="Canonical address: the identity"),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column(
            "site_name", sa.Text(), nullable=True, comment="The site's name as this page gives it"
        ),
        sa.Column("title", sa.Text(), nullable=True, comment="Without the site's name"),
        sa.Column(
            "published_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="UTC; midnight of the day where only the day is known",
        ),
        sa.Column(
            "published_offset",
            sa.Integer(),
            nullable=True,
            comment="Zone that the page wrote, in minutes east of UTC; none for a day",
        ),
        sa.Column("published_precision", sa.Text(), nullable=True, comment="day, minute or second"),
        sa.Column(
            "published_day",
            sa.Date(),
            nullable=True,
            comment="The day as the page shows it, in its own zone",
        ),
        sa.Column(
            "modified_at", sa.DateTime(timezone=True), nullable=True, comment="As published_at"
        ),
        sa.Column("modified_offset", sa.Integer(), nullable=True, comment="As published_offset"),
        sa.Column("modified_precision", sa.Text(), nullable=True, comment="As published_precision"),
        sa.Column("language", sa.Text(), nullable=True, comment="BCP 47 primary subtag"),
        sa.Column("direction", sa.Text(), nullable=True, comment="ltr or rtl"),
        sa.Column(
            "summary", sa.Text(), nullable=True, comment="The lead, as the publisher wrote it"
        ),
        sa.Column("body", sa.JSON(), nullable=False, comment="Paragraphs in order: [{kind, text}]"),
        sa.Column(
            "text", sa.Text(), nullable=False, comment="The paragraphs' texts joined by newlines"
        ),
        sa.Column("image", sa.Text(), nullable=True, comment="Absolute URL of the main image"),
        sa.Column(
            "paywalled",
            sa.Boolean(),
            nullable=False,
            comment="The text is the publisher's open part only",
        ),
        sa.Column(
            "provenance",
            sa.JSON(),
            nullable=False,
            comment="Which evidence gave each field, and how sure: {field: {source, confidence}}",
        ),
        sa.Column(
            "content_hash",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the record without its provenance; another one is a change",
        ),
        sa.Column(
            "first_stored_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was first stored",
        ),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When its record last changed",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_articles_site_id_sites"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("url", name="uq_articles_url"),
    )
    op.create_index("ix_articles_language", "articles", ["language"])
    op.create_index("ix_articles_published_at", "articles", ["published_at"])
    op.create_index("ix_articles_published_day", "articles", ["published_day"])
    op.create_index("ix_articles_site_id", "articles", ["site_id"])


def _links() -> None:
    op.create_table(
        "article_sections",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="From 0, widest section first"),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_article_sections_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["sections.id"], name="fk_article_sections_section_id_sections"
        ),
        sa.PrimaryKeyConstraint("article_id", "position", name="pk_article_sections"),
    )
    op.create_index("ix_article_sections_section_id", "article_sections", ["section_id"])
    op.create_table(
        "article_authors",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="From 0, in the byline's order"
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_article_authors_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["authors.id"], name="fk_article_authors_author_id_authors"
        ),
        sa.PrimaryKeyConstraint("article_id", "position", name="pk_article_authors"),
    )
    op.create_index("ix_article_authors_author_id", "article_authors", ["author_id"])
    op.create_table(
        "article_tags",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="From 0, in the page's order"),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_article_tags_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name="fk_article_tags_tag_id_tags"),
        sa.PrimaryKeyConstraint("article_id", "position", name="pk_article_tags"),
    )
    op.create_index("ix_article_tags_tag_id", "article_tags", ["tag_id"])


def _visits() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="crawl, ingest ..."),
        sa.Column("arguments", sa.JSON(), nullable=False, comment="What it was asked to do"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False, comment="UTC"),
        sa.Column(
            "finished_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="UTC; none while it runs",
        ),
        sa.Column("status", sa.Text(), nullable=False, comment="running, then how it ended"),
        sa.Column("counts", sa.JSON(), nullable=False, comment="What it did: {name: number}"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index("ix_runs_started_at", "runs", ["started_at"])
    op.create_table(
        "pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False, comment="The address asked for"),
        sa.Column(
            "final_url",
            sa.Text(),
            nullable=True,
            comment="The address that answered, after redirects; none where it is url",
        ),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Text(),
            nullable=False,
            comment="known, stored or rejected: what the latest visit came to",
        ),
        sa.Column(
            "status", sa.Integer(), nullable=True, comment="HTTP status; none if no server answered"
        ),
        sa.Column(
            "etag", sa.Text(), nullable=True, comment="Of the latest good answer, to ask again with"
        ),
        sa.Column("last_modified", sa.Text(), nullable=True, comment="As etag"),
        sa.Column("content_type", sa.Text(), nullable=True, comment="As the server named it"),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False, comment="UTC"),
        sa.Column(
            "fetched_at", sa.DateTime(timezone=True), nullable=True, comment="The latest visit, UTC"
        ),
        sa.Column(
            "article_id",
            sa.Integer(),
            nullable=True,
            comment="The article that it gave, kept when a later visit fails",
        ),
        sa.Column("run_id", sa.Integer(), nullable=True, comment="The latest visit's run"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_pages_article_id_articles",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name="fk_pages_run_id_runs", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_pages_site_id_sites"),
        sa.PrimaryKeyConstraint("id", name="pk_pages"),
        sa.UniqueConstraint("url", name="uq_pages_url"),
    )
    op.create_index("ix_pages_article_id", "pages", ["article_id"])
    op.create_index("ix_pages_run_id", "pages", ["run_id"])
    op.create_index("ix_pages_site_id", "pages", ["site_id"])
    op.create_index("ix_pages_state", "pages", ["state"])
    op.create_table(
        "rejected_pages",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, comment="See newsspider.items.Reason"),
        sa.Column(
            "evidence",
            sa.Text(),
            nullable=False,
            comment="A sentence or figure that a person can check",
        ),
        sa.Column(
            "status", sa.Integer(), nullable=True, comment="HTTP status; none if no server answered"
        ),
        sa.Column("rejected_at", sa.DateTime(timezone=True), nullable=False, comment="UTC"),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["page_id"], ["pages.id"], name="fk_rejected_pages_page_id_pages", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name="fk_rejected_pages_run_id_runs", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("page_id", name="pk_rejected_pages"),
    )
    op.create_index("ix_rejected_pages_reason", "rejected_pages", ["reason"])
    op.create_index("ix_rejected_pages_rejected_at", "rejected_pages", ["rejected_at"])
