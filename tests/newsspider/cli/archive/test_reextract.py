"""Today's extraction over the archive: shown first, stored on demand, gone on with after a break."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsspider.demo import World
from newsspider.errors import UsageError
from newsspider.processing.profiles import StoredProfiles
from newsspider.processing.readers import ReaderPool
from newsspider.processing.reading import PageReader, read_and_judge
from newsspider.services.reextraction import reader as reading
from newsspider.services.reextraction.apply import Applying
from newsspider.services.reextraction.outcomes import Summary
from newsspider.services.reextraction.reader import Reader
from newsspider.text.hosts import readable
from storage.corpus import articles, revisions
from storage.db.engine import connect, readers
from storage.search.search import Query

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[4]
STATUSES = "SELECT status FROM runs WHERE kind = 'reextract' ORDER BY id"


@dataclass(frozen=True)
class Corpus:
    folder: Path
    host: str
    """Of the outlet for which the extractor is changed."""

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder}/news.db"

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def size(self) -> int:
        """How many articles it holds."""
        return self.ask("SELECT count(*) FROM articles")[0][0]

    def run(self, *words: str, archive: bool = True) -> subprocess.CompletedProcess[str]:
        options = ["--database", self.database]
        options += ["--archive", str(self.archive)] if archive else []
        command = [sys.executable, "-m", "newsspider", *words, *options]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    def ask(self, statement: str) -> list[tuple]:
        # Closed at once: later, the garbage collector would take newsspider's own locks with it.
        with closing(sqlite3.connect(self.folder / "news.db")) as database, database:
            return database.execute(statement).fetchall()

    def other_extractor(self, **overrides: str) -> str:
        """A sources file that makes extraction read the outlet's pages otherwise."""
        path = self.folder / "sources.toml"
        lines = [f"{field} = {selector!r}" for field, selector in overrides.items()]
        text = f'[[source]]\nsite = "{self.host}"\n[source.extract]\n' + "\n".join(lines)
        path.write_text(text)
        return str(path)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory) -> Iterator[Corpus]:
    with World() as world:
        arabic, latin, changed = (world.outlets[number] for number in (0, 1, 7))
        corpus = Corpus(tmp_path_factory.mktemp("crawled"), changed.home.split("/")[2])
        starts = (outlet.start for outlet in (arabic, latin, changed))
        done = corpus.run("crawl", *starts, "--allow-private", "--delay", "0")
        assert done.returncode == 0, done.stderr
        yield corpus


@pytest.fixture
def corpus(crawled, tmp_path) -> Corpus:
    shutil.copytree(crawled.folder, tmp_path / "copy")
    return Corpus(tmp_path / "copy", crawled.host)


def test_same_extractor_changes_nothing(corpus):
    done = corpus.run("reextract", "--apply")
    assert done.returncode == 0, done.stderr
    assert f"0 change, {corpus.size} stay as they are, 0 would be lost" in done.stdout
    assert corpus.size > 20
    assert corpus.ask("SELECT count(*) FROM revisions") == [(0,)]


def test_what_would_change_is_shown_and_nothing_is_stored(corpus):
    before = corpus.ask("SELECT url, content_hash FROM articles ORDER BY url")
    sources = corpus.other_extractor(title="title")
    done = corpus.run("reextract", "--sources", sources, "--examples", "1")
    assert done.returncode == 0, done.stderr
    assert "{+- Northmoor Post+}" in done.stdout
    assert "Nothing is stored yet" in done.stdout
    assert corpus.ask("SELECT url, content_hash FROM articles ORDER BY url") == before
    assert corpus.ask("SELECT count(*) FROM runs WHERE kind = 'reextract'") == [(0,)]


def test_filters_narrow_it(corpus):
    sources = corpus.other_extractor(title="title")
    done = corpus.run("reextract", "--sources", sources, "--language", "ar", "--examples", "0")
    assert "Articles: 0 change" in done.stdout


def test_apply_stores_revisions_that_name_the_extractor(corpus):
    sources = corpus.other_extractor(title="title")
    done = corpus.run("reextract", "--sources", sources, "--apply")
    assert "in a new version" in done.stdout, done.stderr
    (changed,) = corpus.ask("SELECT count(*) FROM articles WHERE title LIKE '%Northmoor Post'")[0]
    assert changed >= 5
    assert corpus.ask("SELECT count(*) FROM revisions") == [(changed,)]
    engine = connect(corpus.database)
    with readers(engine)() as session:
        ((number,),) = corpus.ask("SELECT article_id FROM revisions LIMIT 1")
        first, second = revisions.list_revisions(
            session, articles.find_article(session, str(number))
        )
        assert (first.extractor, second.extractor) == (None, "0.1.0")
        assert second.changed == ("title",)
        # The publisher changed nothing.
        assert revisions.list_changes(session) == []
    engine.dispose()
    shown = corpus.run("show", str(number), "--revisions", archive=False)
    assert "newsspider 0.1.0)" in shown.stdout
    again = corpus.run("reextract", "--sources", sources, "--apply")
    assert "Articles: 0 change" in again.stdout
    assert corpus.ask("SELECT count(*) FROM revisions") == [(changed,)]


