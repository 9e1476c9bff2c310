"""All that an outlet serves at one moment, and the truth about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsspider.items import Article, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One HTTP response."""

    body: bytes = b""
    content_type: str = "text/html; charset=UTF-8"
    status: int = 200
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Everything that an outlet serves, and the records that a reader should make of it."""

    answers: Mapping[str, Answer]
    """By path and query, percent-decoded."""

    articles: tuple[Article, ...]
    traps: Mapping[str, Reason]
    """By URL: every page that is no article though it is found among them."""


def text(body: str, content_type: str = "text/plain; charset=utf-8") -> Answer:
    """A plain answer in UTF-8."""
    return Answer(body=body.encode(), content_type=content_type)


def failure(status: int) -> Answer:
    """The bare page of a web server that cannot give what was asked for."""
    phrase = {404: "404 Not Found", 500: "500 Internal Server Error"}[status]
    html = (
        f"<html>\n<head><title>{phrase}</title></head>\n<body>\n"
        f"<center><h1>{phrase}</h1></center>\n<hr><center>nginx</center>\n</body>\n</html>\n"
    )
    return Answer(body=html.encode(), content_type="text/html", status=status)


def moved(location: str) -> Answer:
    """A permanent redirect."""
    return Answer(status=301, location=location)
