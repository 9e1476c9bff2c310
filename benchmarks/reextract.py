"""Extraction changed on purpose: whether reading the archive again revises exactly what it should.

``python benchmarks/reextract.py`` crawls a made-up site of 1,200 articles on loopback, each tenth
with a note of its correction, and says then that such notes are no part of an article. What that
changes is shown, then stored by runs that are killed (SIGKILL) and one that is not: nothing may be
asked of the site, each article with a note gets one revision, and no other article changes.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from kit.presswire import SETTINGS, Presswire, add_as_source
from rich.console import Console
from rich.progress import track
from sqlalchemy import select

from newsspider.crawling.source_run import run_source
from storage.db.engine import connect, readers
from storage.models import ArticleRow, RevisionRow

NOTE = "an earlier version gave a wrong figure"
OVERRIDE = """
[[source]]
site = "{host}"

[source.extract]
remove = "//article/p[starts-with(., 'Corrected ')]"
"""


def main() -> None:
    """Crawl, change the extraction, read the archive again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_200)
    parser.add_argument("--kills", type=int, default=5)
    options = parser.parse_args()
    site = Presswire(options.articles)
    noted = site.stories[::10]
    site.correct(noted)
    with site, tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/corpus.db"
        run_source(url, add_as_source(url, site), {**SETTINGS, "ARCHIVE": folder}, at_once=True)
        site.forget()
        sources = Path(folder, "sources.toml")
        sources.write_text(OVERRIDE.format(host=site.origin.removeprefix("http://")))
        command = [sys.executable, "-m", "newsspider", "reextract", "--examples", "0"]
        command += ["--archive", folder, "--database", url, "--sources", str(sources)]
        expected = {site.origin + story.path for story in noted}
        print(f"crawled {len(bodies(url)):,} articles, {len(with_note(url)):,} with a note")
        read_again("shown", command)
        print("nothing stored by that:", not revisions(url) and with_note(url) == expected)
        kill(options.kills, [*command, "--apply"])
        print(f"revised before the last kill: {revisions(url).total():,}")
        read_again("stored", [*command, "--apply"])
        print("each article with a note revised once:", revisions(url) == Counter(expected))
        print(f"articles with a note now: {len(with_note(url)):,}")
        read_again("shown once more", command)
        print(f"requests to the site: {len(site.asked):,}")


def read_again(name: str, command: list[str]) -> None:
    """One run to its end: its counts and how long it took."""
    start = time.perf_counter()
    ran = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    print(f"{name}, {time.perf_counter() - start:.1f} s:")
    print(ran.stdout)


def kill(times: int, command: list[str]) -> None:
    """Runs that are killed while they store."""
    chance = random.Random(1)  # noqa: S311
    for _ in track(range(times), "killing", console=Console(stderr=True)):
        process = subprocess.Popen(  # noqa: S603 - our own command
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(2.0, 3.5))
        process.kill()
        process.wait()


def bodies(url: str) -> dict[str, str]:
    """The text of each article by its address."""
    engine = connect(url)
    with readers(engine)() as session:
        by_url = {row.url: str(row.body) for row in session.scalars(select(ArticleRow))}
    engine.dispose()
    return by_url


def with_note(url: str) -> set[str]:
    """The addresses of the articles whose text has the note."""
    return {address for address, body in bodies(url).items() if NOTE in body}


def revisions(url: str) -> Counter[str]:
    """The number of revisions of each article that has any."""
    engine = connect(url)
    named = select(ArticleRow.url).join(RevisionRow, RevisionRow.article_id == ArticleRow.id)
    with readers(engine)() as session:
        counts = Counter(session.scalars(named))
    engine.dispose()
    return counts


if __name__ == "__main__":
    main()