def test_article_that_would_be_lost_is_named_and_kept(corpus):
    before = corpus.ask("SELECT url, content_hash FROM articles ORDER BY url")
    sources = corpus.other_extractor(remove="p, li, blockquote, h2", body="h1")
    done = corpus.run("reextract", "--sources", sources, "--apply", "--examples", "3")
    assert "would give no article today" in done.stdout
    kept = corpus.ask("SELECT url, content_hash FROM articles ORDER BY url")
    assert {url for url, _ in kept} == {url for url, _ in before}


def test_article_without_answer_is_counted(corpus):
    corpus.ask("DELETE FROM captures WHERE page_id IN (SELECT id FROM pages WHERE article_id = 1)")
    (path,) = corpus.archive.rglob("*.warc.gz")
    done = corpus.run("reextract")
    assert "1 (no answer in the archive)" in done.stdout
    path.unlink()
    done = corpus.run("reextract", "--examples", "2")
    assert done.returncode == 1
    assert f"{corpus.size - 1} (its answer cannot be read)" in done.stdout
    said = " ".join(done.stdout.split())  # paths are long, so lines break anywhere
    assert said.count("is not there: name its folder with --archive.") == 2
    assert f"and {corpus.size - 3} more" in done.stdout


def test_damaged_answer_is_named_and_the_others_are_read(corpus):
    (path,) = corpus.archive.rglob("*.warc.gz")
    url, place, length = corpus.ask(
        "SELECT url, place, length FROM captures JOIN pages ON pages.id = page_id"
        " WHERE article_id = 5 ORDER BY captures.id DESC"
    )[0]
    data = bytearray(path.read_bytes())
    data[place + length // 2] ^= 0xFF
    path.write_bytes(data)
    done = corpus.run("reextract")
    assert done.returncode == 1
    assert "answers that cannot be read: 1. newsspider archive verify says why" in done.stderr
    assert "Not read: 1 (its answer cannot be read)." in done.stdout
    said = "".join(done.stdout.split())
    assert readable(url) in said
    assert f"{path}:nowholerecordbeginsat{place:,}." in said


def apply(corpus: Corpus, monkeypatch, sources: str, stop_after: int | None) -> Applying:
    from newsspider.sources import read_sources

    monkeypatch.setattr(reading, "BATCH", 5)
    engine = connect(corpus.database)
    pool = ReaderPool(count=2)
    seen = 0

    def told(more: int) -> None:
        nonlocal seen
        seen += more
        if stop_after is not None and seen >= stop_after:
            raise KeyboardInterrupt

    applying = Applying(engine, {"words": ""})
    profiles = StoredProfiles(engine, read_sources(Path(sources)))
    reader = Reader(engine, corpus.archive, PageReader(pool, profiles, read_and_judge))
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(applying.run(reader, Query(), Summary(0), told))
    finally:
        pool.stop()
        engine.dispose()
    return applying


def test_interrupted_it_goes_on_where_it_was(corpus, monkeypatch):
    sources = corpus.other_extractor(title="title")
    first = apply(corpus, monkeypatch, sources, stop_after=10)
    assert corpus.ask(STATUSES) == [("interrupted",)]
    second = apply(corpus, monkeypatch, sources, stop_after=None)
    assert (first.going.goes_on, second.going.goes_on) == (None, first.going.id)
    assert corpus.ask(STATUSES) == [("interrupted",), ("finished",)]
    titles = "SELECT count(*) FROM articles WHERE title LIKE '%Northmoor Post'"
    assert corpus.ask("SELECT count(*) FROM revisions") == corpus.ask(titles) != [(0,)]
    third = apply(corpus, monkeypatch, sources, stop_after=None)
    assert third.going.goes_on is None
    assert third.going.counts == {}


def test_killed_it_goes_on_with_what_it_had_counted(corpus, monkeypatch):
    sources = corpus.other_extractor(title="title")
    first = apply(corpus, monkeypatch, sources, stop_after=10)
    corpus.ask("UPDATE runs SET status = 'running', finished_at = NULL, holder = 'elsewhere:1:2'")
    second = apply(corpus, monkeypatch, sources, stop_after=None)
    assert corpus.ask(STATUSES) == [("killed",), ("finished",)]
    stored = corpus.ask("SELECT count(*) FROM revisions")[0][0]
    assert second.going.counts["updated"] == stored > first.going.counts.get("updated", 0)


def test_the_same_is_not_done_twice_at_a_time(corpus):
    engine = connect(corpus.database)
    running = Applying(engine, {"words": ""})
    with pytest.raises(UsageError, match=f"Run {running.going.id} is storing the same now"):
        Applying(engine, {"words": ""})
    assert Applying(engine, {"words": "flood"}).going.goes_on is None
    engine.dispose()


def test_a_query_that_makes_no_sense_begins_no_run(corpus):
    done = corpus.run("reextract", 'title:"flood', "--apply")
    assert done.returncode == 2, done.stderr
    assert corpus.ask(STATUSES) == []
