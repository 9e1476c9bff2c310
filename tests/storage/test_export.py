"""Out of one database and into another, and read by other tools than ours."""

import os
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from newsspider.items import Article, Change, Page, Paragraph
from storage import visits
from storage.boilerplate import learning
from storage.corpus import writing
from storage.db.engine import readers, sessions
from storage.export import ExportedArticle, export_articles
from storage.imports import ImportRecord, PreparedImport, prepare_import, store_records
from storage.models import ArticleRow, CutRow, RevisionRow, TraceRow
from storage.search.search import Query

EARLIER = datetime(2024, 11, 1, tzinfo=UTC)


@pytest.fixture
def corpus(engine: Engine, flood: Article, now: datetime) -> Engine:
    """The flood, which was corrected once, and a short note."""
    note = Article(url="https://old.example/note", body=(Paragraph(text="أعلنت الحكومة"),))
    with sessions(engine).begin() as session:
        writing.store_article(session, replace(flood, title="Flood"), now=EARLIER)
        writing.store_article(session, flood, now=now)
        writing.store_article(session, note, now=now)
    return engine


def exported(engine: Engine, **query: object) -> list[ExportedArticle]:
    with readers(engine)() as session:
        return list(export_articles(session, Query(**query), earlier=True))  # type: ignore[arg-type]


def imported(row: ExportedArticle) -> ImportRecord:
    return ImportRecord(
        article=row.article,
        first_stored_at=row.first_stored_at,
        changed_at=row.changed_at,
        earlier=tuple((one.seen_at, one.article) for one in row.earlier),
    )


def bring_in(engine: Engine, *records: ImportRecord) -> list[Change]:
    with sessions(engine).begin() as session:
        return store_records(session, [ready(session, one) for one in records])


def ready(session: Session, record: ImportRecord) -> PreparedImport:
    return prepare_import(record, session.get_bind().dialect.name)


def test_rows_are_all_that_a_question_finds(corpus: Engine, flood: Article, now: datetime) -> None:
    found = exported(corpus)
    assert [row.article.url for row in found] == [flood.url, "https://old.example/note"]
    assert (found[0].first_stored_at, found[0].changed_at) == (EARLIER, now)
    assert [row.id for row in exported(corpus, words="flood")] == [found[0].id]
    assert len(exported(corpus, limit=1)) == 1


def test_earlier_versions_come_with_it(corpus: Engine, flood: Article) -> None:
    (version,) = exported(corpus)[0].earlier
    assert (version.article.title, version.seen_at) == ("Flood", EARLIER)
    with readers(corpus)() as session:
        assert [row.earlier for row in export_articles(session, Query())] == [(), ()]


def test_what_was_exported_comes_back_the_same(corpus: Engine, other_engine: Engine) -> None:
    given = exported(corpus)
    records = [imported(row) for row in given]
    assert bring_in(other_engine, *records) == [Change.NEW, Change.NEW]
    assert bring_in(other_engine, *records) == [Change.UNCHANGED, Change.UNCHANGED]

    def without_ids(rows: list[ExportedArticle]) -> list[ExportedArticle]:
        return [replace(row, id=0) for row in rows]

    assert without_ids(exported(other_engine)) == without_ids(given)
    assert [row.article for row in exported(other_engine, words="الحكومة")]


def test_an_older_version_takes_the_place_of_none(
    engine: Engine, flood: Article, now: datetime
) -> None:
    current = ImportRecord(article=flood, first_stored_at=EARLIER, changed_at=now)
    older = replace(current, article=replace(flood, title="Flood"), changed_at=EARLIER)
    newer = replace(
        current, article=replace(flood, title="Over"), changed_at=now + timedelta(days=1)
    )
    assert bring_in(engine, current) == [Change.NEW]
    assert bring_in(engine, older) == [Change.UNCHANGED]
    assert bring_in(engine, newer, older) == [Change.UPDATED, Change.UNCHANGED]
    assert [row.article.title for row in exported(engine)] == ["Over"]
    with readers(engine)() as session:
        assert session.scalar(select(func.count()).select_from(RevisionRow)) == 1


def test_an_import_is_no_visit(session: Session, flood: Article, page: Page, now: datetime) -> None:
    visits.record_visit(session, page, flood, run_id=None)
    changed = replace(flood, title="Over", body=flood.body[:1])
    later = now + timedelta(days=1)
    record = ImportRecord(article=changed, first_stored_at=now, changed_at=later)
    store_records(session, [ready(session, record)])
    for table in (TraceRow, CutRow):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    again = learning.store_cleaned(session, flood, now=later + timedelta(days=1))
    assert (again.change, again.article) == (Change.UPDATED, flood)
    assert session.scalar(select(func.count()).select_from(TraceRow)) == 1


def test_letters_that_no_database_takes_are_replaced(
    session: Session, flood: Article, now: datetime
) -> None:
    record = ImportRecord(
        article=replace(flood, title="a\0b\ud800"), first_stored_at=now, changed_at=now
    )
    assert store_records(session, [ready(session, record)]) == [Change.NEW]
    assert store_records(session, [ready(session, record)]) == [Change.UNCHANGED]
    assert session.scalars(select(ArticleRow.title)).all() == ["a\ufffdb\ufffd"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_psql_reads_the_corpus(corpus: Engine, client_programs: str) -> None:
    question = (
        "SELECT a.title, s.host, string_agg(w.name, '; ' ORDER BY l.position) FROM articles a"
        " JOIN sites s ON s.id = a.site_id JOIN article_authors l ON l.article_id = a.id"
        " JOIN authors w ON w.id = l.author_id GROUP BY a.id, s.host"
    )
    url = corpus.url.set(drivername="postgresql").render_as_string(False)
    done = subprocess.run(
        ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--command", question, url],
        env={**os.environ, "PATH": client_programs},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "Flood closes the bridge|herald.example|Jane Doe; Óscar Núñez\n"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_pandas_reads_the_corpus_by_sql(corpus: Engine) -> None:
    import pandas

    frame = pandas.read_sql("SELECT title, published_day FROM articles ORDER BY id", corpus)
    assert frame["title"].tolist()[:1] == ["Flood closes the bridge"]


def test_an_older_version_at_another_spelling_takes_the_place_of_none(
    engine: Engine, flood: Article, now: datetime
) -> None:
    current = ImportRecord(article=flood, first_stored_at=EARLIER, changed_at=now)
    spelled = replace(flood, url=flood.url.replace("https://www.", "http://"), title="Older")
    older = ImportRecord(article=spelled, first_stored_at=EARLIER, changed_at=EARLIER)
    assert bring_in(engine, current) == [Change.NEW]
    assert bring_in(engine, older) == [Change.UNCHANGED]
