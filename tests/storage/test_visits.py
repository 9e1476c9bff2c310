import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from newsspider.errors import UsageError
from newsspider.items import Article, Change, Page, Paragraph, Reason, Rejected, Stored
from storage import visits
from storage.corpus import articles
from storage.crawl import pages, rejected, runs
from storage.db.engine import readers, sessions
from storage.models import ArticleRow, AuthorRow, PageState, SectionRow, SiteRow, TagRow


@pytest.fixture
def gone(page: Page) -> Rejected:
    return Rejected(url=page.url, reason=Reason.HTTP_STATUS, evidence="The server answered 404.")


def test_a_page_is_done_with_its_article(
    session: Session, flood: Article, page: Page, now: datetime
) -> None:
    run_id = runs.start_run(session, "crawl", {"urls": [page.url]}, now)
    stored = visits.record_visit(session, page, flood, run_id=run_id)
    assert isinstance(stored, Stored)
    row = pages.find_page(session, page.url)
    assert row is not None
    assert (row.state, row.article_id, row.run_id) == (PageState.STORED, stored.id, run_id)
    assert (row.final_url, row.status) == (page.final_url, 200)
    assert (row.etag, row.last_modified, row.content_type) == ('"1"', "Wed", "text/html")
    assert row.first_seen_at == row.fetched_at == now
    assert session.execute(select(SiteRow.host, SiteRow.name)).all() == [
        ("herald.example", "The Herald")
    ]


def test_saving_twice_is_saving_once(session: Session, flood: Article, page: Page) -> None:
    visits.record_visit(session, page, flood, run_id=None)
    again = visits.record_visit(session, page, flood, run_id=None)
    assert isinstance(again, Stored)
    assert again.change is Change.UNCHANGED


def test_a_rejected_page_keeps_its_reason(session: Session, page: Page, gone: Rejected) -> None:
    assert visits.record_visit(session, page, gone, run_id=None) == gone
    newer = replace(gone, reason=Reason.BLOCKED, evidence="«تم حظر وصولك»")
    visits.record_visit(session, page, newer, run_id=None)
    (kept,) = rejected.find_rejected(session)
    assert (kept.url, kept.reason, kept.evidence) == (page.url, newer.reason, newer.evidence)
    assert session.scalar(select(func.count(ArticleRow.id))) == 0


def test_a_page_that_becomes_an_article_loses_its_reason(
    session: Session, flood: Article, page: Page, gone: Rejected
) -> None:
    visits.record_visit(session, page, gone, run_id=None)
    visits.record_visit(session, page, flood, run_id=None)
    assert rejected.find_rejected(session) == []


def test_an_article_outlives_its_page(
    session: Session, flood: Article, page: Page, gone: Rejected, now: datetime
) -> None:
    stored = visits.record_visit(session, page, flood, run_id=None)
    later = replace(page, status=404, headers={}, fetched_at=now + timedelta(days=1))
    visits.record_visit(session, later, gone, run_id=None)
    row = pages.find_page(session, page.url)
    assert row is not None
    assert (row.state, row.status, row.article_id) == (PageState.REJECTED, 404, stored.id)
    assert row.etag == '"1"'
    assert len(rejected.find_rejected(session)) == 1
    assert articles.find_article(session, page.url) is not None


def test_two_pages_of_one_article_share_it(session: Session, flood: Article, page: Page) -> None:
    visits.record_visit(session, page, flood, run_id=None)
    visits.record_visit(
        session, replace(page, url="https://m.herald.example/f"), flood, run_id=None
    )
    assert session.scalar(select(func.count(ArticleRow.id))) == 1
    assert session.scalar(select(func.count(SiteRow.id))) == 1


def test_nothing_stays_of_a_transaction_that_fails(
    engine: Engine, flood: Article, page: Page
) -> None:
    with pytest.raises(RuntimeError), sessions(engine).begin() as session:
        visits.record_visit(session, page, flood, run_id=None)
        raise RuntimeError
    with readers(engine)() as session:
        assert pages.find_page(session, page.url) is None
        assert session.scalar(select(func.count(ArticleRow.id))) == 0


@pytest.mark.parametrize("field", ["url", "sections", "authors", "tags"])
def test_a_name_too_long_for_an_index_rejects_the_page(
    session: Session, flood: Article, page: Page, field: str
) -> None:
    long = "".join(chr(0x4E00 + i) for i in range(3_000))
    hostile = replace(flood, **{field: long if field == "url" else (long,)})  # type: ignore[arg-type]
    verdict = visits.record_visit(session, page, hostile, run_id=None)
    assert isinstance(verdict, Rejected)
    assert verdict.reason is Reason.EXTRACTION_FAILED
    assert "2,600 bytes" in verdict.evidence


def test_an_address_too_long_to_keep_is_one_sentence(
    session: Session, flood: Article, page: Page
) -> None:
    with pytest.raises(UsageError, match="longer than 2,600 bytes"):
        visits.record_visit(
            session, replace(page, url="https://a.example/" + "x" * 3_000), flood, run_id=1
        )


def test_a_very_long_article_is_stored_and_found(
    session: Session, flood: Article, page: Page
) -> None:
    words = " ".join(f"w{number}" for number in range(200_000))
    long = replace(flood, body=(Paragraph(text=words), Paragraph(text="漢" * 100_000)))
    stored = visits.record_visit(session, page, long, run_id=None)
    assert isinstance(stored, Stored)
    assert stored.article.text.startswith("w0 w1 ")


def test_two_crawls_of_the_same_pages_at_the_same_time(
    engine: Engine, flood: Article, page: Page
) -> None:
    failures: list[Exception] = []

    def crawl(order: int) -> None:
        try:
            for number in range(12):
                url = f"https://herald.example/{number}"
                article = replace(flood, url=url, tags=("a", "b", f"t{number}")[::order])
                with sessions(engine).begin() as session:
                    visits.record_visit(session, replace(page, url=url), article, run_id=None)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)

    crawls = [threading.Thread(target=crawl, args=(order,)) for order in (1, -1)]
    for each in crawls:
        each.start()
    for each in crawls:
        each.join()
    assert failures == []
    with readers(engine)() as session:
        for table, rows in ((ArticleRow, 12), (TagRow, 14), (SectionRow, 2), (AuthorRow, 2)):
            assert session.scalar(select(func.count(table.id))) == rows
