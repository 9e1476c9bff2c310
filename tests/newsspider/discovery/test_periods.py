"""Which days a list speaks of, by its address."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery.leads import LeadKind
from newsspider.discovery.links import judge_link
from newsspider.discovery.periods import Period, period_of


def day(*numbers: int) -> Period:
    return Period(date(*numbers), date(*numbers))


OCTOBER = Period(date(2024, 10, 1), date(2024, 10, 31))
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("path", "period"),
    [
        ("/2024/10/23/", day(2024, 10, 23)),
        ("/2024/10/23", day(2024, 10, 23)),
        ("/2024/2/5/", day(2024, 2, 5)),
        ("/archive/2024-10-23", day(2024, 10, 23)),
        ("/archive/2024-10-23.html", day(2024, 10, 23)),
        ("/archiv/20241023/", day(2024, 10, 23)),
        ("/أرشيف/2024/10/", OCTOBER),
        ("/2024/10/", OCTOBER),
        ("/news/2024/02/", Period(date(2024, 2, 1), date(2024, 2, 29))),
        ("/2024/10/page/3/", OCTOBER),
        ("/2024/10/?page=3", OCTOBER),
        ("/archives/202410", OCTOBER),
        ("/archive/2024/", YEAR),
        ("/sitemap/2024", YEAR),
        ("/archive?date=2024-10-23", day(2024, 10, 23)),
        ("/list?d=20241023", day(2024, 10, 23)),
        ("/news?year=2024&month=10", OCTOBER),
        ("/news?year=2024&month=10&day=23", day(2024, 10, 23)),
        ("/archive?year=2024", YEAR),
    ],
)
def test_an_archive_page_names_its_days(path: str, period: Period) -> None:
    assert period_of(f"https://news.example{path}") == period
    assert judge_link(f"https://news.example{path}", "October") is LeadKind.ARCHIVE


@pytest.mark.parametrize(
    "path",
    [
        "/2024/10/23/flood-reaches-the-city",
        "/news/202410",
        "/news/20241023",
        "/elections/2024",
        "/2024/13/",
        "/2024/02/31/",
        "/calendar/2024/10/",
        "/author/ada/2024/10/",
        "/search?q=flood&date=2024-10-23",
        "/2024/10/23/flood.pdf",
        "/politics",
        "/",
        "/news?year=2024",
        "/news?year=none&month=10",
        "/news?date=today",
        "/news?month=10",
        "/archive?year=99999999999999999999&month=1",
        "/story.php?id=55123&d=20240305",
    ],
)
def test_other_pages_name_none(path: str) -> None:
    assert period_of(f"https://news.example{path}") is None


@given(st.text(), st.text())
def test_any_address_is_read(path: str, query: str) -> None:
    found = period_of(f"https://news.example/{path}?date={query}")
    assert found is None or found.first <= found.last
