"""Storing an article as its site's learned boilerplate leaves it, and its neighbours with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from newsspider.boilerplate import (
    AFFECTED,
    CutPositions,
    PageTrace,
    Rulings,
    decide,
    position_in_site,
    trace,
)
from newsspider.items import Article, Change, Stored
from storage.boilerplate import traces
from storage.corpus import articles, cut_paragraphs, sites, writing
from storage.models import ArticleRow, BoilerplateRow
from storage.text import storable

NEWEST = 2**31 - 1
"""Number of a page that has no id yet."""

REACH = 2 * AFFECTED
"""Pages before and after a new one that count for the changes that it makes."""

CHUNK = 500
"""Articles decided at once; no fewer than ``AFFECTED``."""


def store_cleaned(session: Session, article: Article, *, now: datetime) -> Stored:
    """Store the article as it was read, without the lines that are learned boilerplate of its site.

    Articles of the site that are cut otherwise because of this one are cleaned again. What was
    stored does not depend on the order in which a site's articles came.
    """
    article = storable(article)
    site_id = sites.lock_site(session, article.url)
    address, known = traces.find_trace(session, article.url)
    if address != article.url:
        article = replace(article, url=address)
    read_hash, spot = articles.content_hash(article), position_in_site(article)
    if known is not None and known.read_hash == read_hash:
        row = session.get_one(ArticleRow, known.article_id)
        return Stored(id=row.id, article=articles.load_article(row), change=Change.UNCHANGED)
    own = PageTrace(known.article_id if known else NEWEST, trace(article))
    earlier_spot = known.standing if known else spot
    before, after = traces.load_neighbours(session, site_id, spot, reach=REACH, but=own.number)
    decided = _around([*before, own, *after], len(before), _rulings(session, site_id))
    cut = decided.pop(own.number)
    stored = writing.store_article(
        session, replace(article, body=cut_paragraphs.less_cut(article.body, cut)), now=now
    )
    traces.keep_trace(session, known, stored.id, site_id, spot, read_hash, own.trace)
    if stored.change is not Change.NEW or cut:
        cut_paragraphs.replace_cuts(session, site_id, stored.id, article.body, cut)
    others = _apply(session, site_id, decided, now)
    if earlier_spot != spot:
        others += _settle(session, site_id, earlier_spot, now)
    if stored.change is not Change.NEW or others:
        cut_paragraphs.drop_unused_lines(session, site_id)
    return stored


def relearn_site(session: Session, site_id: int, *, now: datetime) -> int:
    """Decide anew which lines are cut from each article of the site; returns how many changed."""
    rulings, changed = _rulings(session, site_id), 0
    before: list[PageTrace] = []
    span = traces.load_chunk(session, site_id, None, size=CHUNK)
    while span:
        following = traces.load_chunk(session, site_id, span[-1], size=CHUNK)
        pages = [*before, *span, *following[:AFFECTED]]
        decided = decide(pages, len(before), len(before) + len(span), rulings)
        numbered = {page.number: cut for page, cut in zip(span, decided, strict=True)}
        changed += _apply(session, site_id, numbered, now)
        before, span = [*before, *span][-AFFECTED:], following
    cut_paragraphs.drop_unused_lines(session, site_id)
    return changed


def _settle(session: Session, site_id: int, spot: int, now: datetime) -> int:
    """Decide anew around a spot that a page left; how many articles are cut otherwise."""
    before, after = traces.load_neighbours(session, site_id, spot, reach=REACH)
    decided = _around([*before, *after], len(before), _rulings(session, site_id))
    return _apply(session, site_id, decided, now)


def _around(pages: Sequence[PageTrace], at: int, rulings: Rulings) -> dict[int, CutPositions]:
    first, last = max(0, at - AFFECTED), min(len(pages), at + AFFECTED + 1)
    decided = decide(pages, first, last, rulings)
    return {page.number: cut for page, cut in zip(pages[first:last], decided, strict=True)}


def _apply(
    session: Session, site_id: int, decided: Mapping[int, CutPositions], now: datetime
) -> int:
    """Clean those articles again that are now cut otherwise; how many."""
    present = cut_paragraphs.find_cuts(session, decided.keys())
    others = sorted(number for number, cut in decided.items() if cut != present[number])
    for number in others:
        row = session.get_one(ArticleRow, number)
        read = cut_paragraphs.restore_body(session, number, articles.load_article(row).body)
        cut_paragraphs.replace_cuts(session, site_id, number, read, decided[number])
        writing.reclean_article(
            session, row, cut_paragraphs.less_cut(read, decided[number]), now=now
        )
    return len(others)


def _rulings(session: Session, site_id: int) -> Rulings:
    ruled = or_(BoilerplateRow.kept, BoilerplateRow.forgotten_up_to.is_not(None))
    rows = session.scalars(
        select(BoilerplateRow).where(BoilerplateRow.site_id == site_id, ruled)
    ).all()
    return Rulings(
        kept=frozenset(row.key for row in rows if row.kept),
        forgotten={row.key: row.forgotten_up_to for row in rows if row.forgotten_up_to is not None},
    )
