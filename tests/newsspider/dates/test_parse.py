"""Moments, wall times, orders of day and month, and what is no date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.dates import EARLIEST, DateReader, find_date, parse_date

NOW = datetime(2024, 12, 31, 12, tzinfo=UTC)

INSTANTS = [
    # ISO 8601 and RFC 3339
    ("2024-10-23T14:05:09Z", "2024-10-23T14:05:09+00:00"),
    ("2024-10-23T14:05:09+03:00", "2024-10-23T14:05:09+03:00"),
    ("2024-10-23T14:05:09.123456+03:00", "2024-10-23T14:05:09+03:00"),
    ("2024-10-23T14:05:09.123Z", "2024-10-23T14:05:09+00:00"),
    ("2024-10-23T14:05+0530", "2024-10-23T14:05+05:30"),
    ("2024-10-23 14:05:09 -0500", "2024-10-23T14:05:09-05:00"),
    ("2024-10-23T14:05:09-03", "2024-10-23T14:05:09-03:00"),
    # RFC 2822
    ("Wed, 23 Oct 2024 14:05:09 +0300", "2024-10-23T14:05:09+03:00"),
    ("Wed, 23 Oct 2024 14:05:09 GMT", "2024-10-23T14:05:09+00:00"),
    ("23 Oct 2024 14:05 EST", "2024-10-23T14:05-05:00"),
    # What readers see
    ("October 23, 2024 2:05 PM EDT", "2024-10-23T14:05-04:00"),
    ("Oct. 23, 2024, 2:05 p.m. EDT", "2024-10-23T14:05-04:00"),
    ("Oct. 23, 2024 at 12:05 a.m. GMT", "2024-10-23T00:05+00:00"),
    ("Oct. 23, 2024 at 12:05pm GMT", "2024-10-23T12:05+00:00"),
    ("Wed 23 Oct 2024 14.05 BST", "2024-10-23T14:05+01:00"),
    ("23.10.2024, 14:05 Uhr MESZ", "2024-10-23"),
    ("14:05 GMT, 23 October 2024", "2024-10-23T14:05+00:00"),
    ("23 October 2024 | 14:05 UTC+3", "2024-10-23T14:05+03:00"),
    ("23 October 2024 14:05 GMT+05:30", "2024-10-23T14:05+05:30"),
    ("2024年10月23日 14:05 JST", "2024-10-23T14:05+09:00"),
    ("Rabu, 23 Oct 2024 14:05 WIB", "2024-10-23T14:05+07:00"),
]

WALL_TIMES = [
    ("ar", "Asia/Damascus", "23 تشرين الأول 2024 - 14:05", "2024-10-23T14:05+03:00"),
    ("ar", "Africa/Cairo", "٢٣ أكتوبر ٢٠٢٤ - ٠٢:٠٥ م", "2024-10-23T14:05+03:00"),
    ("ar", "Africa/Tunis", "23 أكتوبر 2024 الساعة 02:05 مساءً", "2024-10-23T14:05+01:00"),
    ("ar", "Asia/Riyadh", "23 أكتوبر 2024 9:05 ص", "2024-10-23T09:05+03:00"),
    ("fa", "Asia/Tehran", "چهارشنبه ۲ آبان ۱۴۰۳ - ۱۴:۰۵", "2024-10-23T14:05+03:30"),
    ("de", "Europe/Berlin", "23.10.2024, 14:05 Uhr", "2024-10-23T14:05+02:00"),
    ("de", "Europe/Berlin", "23.11.2024, 14.05 Uhr", "2024-11-23T14:05+01:00"),
    ("fr", "Europe/Paris", "Publié le 23 octobre 2024 à 14h05", "2024-10-23T14:05+02:00"),
    ("pt", "America/Sao_Paulo", "23/10/2024 14h05", "2024-10-23T14:05-03:00"),
    ("ja", "Asia/Tokyo", "2024年10月23日 14時05分", "2024-10-23T14:05+09:00"),
    ("ko", "Asia/Seoul", "입력 2024.10.23. 14:05", "2024-10-23T14:05+09:00"),
    ("ko", "Asia/Seoul", "2024년 10월 23일 오후 2시 05분", "2024-10-23T14:05+09:00"),
    ("ko", "Asia/Seoul", "2024.10.23. 오후 2:05", "2024-10-23T14:05+09:00"),
    ("zh", "Asia/Shanghai", "2024年10月23日14:05", "2024-10-23T14:05+08:00"),
    ("ru", "Europe/Moscow", "14:05, 23 октября 2024", "2024-10-23T14:05+03:00"),
    ("en", "America/New_York", "October 23, 2024 2:05 pm", "2024-10-23T14:05-04:00"),
    ("en", "America/New_York", "2024-10-23T14:05:09", "2024-10-23T14:05:09-04:00"),
    ("en", "America/New_York", "2024-10-23T14:05:09Z", "2024-10-23T14:05:09+00:00"),
]

NO_DATES = [
    ("en", ""),
    ("en", "2024"),
    ("en", "October 2024"),
    ("en", "Copyright © 2019-2024 Example"),
    ("en", "2024-10"),
    ("en", "14:05"),
    ("en", "October 23"),
    ("en", "31 February 2024"),
    ("en", "29 February 2023"),
    ("en", "2024-13-01"),
    ("en", "23 Smarch 2024"),
    ("en", "Room 12, 2024 places"),
    ("en", "call 020 2024 1023 555"),
    ("en", "version 12.5.1"),
    ("en", "a 3-2 win"),
    ("en", "order 20241023001"),
    ("en", "born on 3 May 1953"),
    ("en", "31 December 2031"),
    ("en", "2025-06-01"),
    ("en", "12/31/2031"),
    ("ar", "أكتوبر 2024"),
    ("ar", "تشرين الثاني 2024"),
    ("fa", "آبان ۱۴۰۳"),
    ("fa", "۳۱ مهر ۱۴۰۳"),
    ("fa", "۳۰ اسفند ۱۴۰۲"),
    ("fa", "۲ آبان ۱۴۵۰"),
    ("zh", "2024年10月"),
    ("ko", "2024년 10월"),
    ("de", "Oktober 2024"),
    ("th", "ตุลาคม 2567"),
]

ORDERS = [
    ("en", None, "03/04/2024", "2024-04-03"),
    ("en-GB", None, "03/04/2024", "2024-04-03"),
    ("en-US", None, "03/04/2024", "2024-03-04"),
    ("en-us", None, "3/4/24", "2024-03-04"),
    ("en-US", "dmy", "03/04/2024", "2024-04-03"),
    ("en", "mdy", "03/04/2024", "2024-03-04"),
    ("ar", "mdy", "٠٣/٠٤/٢٠٢٤", "2024-03-04"),
    ("en", "mdy", "13/04/2024", "2024-04-13"),
    ("en", "dmy", "04/13/2024", "2024-04-13"),
    ("en", None, "04/13/2024", "2024-04-13"),
    ("en-US", None, "03.04.2024", "2024-04-03"),
    ("en-US", None, "2024/03/04", "2024-03-04"),
]


def _read(text, language="en", order=None, timezone=None):
    reader = DateReader(now=NOW, language=language, order=order, timezone=timezone)
    found = parse_date(text, reader)
    return found.isoformat() if found else None


@pytest.mark.parametrize(("text", "moment"), INSTANTS)
def test_times_with_a_zone_are_instants(text, moment):
    assert _read(text) == moment


@pytest.mark.parametrize(("language", "timezone", "text", "moment"), WALL_TIMES)
def test_the_sites_zone_makes_an_instant_of_a_wall_time(language, timezone, text, moment):
    assert _read(text, language, timezone=timezone) == moment


@pytest.mark.parametrize(
    ("language", "text", "moment"),
    [(language, text, moment) for language, _, text, moment in WALL_TIMES if text[-1] != "Z"],
)
def test_a_wall_time_without_a_zone_stays_its_day(language, text, moment):
    assert _read(text, language) == moment[:10]


@pytest.mark.parametrize(("language", "text"), NO_DATES)
def test_what_is_no_date(language, text):
    assert _read(text, language) is None


@pytest.mark.parametrize(("language", "order", "text", "day"), ORDERS)
def test_the_order_of_day_and_month(language, order, text, day):
    assert _read(text, language, order) == day


def test_a_future_date_gives_way_to_a_credible_one():
    assert _read("Festival on 31 December 2031. Published 23 October 2024") == "2024-10-23"


def test_a_clock_a_little_ahead_is_no_future():
    assert _read("2025-01-01") == "2025-01-01"
    assert _read("2025-01-02") is None


def test_the_place_of_the_date_includes_its_time():
    line = "News desk | 23 October 2024, 14:05 GMT | Politics"
    found = find_date(line, DateReader(now=NOW, language="en"))
    assert found is not None
    assert line[: found.start] == "News desk | "
    assert line[found.end :].lstrip() == "| Politics"


def test_a_time_that_cannot_be_leaves_the_day():
    assert _read("2024-10-23 25:61:00 GMT") == "2024-10-23"


@pytest.mark.parametrize(
    "text",
    ["1" * 100_000, "1/" * 50_000, "may " * 25_000, "23 " + "de " * 30_000, "2024-" * 20_000],
)
def test_long_texts_cost_little(text, costs_at_most):
    with costs_at_most(6):
        assert _read(text) is None


LANGUAGES = st.sampled_from(["ar", "en", "en-US", "fa", "ja", "pl", "th", "xx", "", None])
DATE_LIKE = st.lists(
    st.sampled_from(
        [
            *"0123456789٣۲/.-:, TZ年月日de",
            "23",
            "2024",
            "1403",
            "2567",
            "October",
            "آبان",
            "ตุลาคม",
            "+14:00",
        ]
    )
).map("".join)


@given(st.one_of(st.text(max_size=80), DATE_LIKE), LANGUAGES, st.sampled_from(["dmy", "mdy", None]))
def test_any_text_gives_a_credible_date_or_none(text, language, order):
    zone = "Asia/Tehran" if order else None
    found = parse_date(text, DateReader(now=NOW, language=language, order=order, timezone=zone))
    if found:
        assert EARLIEST <= found.day <= date(2025, 1, 2)


@given(st.dates(EARLIEST, NOW.date()))
def test_numeric_forms_of_any_day(day):
    texts = {
        f"{day:%d/%m/%Y}": "dmy",
        f"{day:%m/%d/%Y}": "mdy",
        f"{day:%d.%m.%Y}": None,
        f"{day:%Y-%m-%d}": None,
        f"{day.year}年{day.month}月{day.day}日": None,
        f"{day:%d %B %Y}": None,
        f"{day:%B} {day.day}, {day.year}": None,
    }
    for text, order in texts.items():
        assert _read(text, "en", order) == day.isoformat()


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2024, 12, 30)),
    st.integers(-12 * 4, 14 * 4),
)
def test_iso_moments_of_any_offset(wall, quarters):
    moment = wall.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    assert _read(moment.isoformat()) == moment.isoformat()
