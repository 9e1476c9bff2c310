"""A fork reads one page, and a page that hangs or kills it costs only itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import os, signal, sys, time
from datetime import UTC, datetime
from newsspider.items import Article, Page, SiteProfile
from newsspider.processing.fork import ForkedReader
from newsspider.processing.reading import PageReader

def read(page, profile):
    if b"crash" in page.body:
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"hang" in page.body:
        time.sleep(60)
    if b"raise" in page.body:
        raise ValueError("a bug")
    if b"memory" in page.body:
        bytearray(8 * 1024**3)
    return Article(url=page.url, title=str(len(page.body)))

reader = PageReader(ForkedReader(timeout=1), lambda host: SiteProfile(), read)
reader.start()
page = Page(url="https://example.org/a", fetched_at=datetime.now(UTC), body=eval(sys.argv[1]))
verdict = reader.read_now(page)
reader.close()
print(verdict.title if isinstance(verdict, Article) else f"{verdict.reason}: {verdict.evidence}")
print(any(name.partition(".")[0] in ("trafilatura", "sqlalchemy", "scrapy") for name in sys.modules))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="forks are safe on Linux")
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("b'x' * 1_000_000", "1000000"),
        ("b'crash'", "The worker that read it died (exit code -11)."),
        ("b'hang'", "extraction_timeout: Reading it took longer than 1 seconds."),
        ("b'raise'", "extraction_failed: ValueError: a bug"),
        ("b'memory'", "extraction_failed: MemoryError"),
    ],
)
def test_a_page_costs_only_itself(body, said):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, body], capture_output=True, text=True, timeout=60
    )
    assert said in done.stdout, done.stderr
    assert done.stdout.endswith("\nFalse\n")
