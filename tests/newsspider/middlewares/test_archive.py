"""Every answer of a real site is kept as it came, robots.txt and redirects too."""

import gzip
from pathlib import Path

import pytest
from fastwarc.warc import WarcRecordType

from newsspider.archive.reader import Answer, answers, read_at
from newsspider.archive.walk import walk
from newsspider.crawling.run import run
from newsspider.errors import ArchiveError
from newsspider.spiders.page import PageSpider

HTML = b"<html><p>The flood recedes.</p></html>"
PACKED = {"Content-Type": "text/html", "Content-Encoding": "gzip", "X-Name": "caf\xe9"}


@pytest.fixture
def keep(fetch, tmp_path):
    """Fetch pages with an archive; the pages, and what the archive then holds."""

    def kept(*urls: str) -> tuple[list, list[Answer]]:
        settings = {
            "ARCHIVE": str(tmp_path / "kept"),
            "DATABASE_URL": f"sqlite:///{tmp_path}/news.db",
        }
        pages = fetch(PageSpider, settings, urls=urls)
        files = sorted(path for path in (tmp_path / "kept").rglob("*") if path.is_file())
        assert all(path.name.endswith(".warc.gz") for path in files)
        return pages, [answer for path in files for answer in answers(path)]

    return kept


def test_payload_is_kept_as_it_came_and_decoded_for_the_page(site, keep, tmp_path):
    url = site.says("/a", gzip.compress(HTML), headers=PACKED)
    (page,), (robots, answer) = keep(url)
    assert page.body == HTML
    assert answer.body == gzip.compress(HTML, mtime=0) or gzip.decompress(answer.body) == HTML
    assert answer.body != HTML
    assert answer.content == HTML
    assert dict(answer.headers)["X-Name"] == "caf\xe9"
    assert (robots.url, robots.status) == (site.url("/robots.txt"), 404)
    assert read_at(tmp_path / "kept", page.capture) == answer
    assert (page.capture.status, page.capture.digest) == (200, answer.digest)
    assert page.capture.fetched_at == answer.fetched_at <= page.fetched_at


def test_redirect_is_kept_with_where_it_led(site, keep):
    site.says("/b", HTML)
    url = site.says("/a", status=302, headers={"Location": "/b"})
    (page,), kept = keep(url)
    assert [(one.url, one.status) for one in kept[1:]] == [(url, 302), (site.url("/b"), 200)]
    assert page.capture.place == kept[2].place


def request_of(record) -> tuple[str, str] | None:
    if record.record_type != WarcRecordType.request:
        return None
    record.parse_http()
    return record.http_headers.status_line, record.http_headers.get("User-Agent")


def test_request_is_kept_as_it_was_asked(site, keep, tmp_path):
    keep(site.says("/a?b=1", HTML))
    (path,) = (tmp_path / "kept").rglob("*.warc.gz")
    asked = [step.value for step in walk(path, request_of) if step.value is not None]
    assert [line for line, _ in asked] == ["GET /robots.txt HTTP/1.1", "GET /a?b=1 HTTP/1.1"]
    assert all(agent.startswith("newsspider/") for _, agent in asked)


def test_page_that_fails_has_no_capture(keep, site, make_site):
    (page,), kept = keep("http://127.0.0.1:9/")
    assert page.capture is None
    assert kept == []


@pytest.mark.slow
def test_not_modified_and_unchanged_answers_refer_to_the_earlier_run(site, tmp_path):
    url, other = site.says("/a", HTML * 20), site.says("/b", HTML * 30)
    settings = {
        "ARCHIVE": str(tmp_path / "kept"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/news.db",
        "ALLOW_PRIVATE": True,
        "DOWNLOAD_DELAY": 0,
        "EXTRACT_WORKERS": 1,
    }
    run(PageSpider, {"urls": [url, other]}, settings)
    site.says("/a", b"", status=304, headers={"ETag": '"1"'})
    run(PageSpider, {"urls": [url, other]}, settings)
    first, second = sorted((tmp_path / "kept").rglob("*.warc.gz"), key=lambda path: path.name[-24:])
    before = {answer.url: answer for answer in answers(first)}
    after = {answer.url: answer for answer in answers(second)}
    for address, status in ((url, 304), (other, 200)):
        assert (after[address].status, after[address].is_revisit) == (status, True)
        original = after[address].original
        assert (original.url, original.fetched_at) == (address, before[address].fetched_at)
        assert original.digest == before[address].digest


@pytest.mark.slow
def test_payload_whose_record_is_damaged_is_kept_again(site, tmp_path):
    url = site.says("/a", HTML * 20)
    settings = {
        "ARCHIVE": str(tmp_path / "kept"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/news.db",
        "ALLOW_PRIVATE": True,
        "DOWNLOAD_DELAY": 0,
        "EXTRACT_WORKERS": 1,
    }
    run(PageSpider, {"urls": [url]}, settings)
    (first,) = (tmp_path / "kept").rglob("*.warc.gz")
    run(PageSpider, {"urls": [url]}, settings)
    (kept,) = [answer for answer in answers(first) if answer.url == url]
    data = bytearray(first.read_bytes())
    data[kept.place + 60] ^= 0xFF
    first.write_bytes(data)
    run(PageSpider, {"urls": [url]}, settings)
    files = sorted((tmp_path / "kept").rglob("*.warc.gz"))
    held = [answer for path in files for answer in answers(path) if answer.url == url]
    assert [answer.is_revisit for answer in held] == [True, False]


def test_archive_is_off_where_there_is_none(fetch, site, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (page,) = fetch(PageSpider, urls=[site.says("/a", HTML)])
    assert page.capture is None
    assert list(Path(tmp_path).iterdir()) == []


def test_disk_that_takes_nothing_ends_the_run_with_its_sentence(site, tmp_path):
    (tmp_path / "kept").write_text("no folder")
    settings = {
        "ARCHIVE": str(tmp_path / "kept"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/news.db",
        "ALLOW_PRIVATE": True,
        "EXTRACT_WORKERS": 1,
    }
    visits = []
    with pytest.raises(ArchiveError, match="takes nothing in"):
        run(PageSpider, {"urls": [site.says("/a", HTML)]}, settings, on_visit=visits.append)
    assert visits == []
