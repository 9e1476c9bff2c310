"""Slower where a server says so."""

from datetime import UTC, datetime, timedelta

import pytest

from newsspider.crawling.run import run
from newsspider.middlewares.throttle import HostLoad, retry_after
from newsspider.spiders.page import PageSpider
from storage.crawl.hosts import Host

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


def delays(*answers: float | str, delay: float = 1.0) -> list[float]:
    """The delay after each answer, of so many seconds or of an address that was refused."""
    host, found = HostLoad(), []
    for answer in answers:
        if not isinstance(answer, str):
            delay = host.eases(delay, answer, 1.0, 60.0)
        elif host.refuses(503, answer):
            delay *= 2
        found.append(delay)
    return found


def test_one_slow_page_is_not_a_slow_server():
    assert max(delays(0.2, 0.3, 25.0, 0.2, 0.3, 25.0, 0.2)) == 1.0
    assert max(delays(25.0, 0.2)) <= 13.0
    assert delays(*[8.0] * 12)[-1] == pytest.approx(8.0, abs=0.1)


def test_one_broken_page_is_not_a_busy_server():
    refused = ["/a", "/a", "/a"]
    assert delays(*refused) == [2.0] * 3
    assert delays(*refused, *[0.2] * 5)[-1] == 1.0


def test_a_server_that_is_busy_for_all_is_asked_ever_more_rarely():
    every_third = [answer for number in range(12) for answer in (f"/{number}", 0.2, 0.2)]
    found = delays(*every_third)
    assert 1.2 < found[5] < found[11] < found[23] < found[35]
    assert found[-1] > 60
    recovery = delays(*every_third, *[0.2] * 100)[len(every_third) :]
    assert recovery[10] > 20
    assert recovery[-1] == 1.0


def test_too_many_requests_are_the_host_s_word_each_time():
    host = HostLoad()
    assert [host.refuses(429, "/a") for _ in range(3)] == [True] * 3
    assert [host.refuses(503, "/b") for _ in range(3)] == [True, False, False]


def test_what_is_above_the_usual_is_forgotten_by_the_hour():
    learned = Host(name="https://herald.example", delay=16.0, delay_at=NOW)
    assert learned.delay_after(NOW) == 16.0
    assert learned.delay_after(NOW + timedelta(hours=2)) == 4.0
    assert learned.delay_after(NOW - timedelta(hours=2)) == 16.0
    assert Host(name="https://herald.example").delay_after(NOW) is None
