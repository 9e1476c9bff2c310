"""WARC files are read in: this archive's, damaged ones, and those of others."""

import signal
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

pytestmark = pytest.mark.slow


def test_reading_the_archive_in_gives_the_same_articles(twice, home, served):
    first, second = twice.files()
    done = home.run("ingest", str(first), str(second))
    assert done.returncode == 0, done.stderr.decode()
    assert home.articles() == twice.articles()
    again = home.run("ingest", str(first), str(second))
    assert again.returncode == 0
    assert b"0 new, 0 updated, 0 unchanged" in again.stdout
    # The answers lie where they were read from, so that they can be had and read again.
    home.archive.mkdir()
    assert home.call("archive", "verify").returncode == 0
    url = next(iter(home.articles()))
    assert home.call("archive", "get", url).stdout == served(url)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_reading_that_was_stopped_goes_on_where_it_was(twice, home, number, status):
    first = str(twice.files()[0])
    assert home.stop(home.command("ingest", first), number) == status
    before = home.stored()
    done = home.run("ingest", first)
    assert done.returncode == 0, done.stderr.decode()
    assert f"{before} known already".encode() in done.stdout
    assert home.articles() == twice.articles()
    places = home.ask(
        "SELECT file, place, count(*) FROM captures GROUP BY 1, 2 HAVING count(*) > 1"
    )
    assert places == []
    assert home.ask("SELECT count(*) FROM revisions") == [(0,)]


def test_older_answers_change_no_newer_article(once):
    old, before = once.files()[0], once.articles()
    copy = once.folder / "old.warc.gz"
    _rewrite(old, copy)
    done = once.run("ingest", str(copy))
    assert done.returncode == 0, done.stderr.decode()
    assert once.articles() == before
    assert once.ask("SELECT count(*) FROM revisions") == [(0,)]
    assert b"0 new, 0 updated" in done.stdout


def _rewrite(source: Path, target: Path) -> None:
    """The same answers with other texts, dated two years back."""
    with source.open("rb") as read, target.open("wb") as written:
        writer = WARCWriter(written, gzip=True)
        for record in ArchiveIterator(read):
            if record.rec_type != "response":
                continue
            body = record.raw_stream.read().replace(b"</p>", b" Another wording.</p>")
            record.http_headers.replace_header("Content-Length", str(len(body)))
            made = writer.create_warc_record(
                record.rec_headers.get_header("WARC-Target-URI"),
                "response",
                payload=BytesIO(body),
                length=len(body),
                http_headers=record.http_headers,
                warc_headers_dict={"WARC-Date": "2024-11-24T10:00:00Z"},
            )
            writer.write_record(made)


def test_damaged_file_is_read_in_around_its_damage(twice, home):
    first, sound = twice.files()[0], twice.articles()
    copy = home.folder / "copy.warc.gz"
    copy.write_bytes(first.read_bytes())
    (lost, place, length), _ = twice.ask(home.one_article)
    home.damage(copy, place, length)
    most = {url: text for url, text in sound.items() if url != lost}
    for new in (len(most), 0):
        done = home.run("ingest", str(copy))
        assert done.returncode == 1
        assert f"{new} new, 0 updated, 0 unchanged".encode() in done.stdout
        assert b"Damaged: at least 1 of the files' records are lost" in done.stdout
        assert f"{copy}: bytes {place:,} to {place + length - 1:,} cannot be read" in (
            done.stderr.decode()
        )
        assert home.articles() == most
    copy.write_bytes(first.read_bytes())
    assert home.run("ingest", str(copy)).returncode == 0
    assert home.articles() == sound
    home.damage(copy, place, length)
    assert home.run("ingest", str(copy)).returncode == 1
    assert home.articles() == sound


STORY = """<html><head><title>Reservoir {number} to be drained for repairs</title>
<meta property="og:type" content="article"><meta property="og:url" content="{url}"></head>
<body><article><h1>Reservoir {number} to be drained for repairs</h1>
<p>The water company will drain the reservoir above the town in the spring, for the first time in
thirty years, so that its wall can be sealed and the valves at its foot replaced.</p>
<p>Walkers may use the path along the eastern shore until the work begins; the western one stays
closed, because lorries will use it to carry stone up from the valley.</p>
<p>“We expect the lake to be full again by the autumn,” said the engineer in charge.</p>
</article></body></html>"""


