from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from newsspider.items import Article, Page, Reason, Rejected, SiteProfile
from storage import visits
from storage.corpus import sites
from storage.crawl import rejected, runs
from storage.monitoring.stats import count_corpus


def test_an_empty_corpus_has_numbers_too(session: Session) -> None:
    counted = count_corpus(session)
    assert (counted.articles, counted.pages, counted.by_day, counted.runs) == (0, 0, {}, ())


def test_articles_are_counted_by_what_they_are(
    session: Session, flood: Article, page: Page, now: datetime
) -> None:
    undated = replace(flood, url="https://b.example/2", published_at=None, sections=("Water",))
    run_id = runs.start_run(session, "crawl", {"urls": ["https://b.example/"]}, now)
    for article in (flood, undated):
        visits.record_visit(session, replace(page, url=article.url), article, run_id=run_id)
    runs.finish_run(session, run_id, "finished", {"stored": 2}, now + timedelta(seconds=5))
    counted = count_corpus(session)
    assert (counted.articles, counted.pages) == (2, 2)
    assert counted.by_site == {"b.example": 1, "herald.example": 1}
    assert list(counted.by_section.items()) == [("Water", 2), ("Regions", 1)]
    assert counted.by_language == {"en": 2}
    assert list(counted.by_day) == [date(2024, 10, 23), None]
    (run,) = counted.runs
    assert (run.status, run.counts, run.started_at) == ("finished", {"stored": 2}, now)


def test_rejected_pages_are_counted_and_filtered(
    session: Session, page: Page, now: datetime
) -> None:
    for number, reason in enumerate((Reason.EMPTY, Reason.BLOCKED, Reason.EMPTY)):
        url = f"https://s{number}.example/"
        visit = replace(page, url=url, fetched_at=now + timedelta(hours=number))
        verdict = Rejected(url=url, reason=reason, evidence="See there.")
        visits.record_visit(session, visit, verdict, run_id=None)
    assert list(count_corpus(session).rejected.items()) == [("empty", 2), ("blocked", 1)]
    assert [found.site for found in rejected.find_rejected(session)] == [
        "s2.example",
        "s1.example",
        "s0.example",
    ]
    assert [found.url for found in rejected.find_rejected(session, reason=Reason.BLOCKED)] == [
        "https://s1.example/"
    ]
    assert len(rejected.find_rejected(session, site="s2.example")) == 1
    assert len(rejected.find_rejected(session, limit=1)) == 1


def test_a_profile_knows_the_sections_of_its_site(
    session: Session, flood: Article, page: Page
) -> None:
    visits.record_visit(session, page, flood, run_id=None)
    assert set(sites.load_profile(session, "herald.example").sections) == {"Regions", "Water"}
    assert sites.load_profile(session, "other.example") == SiteProfile()
