"""An article as plain data, for programs: one JSON object a record."""

from __future__ import annotations

from typing import Any

from newsspider.items import Article


def record(article: Article) -> dict[str, Any]:
    """The article's fields in their fixed order; JSON-ready, missing is ``None`` or ``[]``."""
    published, modified = article.published_at, article.modified_at
    return {
        "url": article.url,
        "title": article.title,
        "published_at": published.isoformat() if published else None,
        "modified_at": modified.isoformat() if modified else None,
        "section": article.section,
        "sections": list(article.sections),
        "authors": list(article.authors),
        "body": [{"kind": block.kind.value, "text": block.text} for block in article.body],
        "text": article.text,
        "summary": article.summary,
        "language": article.language,
        "direction": article.direction,
        "tags": list(article.tags),
        "image": article.image,
        "site": article.site,
        "paywalled": article.paywalled,
        "provenance": {
            name: {"source": given.source, "confidence": given.confidence}
            for name, given in article.provenance.items()
        },
    }
