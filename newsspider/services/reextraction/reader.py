"""Reads the pages of articles again, a batch at a time, on all cores."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from newsspider.archive.reader import resolve
from newsspider.errors import ArchiveError
from newsspider.items import Article, Hints, Page, Rejected
from newsspider.processing.reading import PageReader
from newsspider.services.reextraction.outcomes import UNREADABLE, Outcome
from newsspider.text.urls import canonical_url
from storage import reextractions
from storage.crawl import captures
from storage.db.engine import readers
from storage.models import PageState
from storage.reextractions import CurrentArticle
from storage.search.search import Hit, Order, Query, search

BATCH = 100
"""Articles that are read between two transactions."""

NO_ANSWER = "no answer in the archive"
NOT_ITS_PAGE = "its page gives no article any more"


class Reader:
    """Compares each article that a query finds with what its newest archived page gives today."""

    def __init__(
        self, engine: Engine, folder: Path, reader: PageReader[Article | Rejected]
    ) -> None:
        self.engine = engine
        self.folder = folder
        self.reader = reader

    async def outcomes(self, query: Query) -> AsyncIterator[tuple[Sequence[Outcome], str]]:
        """Each batch with the cursor of its last article; the next one is read meanwhile."""
        following: asyncio.Task[tuple[Sequence[Outcome], str]] | None = None
        try:
            for hits in self._batches(query):
                current, following = following, asyncio.create_task(self._read(hits))
                if current is not None:
                    yield await current
                else:
                    await asyncio.sleep(0)
            if following is not None:
                yield await following
        finally:
            if following is not None:
                following.cancel()

    def _batches(self, query: Query) -> Iterator[Sequence[Hit]]:
        page = replace(query, order=Order.TIME, limit=BATCH)
        while True:
            with readers(self.engine)() as session:
                hits = search(session, page)
            if hits:
                yield hits
            if len(hits) < BATCH:
                return
            page = replace(page, after=hits[-1].cursor)

    async def _read(self, hits: Sequence[Hit]) -> tuple[Sequence[Outcome], str]:
        with readers(self.engine)() as session:
            found = reextractions.current_articles(session, {hit.id: hit.article for hit in hits})
            pages = [_page(session, self.folder, known) for known in found]
        outcomes = await asyncio.gather(*map(self._outcome, found, pages))
        return outcomes, hits[-1].cursor

    async def _outcome(self, known: CurrentArticle, found: tuple[Page, bool] | Outcome) -> Outcome:
        if isinstance(found, Outcome):
            return found
        page, is_its_page = found
        verdict = await self.reader.read(page)
        if isinstance(verdict, Article):
            return Outcome(known=known, read=verdict, made=known.as_stored(verdict))
        if not is_its_page:
            return Outcome(known=known, missing=NOT_ITS_PAGE)
        return Outcome(known=known, lost=verdict)


def _page(session: Session, folder: Path, known: CurrentArticle) -> tuple[Page, bool] | Outcome:
    """The newest page of the article in the archive, and whether it gave it; else why not."""
    kept = next(captures.of_article(session, known.id), None)
    if kept is None:
        return Outcome(known=known, missing=NO_ANSWER)
    try:
        answer = resolve(
            folder,
            kept.capture,
            lambda original: captures.find_answers_at(
                session, original.digest, original.fetched_at
            ),
        )
    except ArchiveError as error:
        return Outcome(known=known, missing=UNREADABLE, evidence=str(error))
    moved = canonical_url(answer.url) != canonical_url(kept.url)
    page = Page(
        url=kept.url,
        final_url=answer.url if moved else None,
        fetched_at=answer.fetched_at,
        body=answer.content,
        status=answer.status,
        headers=answer.fields,
        hints=_hints(known.article),
        capture=kept.capture,
    )
    return page, kept.state == PageState.STORED


def _hints(article: Article) -> Hints:
    """The hints of the place that named the page, as far as the record rests on them."""

    def hinted(field: str) -> bool:
        given = article.provenance.get(field)
        return given is not None and given.source == "feed"

    return Hints(
        title=article.title if hinted("title") else None,
        published_at=article.published_at if hinted("published_at") else None,
        section=article.section if hinted("sections") else None,
    )