def common_crawl(path: Path, answers: list[tuple[str, dict]]) -> None:
    """A file as Common Crawl's news crawler writes it: gzipped record by record, bodies decoded."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.0")
        writer.write_record(
            writer.create_warcinfo_record(path.name, {"software": "StormCrawler", "robots": "obey"})
        )
        for url, given in answers:
            body = given.get("body", STORY.format(number=len(url), url=url)).encode()
            date = {"WARC-Date": "2024-11-05T10:00:00Z", "WARC-IP-Address": "192.0.2.7"}
            head = [
                ("content-type", given.get("kind", "text/html; charset=utf-8")),
                ("X-Crawler-Content-Encoding", "gzip"),
                ("X-Crawler-Transfer-Encoding", "chunked"),
                ("Content-Encoding", "br"),
                ("X-Crawler-Content-Length", "123"),
                ("Content-Length", str(len(body))),
                *given.get("head", {}).items(),
            ]
            first = StatusAndHeaders(given.get("status", "200"), head, protocol="HTTP/2")
            kinds = (
                ("request", StatusAndHeaders("GET / HTTP/1.1", [("Host", "a")]), b"", {}),
                ("response", first, body, given.get("warc", {})),
                ("metadata", None, b"fetchTimeMs: 10\r\n", {}),
            )
            for kind, http, data, more in kinds:
                made = writer.create_warc_record(
                    url,
                    kind,
                    payload=BytesIO(data),
                    length=len(data),
                    http_headers=http,
                    warc_headers_dict=date | more,
                )
                if not url:
                    made.rec_headers.remove_header("WARC-Target-URI")
                writer.write_record(made)


def test_file_of_common_crawl_is_taken_in_whatever_is_odd_in_it(home):
    site = "http://herald.example/news/2024/11/05"
    path = home.folder / "CC-NEWS-20241105100000-00042.warc.gz"
    answers = [
        (f"{site}/reservoir-to-be-drained", {}),
        ("http://wasserwerk-mühle.example/nachrichten/der-see-wird-geleert-123456", {}),
        (f"{site}/long-head", {"head": {"Set-Cookie": "a=" + "b" * 50_000}}),
        (f"{site}/odd-head", {"head": {"X-Name": "caf\xe9\x00", "": "nobody", "Bad": "\x1f"}}),
        (f"{site}/cut-off", {"warc": {"WARC-Truncated": "length"}}),
        (f"{site}/of-no-time", {"warc": {"WARC-Date": "yesterday"}}),
        (f"{site}/empty", {"body": ""}),
        (f"{site}/image", {"kind": "image/png"}),
        (f"{site}/gone", {"status": "410"}),
        ("http://[::1/broken", {}),
        ("http://herald.example:99999/port", {}),
        ("", {}),
    ]
    common_crawl(path, answers)
    done = home.run("ingest", str(path))
    assert done.returncode == 0, done.stderr.decode()
    said = done.stdout.decode()
    assert "Articles: 4 new, 0 updated, 0 unchanged. Rejected: 1 (empty 1)." in said
    left = "3 no web address, 1 cut off when they were fetched, 1 no date, 1 no HTML"
    assert set(left.split(", ")) <= set(said.partition("left out: ")[2].strip(".\n").split(", "))
    assert set(home.articles()) == {
        f"{site}/reservoir-to-be-drained",
        "http://xn--wasserwerk-mhle-bwb.example/nachrichten/der-see-wird-geleert-123456",
        f"{site}/long-head",
        f"{site}/odd-head",
    }
    assert home.run("ingest", str(path)).stdout.count(b"0 new, 0 updated, 0 unchanged") == 1
    home.archive.mkdir()
    assert b"Reservoir" in home.call("archive", "get", answers[1][0]).stdout
    assert home.call("archive", "verify").returncode == 0
