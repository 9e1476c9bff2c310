"""The commands, typed as a person types them, on a real database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from newsspider import cli
from newsspider.items import Article, Kind, Page, Paragraph, Provenance, Reason, Rejected
from newsspider.timestamps import Precision, Timestamp
from storage import schema, visits
from storage.crawl import runs
from storage.db.engine import connect, sessions

NOW = datetime(2024, 11, 5, 12, 0, tzinfo=UTC)

ARTICLES = (
    Article(
        url="https://sharq.example/1",
        title="رئيسا البلدين يبحثان سبل تعزيز العلاقات في ظل التحديات الإقليمية والدولية الراهنة",
        published_at=Timestamp.of_day(date(2024, 10, 23)),
        sections=("آسيا", "أخبار العالم"),
        authors=("قسم العلاقات الدولية",),
        body=(
            Paragraph(text="بحث الرئيسان سبل تعزيز التعاون بين البلدين."),
            Paragraph(text="«نعمل معاً»", kind=Kind.QUOTE),
        ),
        language="ar",
        direction="rtl",
        site="صحيفة الشرق",
        provenance={"title": Provenance(source="json-ld", confidence=0.95)},
    ),
    Article(
        url="https://asa.example/2",
        title="東京都、海沿いの堤防を三年かけて高くする計画を発表、住民説明会は来月から",
        published_at=Timestamp.of_day(date(2024, 10, 24)),
        sections=("社会",),
        body=(Paragraph(text="東京都は計画を発表した。"),),
        language="ja",
        direction="ltr",
        site="あさなみ新聞",
    ),
    Article(
        url="https://herald.example/3",
        title="=HYPERLINK(0) \x1b[31m\x9b32m\u202eflood",
        published_at=Timestamp.of_instant(
            datetime(2024, 11, 2, 9, 15, tzinfo=timezone(timedelta(hours=1))), Precision.MINUTE
        ),
        sections=("Regions", "Water"),
        authors=("Jane Doe", "Óscar Núñez"),
        body=(Paragraph(text="The flood recedes."), Paragraph(text="\x9d0;Own\x07er\x85")),
        tags=("-1+1",),
        language="en",
        direction="ltr",
        site="The Herald",
    ),
)


ARABIC, FLOOD = ARTICLES[0], ARTICLES[2]
CHANGED = (
    replace(
        ARABIC,
        title="رئيسا البلدين يوقعان اتفاقيات لتعزيز العلاقات في ظل التحديات الراهنة",
        body=(
            Paragraph(text="بحث الرئيسان سبل تعزيز التعاون مع Bosch بين البلدين."),
            Paragraph(text="ولم يحدد البيان موعداً."),
        ),
    ),
    replace(FLOOD, body=(Paragraph(text="The flood \x1b[31mrises again."),), tags=()),
    replace(FLOOD, title="=HYPERLINK(0) \x1b[31m\x9b32m\u202eflood again", body=(), tags=()),
)
"""What two of them were changed to, on the third, fourth and fifth day after ``NOW``."""


@dataclass(frozen=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with three articles, two rejected pages and one run; nobody writes to it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('corpus') / 'news.db'}"
    engine = connect(url)
    schema.prepare(engine)
    with sessions(engine).begin() as session:
        run_id = runs.start_run(session, "crawl", {"urls": ["https://herald.example/"]}, NOW)
        for article in ARTICLES:
            page = Page(url=f"{article.url}?from=feed", fetched_at=NOW)
            visits.record_visit(session, page, article, run_id=run_id)
        for reason in (Reason.INDEX_PAGE, Reason.BLOCKED):
            address = f"https://herald.example/{reason.value}"
            evidence = "80 % of it are links.\x1b[2J\x9b2J"
            verdict = Rejected(url=address, reason=reason, evidence=evidence)
            visits.record_visit(session, Page(url=address, fetched_at=NOW), verdict, run_id=run_id)
        counts = {"fetched": 5, "stored": 3}
        runs.finish_run(session, run_id, "finished", counts, NOW + timedelta(seconds=74))
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database whose articles were changed after they appeared; the first one's page is gone."""
    url = f"sqlite:///{tmp_path_factory.mktemp('changed') / 'news.db'}"
    engine = connect(url)
    schema.prepare(engine)
    with sessions(engine).begin() as session:
        for day, article in enumerate((*ARTICLES, *CHANGED)):
            page = Page(url=article.url, fetched_at=NOW + timedelta(days=day))
            visits.record_visit(session, page, article, run_id=None)
        gone = Page(url=ARTICLES[0].url, status=410, fetched_at=NOW + timedelta(days=9))
        verdict = Rejected(url=gone.url, reason=Reason.HTTP_STATUS, evidence="It answered 410.")
        visits.record_visit(session, gone, verdict, run_id=None)
    engine.dispose()
    return url


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], corpus: str
) -> Callable[..., Result]:
    """Type a command; it asks ``corpus`` unless it names another database."""
    monkeypatch.setenv("NEWSSPIDER_DATABASE_URL", corpus)
    monkeypatch.setenv("COLUMNS", "80")

    def typed(*words: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["newsspider", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return Result(code=int(ended.value.code or 0), out=out, err=err)

    return typed


@pytest.fixture
def shell(corpus: str) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Run a line in a shell that knows the command ``newsspider``."""
    command = Path(sys.executable).parent
    environment = {**os.environ, "NEWSSPIDER_DATABASE_URL": corpus}
    environment["PATH"] = f"{command}{os.pathsep}{environment['PATH']}"

    def line(text: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-o", "pipefail", "-c", text],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return line
