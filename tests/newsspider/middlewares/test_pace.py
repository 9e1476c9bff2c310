"""Slower where a server says so."""

from datetime import UTC, datetime

import pytest

from newsspider.middlewares.pace import retry_after
from newsspider.scheduling.run import run
from newsspider.spiders.page import PageSpider

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"120", 120),
        (b" 7 ", 7),
        (b"Tue, 24 Nov 2026 10:01:00 GMT", 60),
        (b"Tue, 24 Nov 2026 09:00:00 GMT", 0),
        (b"soon", None),
        (b"-5", None),
        (b"", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    assert retry_after(value, NOW) == seconds


def test_an_overloaded_server_is_left_alone_for_as_long_as_it_asks(site, tmp_path):
    urls = [site.says(f"/{name}", "x" * 50) for name in "abc"]
    site.says("/a", "busy", status=503, headers={"Retry-After": "2"})
    settings = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'news.db'}",
        "ALLOW_PRIVATE": True,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "EXTRACT_WORKERS": 1,
        "RETRY_TIMES": 1,
        "ARCHIVE": "",
    }
    run(PageSpider, {"urls": urls}, settings)
    moments = sorted(moment for path, moment in site.asked if path != "/robots.txt")
    refused = site.times("/a")[0]
    later = [moment for moment in moments if moment > refused]
    assert later[0] - refused >= 2
    # The delay that it made grow falls again with each good answer.
    assert later[1] - later[0] >= 0.45


def test_a_slow_server_is_asked_more_rarely(site, tmp_path):
    urls = [site.says(f"/{number}", "x" * 50, delay=0.4) for number in range(5)]
    settings = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'news.db'}",
        "ALLOW_PRIVATE": True,
        "DOWNLOAD_DELAY": 0.05,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "EXTRACT_WORKERS": 1,
        "ARCHIVE": "",
    }
    run(PageSpider, {"urls": urls}, settings)
    moments = [moment for path, moment in site.asked if path != "/robots.txt"]
    # The delay grows to the time that an answer takes, and is counted from its end.
    assert moments[-1] - moments[-2] >= 0.4 + 0.3
