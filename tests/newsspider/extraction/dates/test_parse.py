"""Dates as news pages write them, in their languages, calendars and scripts."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.extraction.dates import EARLIEST, Reader, find_date, parse_date

NOW = datetime(2024, 12, 31, 12, tzinfo=UTC)

DAYS = [
    # Arabic: international, Levantine, Maghrebi and Gulf forms
    ("ar", "23 أكتوبر 2024", "2024-10-23"),
    ("ar", "23 اكتوبر 2024", "2024-10-23"),
    ("ar", "٢٣ أكتوبر ٢٠٢٤", "2024-10-23"),
    ("ar", "٢٣/١٠/٢٠٢٤", "2024-10-23"),
    ("ar", "23/10/2024", "2024-10-23"),
    ("ar", "الأربعاء، 23 أكتوبر 2024", "2024-10-23"),
    ("ar", "الأربعاء 23 تشرين الأول 2024", "2024-10-23"),
    ("ar", "23 تشرين الثاني 2024", "2024-11-23"),
    ("ar", "2 كانون الثاني 2024", "2024-01-02"),
    ("ar", "31 كانون الأول 2023", "2023-12-31"),
    ("ar", "5 شباط 2024", "2024-02-05"),
    ("ar", "5 آذار 2024", "2024-03-05"),
    ("ar", "5 نيسان 2024", "2024-04-05"),
    ("ar", "5 أيار 2024", "2024-05-05"),
    ("ar", "5 حزيران 2024", "2024-06-05"),
    ("ar", "5 تموز 2024", "2024-07-05"),
    ("ar", "5 آب 2024", "2024-08-05"),
    ("ar", "5 أيلول، 2024", "2024-09-05"),
    ("ar", "14 جانفي 2024", "2024-01-14"),
    ("ar", "14 فيفري 2024", "2024-02-14"),
    ("ar", "14 أفريل 2024", "2024-04-14"),
    ("ar", "14 جوان 2024", "2024-06-14"),
    ("ar", "5 جويلية 2024", "2024-07-05"),
    ("ar", "12 أوت 2024", "2024-08-12"),
    ("ar", "12 غشت 2024", "2024-08-12"),
    ("ar", "12 شتنبر 2024", "2024-09-12"),
    ("ar", "12 نونبر 2024", "2024-11-12"),
    ("ar", "12 دجنبر 2024", "2024-12-12"),
    ("ar", "12 يوليوز 2024", "2024-07-12"),
    ("ar", "23 أكتوبر/تشرين الأول 2024", "2024-10-23"),
    ("ar", "7 أيار/مايو 2024", "2024-05-07"),
    ("ar", "أكتوبر 23, 2024", "2024-10-23"),
    ("ar", "نُشر في: 23 أكتوبر 2024 م", "2024-10-23"),
    # Persian: the Iranian calendar by name and by number, and Gregorian dates in Persian
    ("fa", "۲ آبان ۱۴۰۳", "2024-10-23"),
    ("fa", "چهارشنبه ۲ آبان ۱۴۰۳", "2024-10-23"),
    ("fa", "چهارشنبه، ۰۲ آبان ۱۴۰۳", "2024-10-23"),
    ("fa", "2 آبان 1403", "2024-10-23"),
    ("fa", "۲ آبان‌ماه ۱۴۰۳", "2024-10-23"),
    ("fa", "۲ آبان ماه ۱۴۰۳", "2024-10-23"),
    ("fa", "۱۴۰۳/۰۸/۰۲", "2024-10-23"),
    ("fa", "۱۴۰۳/۸/۲", "2024-10-23"),
    ("fa", "1403-08-02", "2024-10-23"),
    ("fa", "۱ فروردین ۱۴۰۳", "2024-03-20"),
    ("fa", "۲ دي ۱۴۰۲", "2023-12-23"),
    ("fa", "۲۹ اسفند ۱۴۰۲", "2024-03-19"),
    ("fa", "۲۳ اکتبر ۲۰۲۴", "2024-10-23"),
    ("fa", "۵ ژوئیه ۲۰۲۴", "2024-07-05"),
    # Thai: Buddhist years
    ("th", "23 ตุลาคม 2567", "2024-10-23"),
    ("th", "23 ต.ค. 2567", "2024-10-23"),
    ("th", "๒๓ ตุลาคม ๒๕๖๗", "2024-10-23"),
    ("th", "23/10/2567", "2024-10-23"),
    # Chinese, Japanese, Korean
    ("zh", "2024年10月23日", "2024-10-23"),
    ("zh", "2024年10月23日（星期三）", "2024-10-23"),
    ("zh", "2024 年 10 月 23 日", "2024-10-23"),
    ("zh", "发布时间：2024-10-23", "2024-10-23"),
    ("zh", "２０２４年１０月２３日", "2024-10-23"),
    ("ja", "2024年10月3日(木)", "2024-10-03"),
    ("ja", "公開日：2024/10/23", "2024-10-23"),
    ("ko", "2024년 10월 23일", "2024-10-23"),
    ("ko", "입력 2024.10.23", "2024-10-23"),
    ("ko", "2024. 10. 23.", "2024-10-23"),
    # Slavic months stand in the genitive, and one word names different months
    ("ru", "23 октября 2024", "2024-10-23"),
    ("ru", "23 октября 2024 г.", "2024-10-23"),
    ("ru", "23 окт. 2024", "2024-10-23"),
    ("ru", "5 мая 2024 года", "2024-05-05"),
    ("uk", "23 жовтня 2024", "2024-10-23"),
    ("uk", "5 липня 2024 року", "2024-07-05"),
    ("be", "23 кастрычніка 2024", "2024-10-23"),
    ("bg", "23 октомври 2024", "2024-10-23"),
    ("sr", "23. октобар 2024.", "2024-10-23"),
    ("pl", "23 października 2024", "2024-10-23"),
    ("pl", "23 listopada 2024", "2024-11-23"),
    ("hr", "23. listopada 2024.", "2024-10-23"),
    ("cs", "23. listopadu 2024", "2024-11-23"),
    ("cs", "3. října 2024", "2024-10-03"),
    ("sk", "23. októbra 2024", "2024-10-23"),
    ("sl", "23. oktober 2024", "2024-10-23"),
    # German
    ("de", "23. Oktober 2024", "2024-10-23"),
    ("de", "Mittwoch, 23. Oktober 2024", "2024-10-23"),
    ("de", "3. März 2024", "2024-03-03"),
    ("de", "5. Jänner 2024", "2024-01-05"),
    ("de", "23. Okt. 2024", "2024-10-23"),
    ("de", "Stand: 23.10.2024", "2024-10-23"),
    ("de", "3.4.2024", "2024-04-03"),
    ("de", "Mi., 23.10.24", "2024-10-23"),
    ("de-AT", "12. Feber 2024", "2024-02-12"),
    # French
    ("fr", "Publié le 23 octobre 2024", "2024-10-23"),
    ("fr", "1er février 2024", "2024-02-01"),
    ("fr", "5 août 2024", "2024-08-05"),
    ("fr", "12 déc. 2024", "2024-12-12"),
    ("fr", "9 juil. 2024", "2024-07-09"),
    ("fr", "mercredi 23 octobre 2024", "2024-10-23"),
    # Spanish and Portuguese
    ("es", "23 de octubre de 2024", "2024-10-23"),
    ("es", "23 de octubre del 2024", "2024-10-23"),
    ("es", "5 de setiembre de 2024", "2024-09-05"),
    ("es", "Octubre 23, 2024", "2024-10-23"),
    ("es", "23 OCT 2024", "2024-10-23"),
    ("pt", "23 de outubro de 2024", "2024-10-23"),
    ("pt-BR", "5 de março de 2024", "2024-03-05"),
    ("pt", "23 out. 2024", "2024-10-23"),
    ("pt-BR", "03/04/2024", "2024-04-03"),
    # Italian, Turkish
    ("it", "mercoledì 23 ottobre 2024", "2024-10-23"),
    ("it", "1º maggio 2024", "2024-05-01"),
    ("it", "23 ott 2024", "2024-10-23"),
    ("tr", "23 Ekim 2024", "2024-10-23"),
    ("tr", "5 Ağustos 2024 Pazartesi", "2024-08-05"),
    ("tr", "2 Şubat 2024", "2024-02-02"),
    ("tr", "10 Kasım 2024", "2024-11-10"),
    ("tr", "10 KASIM 2024", "2024-11-10"),
    ("tr", "23 Eki 2024", "2024-10-23"),
    # Hebrew, Hindi, Urdu, Indonesian
    ("he", "23 באוקטובר 2024", "2024-10-23"),
    ("he", "23 אוקטובר 2024", "2024-10-23"),
    ("he", "פורסם: 23.10.2024", "2024-10-23"),
    ("he", "5 במאי, 2024", "2024-05-05"),
    ("hi", "23 अक्टूबर 2024", "2024-10-23"),
    ("hi", "23 अक्तूबर 2024", "2024-10-23"),
    ("hi", "२३ अक्टूबर २०२४", "2024-10-23"),
    ("hi", "5 सितंबर 2024", "2024-09-05"),
    ("hi", "5 सितम्बर, 2024", "2024-09-05"),
    ("ur", "23 اکتوبر 2024", "2024-10-23"),
    ("ur", "۲۳ اکتوبر ۲۰۲۴", "2024-10-23"),
    ("ur", "23 اکتوبر ، 2024", "2024-10-23"),
    ("id", "Rabu, 23 Oktober 2024", "2024-10-23"),
    ("id", "23 Okt 2024", "2024-10-23"),
    ("id", "5 Agustus 2024", "2024-08-05"),
    # English
    ("en", "October 23, 2024", "2024-10-23"),
    ("en", "Oct. 23, 2024", "2024-10-23"),
    ("en", "Sept. 5, 2024", "2024-09-05"),
    ("en", "23rd October 2024", "2024-10-23"),
    ("en", "Wednesday 23 October, 2024", "2024-10-23"),
    ("en", "WEDNESDAY, OCTOBER 23RD, 2024", "2024-10-23"),
    ("en", "the 23rd of October 2024", "2024-10-23"),
    ("en", "23-Oct-2024", "2024-10-23"),
    ("en", "Published: 2024-10-23", "2024-10-23"),
    ("en", "20241023", "2024-10-23"),
    ("en", "2024/10/23", "2024-10-23"),
    ("en", "2024.10.23", "2024-10-23"),
    # English dates on pages of other languages, and pages that name no language
    ("ar", "23 October 2024", "2024-10-23"),
    (None, "October 23, 2024", "2024-10-23"),
    (None, "23/10/2024", "2024-10-23"),
    (None, "2024年10月23日", "2024-10-23"),
    (None, "۲ آبان ۱۴۰۳", "2024-10-23"),
    # The first date of a line is the date
    ("en", "Published 23 Oct 2024, updated 24 Oct 2024", "2024-10-23"),
    ("en", "Flood of 1953 remembered | 23 October 2024", "2024-10-23"),
]

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
    reader = Reader(now=NOW, language=language, order=order, timezone=timezone)
    found = parse_date(text, reader)
    return found.isoformat() if found else None


@pytest.mark.parametrize(("language", "text", "day"), DAYS)
def test_days(language, text, day):
    assert _read(text, language) == day


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
    found = find_date(line, Reader(now=NOW, language="en"))
    assert found is not None
    assert line[: found.start] == "News desk | "
    assert line[found.end :].lstrip() == "| Politics"


def test_a_time_that_cannot_be_leaves_the_day():
    assert _read("2024-10-23 25:61:00 GMT") == "2024-10-23"


@pytest.mark.parametrize(
    "text",
    ["1" * 100_000, "1/" * 50_000, "may " * 25_000, "23 " + "de " * 30_000, "2024-" * 20_000],
)
def test_long_texts_cost_little(text):
    started = time.perf_counter()
    assert _read(text) is None
    assert time.perf_counter() - started < 2


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
    found = parse_date(text, Reader(now=NOW, language=language, order=order, timezone=zone))
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
    from datetime import timezone

    moment = wall.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    assert _read(moment.isoformat()) == moment.isoformat()
