"""The days from which a crawl takes articles, and the index pages of these days."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from newsspider.spiders.date_window import DateWindow

NOW = datetime(2024, 11, 5, 12, tzinfo=UTC)
SITE = "https://herald.example"


@pytest.mark.parametrize(
    ("path", "admitted"),
    [
        ("/archive/2024/03/", True),
        ("/archive/2024/03/?page=7", True),
        ("/archive/2024/03/?page=5000", False),
        ("/archive/archive/archive/2024/03/", False),
        ("/archive/2023/12/", False),
        ("/archive/2024/12/", False),
        ("/archive/", False),
    ],
)
def test_index_pages_of_days_in_the_window_are_read_but_not_endlessly_many(path, admitted):
    window = DateWindow(date(2024, 1, 1), now=NOW)
    assert window.admits_archive(SITE + path) is admitted


def test_without_a_first_day_only_index_pages_of_today_are_read():
    window = DateWindow(now=NOW)
    assert window.admits_archive(f"{SITE}/archive/2024/11/")
    assert not window.admits_archive(f"{SITE}/archive/2024/10/")
