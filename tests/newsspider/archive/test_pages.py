"""Pages out of anybody's WARC files."""

import gzip
import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsspider.archive.pages import WarcPages, has_places, is_warc
from newsspider.archive.reader import read_at

HTML = "<html><p>Überschwemmung</p></html>".encode()
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(HTML), HTML)
DATE = datetime(2025, 3, 1, 10, tzinfo=UTC)


def write(path: Path, *answers: tuple[str, bytes, dict[str, str]], gzipped: bool = True) -> Path:
    """A file as Common Crawl's: warcinfo, then request, response and metadata of each answer."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzipped)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "Nutch"}))
        for number, (status, body, headers) in enumerate(answers):
            url = f"https://herald.example/{number}"
            head = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
            date = {"WARC-Date": "2025-03-01T10:00:00Z"}
            for kind, http, data in (
                ("request", None, b"GET / HTTP/1.1\r\n\r\n"),
                ("response", head, body),
            ):
                record = writer.create_warc_record(
                    url,
                    kind,
                    payload=BytesIO(data),
                    length=len(data),
                    http_headers=http,
                    warc_headers_dict=date,
                )
                writer.write_record(record)
            note = b"fetchTimeMs: 10\r\n"
            record = writer.create_warc_record(
                url,
                "metadata",
                payload=BytesIO(note),
                length=len(note),
                warc_content_type="application/warc-fields",
            )
            writer.write_record(record)
    return path


def html(**headers: str) -> dict[str, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"Content-Type": "text/html; charset=utf-8", **named}


MANY = [
    ("200 OK", HTML, html()),
    ("200 OK", CHUNKED, html(Transfer_Encoding="chunked")),
    ("200 OK", gzip.compress(HTML, mtime=0), html(Content_Encoding="gzip")),
    ("200 OK", brotli.compress(HTML), html(Content_Encoding="br")),
    ("200 OK", HTML, html(Content_Encoding="gzip", Transfer_Encoding="chunked")),
    ("200 OK", HTML, {}),
    ("404 Not Found", HTML, html()),
    ("301 Moved", b"", html(Location="/0")),
    ("200 OK", b"%PDF", {"Content-Type": "application/pdf"}),
    ("200 OK", HTML, {"Content-Type": "Application/XHTML+xml"}),
]


@pytest.mark.parametrize("gzipped", [True, False])
def test_every_html_answer_is_a_page_and_the_others_are_counted(tmp_path, gzipped):
    path = write(tmp_path / "news.warc.gz", *MANY, gzipped=gzipped)
    assert is_warc(path)
    assert has_places(path)
    found = WarcPages(path, path.name)
    pages = list(found)
    assert [page.url[-1] for page in pages] == ["0", "1", "2", "3", "4", "5", "9"]
    assert {page.body for page in pages} == {HTML}
    assert {page.fetched_at for page in pages} == {DATE}
    assert not any("content-encoding" in page.headers for page in pages)
    assert found.left_out == {"another status than 200": 2, "no HTML": 1}
    assert found.position == path.stat().st_size
    for page in pages:
        answer = read_at(tmp_path, page.capture)
        assert (answer.url, answer.content) == (page.url, HTML)


def test_places_and_lengths_are_those_of_the_records(tmp_path):
    path = write(tmp_path / "news.warc.gz", *MANY)
    data = path.read_bytes()
    for page in WarcPages(path, path.name):
        record = data[page.capture.place :][: page.capture.length]
        assert page.url.encode() in gzip.decompress(record)


def test_what_was_taken_is_passed_over(tmp_path):
    path = write(tmp_path / "news.warc.gz", *MANY)
    places = [page.capture.place for page in WarcPages(path, path.name)]
    for kept in range(len(places) + 1):
        rest = WarcPages(path, path.name, places[:kept])
        assert [page.capture.place for page in rest] == places[kept:]
        assert rest.left_out["known already"] == kept
    odd = WarcPages(path, path.name, places[::2])
    assert [page.capture.place for page in odd] == places[1::2]


def test_file_gzipped_as_a_whole_gives_its_pages_without_places(tmp_path):
    plain = write(tmp_path / "plain.warc", *MANY * 30, gzipped=False)
    path = tmp_path / "whole.warc.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))
    assert is_warc(path)
    pages = list(WarcPages(path, path.name))
    assert len(pages) == 7 * 30
    assert {page.capture for page in pages} == {None}


@pytest.mark.parametrize(
    "content", [b"", b"WAR", b"<html>", gzip.compress(b"<html>", mtime=0), b"\x1f\x8bno"]
)
def test_other_files_are_no_warc(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert not is_warc(path)


@pytest.mark.parametrize("size", [5_000, 500_000])
def test_damaged_file_gives_what_is_before_and_behind_the_damage(tmp_path, size):
    noise = [("200 OK", os.urandom(size), html()) for _ in range(8)]
    path = write(tmp_path / "news.warc.gz", *noise)
    places = [page.capture.place for page in WarcPages(path, path.name)]
    data = bytearray(path.read_bytes())
    data[places[3] + size // 2] ^= 0xFF
    path.write_bytes(data[: places[7] + size // 2])
    found = WarcPages(path, path.name, places[:2])
    assert [page.capture.place for page in found] == [places[at] for at in (2, 4, 5, 6)]
    assert [damage.start for damage in found.damages] == [places[3], places[7]]
    assert [damage.url for damage in found.damages] == [
        "https://herald.example/3",
        "https://herald.example/7",
    ]
    assert found.left_out == {"known already": 2}
    assert found.position == path.stat().st_size


@pytest.mark.parametrize("gzipped", [True, False])
def test_file_whose_first_bytes_are_damaged_is_a_warc_by_its_name(tmp_path, gzipped):
    name = "news.warc.gz" if gzipped else "news.warc"
    path = write(tmp_path / name, *MANY, gzipped=gzipped)
    path.write_bytes(bytes(100) + path.read_bytes()[100:])
    assert is_warc(path)
    assert has_places(path)
    assert len(list(WarcPages(path, path.name))) == 7
