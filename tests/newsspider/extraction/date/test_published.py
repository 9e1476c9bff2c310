"""When it was published, by all kinds of evidence."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from newsspider.dates import DateReader, parse_date
from newsspider.items import Hints, SiteProfile
from newsspider.timestamps import Timestamp


def linked(**given: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "x", **given})}</script>'


def published(article) -> str | None:
    return article.published_at.isoformat() if article.published_at else None


def modified(article) -> str | None:
    return article.modified_at.isoformat() if article.modified_at else None


MOMENT = "2024-10-23T14:05:09+03:00"
HEADS = {
    "json-ld": linked(datePublished=MOMENT),
    "open graph": f'<meta property="article:published_time" content="{MOMENT}">',
    "meta name": f'<meta name="date" content="{MOMENT}">',
    "upper case": f'<meta name="DC.date.issued" content="{MOMENT}">',
    "parsely": f'<meta name="parsely-pub-date" content="{MOMENT}">',
}
LINES = {
    "a line": ("en", "<p>23 October 2024</p>"),
    "a line with the desk": ("en", "<p>News desk | 23 October 2024</p>"),
    "a time element": ("en", '<time datetime="2024-10-23">last Wednesday</time>'),
    "a time element without attribute": ("en", "<time>23 October 2024</time>"),
    "a Persian line": ("fa", "<p>۲ آبان ۱۴۰۳</p>"),
    "a Japanese line": ("ja", "<p>2024年10月23日</p>"),
    "a span in a box": ("de", "<div><span>Von A</span> <span>23.10.2024</span></div>"),
}


@pytest.mark.parametrize("head", HEADS)
def test_declared_moments(read, head):
    assert published(read(HEADS[head])) == MOMENT


@pytest.mark.parametrize("line", LINES)
def test_visible_days(read, line):
    lang, below = LINES[line]
    assert published(read(below=below, lang=lang)) == "2024-10-23"


def test_an_arabic_day(read):
    text = "<p>أعلنت البلدية إغلاق الجسر القديم أمام السيارات حتى نهاية الأسبوع، وقال مسؤول إن الفحص لم ينته بعد.</p>"
    below = "<p>الأربعاء 23 تشرين الأول 2024</p>"
    for lang in ("ar", "en", None):
        assert published(read(below=below, text=text * 3, lang=lang)) == "2024-10-23"


def test_microdata(read):
    below = f'<div itemscope itemtype="http://schema.org/Article"><meta itemprop="datePublished" content="{MOMENT}"></div>'
    assert published(read(below=below)) == MOMENT


def test_a_line_above_the_headline(read):
    assert published(read(above="<p>Wednesday, 23 October 2024</p>")) == "2024-10-23"


def test_the_address_names_the_day(read):
    assert published(read(url="https://example.org/2024/10/23/bridge")) == "2024-10-23"
    assert published(read(url="https://example.org/news/20241023-bridge")) == "2024-10-23"
    assert published(read(url="https://example.org/2024/10/20241023_1")) == "2024-10-23"
    assert published(read(url="https://example.org/bridge-202410231405")) == "2024-10-23"


def test_an_article_edited_again_keeps_the_day_of_its_address(read):
    head = linked(datePublished="2024-06-17T09:00:00+02:00")
    below = "<time class=published>17 June 2024</time>"
    url = "https://example.org/blog/2023/7/12/bridge"
    assert published(read(head, below=below, url=url)) == "2023-07-12"


def test_a_day_in_the_name_of_a_page_may_be_what_it_is_about(read):
    head = linked(datePublished="2024-06-17T09:00:00+02:00")
    below = "<time class=published>17 June 2024</time>"
    url = "https://example.org/blog/report-2023-07-12"
    assert published(read(head, below=below, url=url)) == "2024-06-17T09:00:00+02:00"


def test_an_entry_dated_for_trackbacks(read):
    comment = '<!-- <rdf:RDF><rdf:Description dc:title="x" dc:date="2024-10-23T22:00:00+09:00" /></rdf:RDF> -->'
    assert published(read(behind=comment)) == "2024-10-23T22:00:00+09:00"


def test_a_word_for_the_publication_behind_the_date(read):
    behind = (
        "<p>Die Brücke wurde am 23. Oktober 2024 um 14:05 Uhr gepostet und unter Wege abgelegt.</p>"
    )
    assert published(read(behind=behind, lang="de")) == "2024-10-23"


def test_the_feed_names_the_day(read):
    hints = Hints(published_at=Timestamp.of_day(date(2024, 10, 23)))
    article = read(hints=hints)
    assert published(article) == "2024-10-23"
    assert article.provenance["published_at"].source == "feed"


def test_no_date_is_none(read):
    article = read()
    assert article.published_at is None
    assert "published_at" not in article.provenance


@pytest.mark.parametrize(
    "lone", ["<p>2024</p>", "<p>October 2024</p>", "<p>© 2019-2024 Example</p>"]
)
def test_a_lone_year_or_month_is_none(read, lone):
    assert read(below=lone).published_at is None


def test_a_year_in_the_text_is_none(read):
    text = "".join(
        f"<p>In {year} the council closed the bridge for a while, and then it opened the bridge again.</p>"
        for year in range(2019, 2024)
    )
    assert read(text=text).published_at is None


def test_a_future_date_is_none(read):
    assert read(below="<p>31 December 2031</p>").published_at is None
    assert read(linked(datePublished="2031-12-31T00:00:00Z")).published_at is None


def test_the_moment_wins_over_the_same_day(read):
    article = read(linked(datePublished=MOMENT), below="<p>23 October 2024</p>")
    assert published(article) == MOMENT
    assert article.provenance["published_at"].confidence > 0.9


def test_the_date_of_the_change_is_not_the_publication(read):
    below = "<p>Updated 25 October 2024</p><p>Published 23 October 2024</p>"
    assert published(read(below=below)) == "2024-10-23"


def test_dates_of_other_articles_do_not_count(read):
    behind = '<div><a href=/b>Another headline of the day</a> <time datetime="2024-12-30">30 December</time></div>'
    assert published(read(linked(datePublished="2024-10-23"), behind=behind)) == "2024-10-23"
    assert published(read(below="<p>23 October 2024</p>", behind=behind * 5)) == "2024-10-23"


def test_the_day_in_the_header_of_the_site_is_not_the_publication(read):
    above = "<div class=today>Tuesday, 31 December 2024</div>"
    assert published(read(above=above, below="<p class=date>23 October 2024</p>")) == "2024-10-23"


def test_the_sites_zone(read):
    below = "<p>23 October 2024, 14:05</p>"
    assert published(read(below=below)) == "2024-10-23"
    zoned = SiteProfile(timezone="Europe/Berlin")
    assert published(read(below=below, profile=zoned)) == "2024-10-23T14:05+02:00"


@pytest.mark.parametrize(
    ("lang", "profile", "day"),
    [
        ("en", SiteProfile(), "2024-04-03"),
        ("en-US", SiteProfile(), "2024-03-04"),
        ("en", SiteProfile(date_order="mdy"), "2024-03-04"),
        ("en-US", SiteProfile(date_order="dmy"), "2024-04-03"),
    ],
)
def test_the_order_of_day_and_month(read, lang, profile, day):
    assert published(read(below="<p>03/04/2024</p>", lang=lang, profile=profile)) == day


def test_the_last_change(read):
    article = read(linked(datePublished=MOMENT, dateModified="2024-10-24T08:00:00+03:00"))
    assert published(article) == MOMENT
    assert modified(article) == "2024-10-24T08:00:00+03:00"
    head = '<meta property="article:modified_time" content="2024-10-24T08:00:00+03:00">'
    assert modified(read(head)) == "2024-10-24T08:00:00+03:00"


def test_a_change_before_the_publication_is_none(read):
    assert modified(read(linked(datePublished=MOMENT, dateModified="2024-10-22"))) is None


def test_a_change_on_the_same_day_stays(read):
    assert modified(read(linked(datePublished=MOMENT, dateModified="2024-10-23"))) == "2024-10-23"


@pytest.mark.parametrize(
    "line",
    [
        "23 Oct 2024 (updated 25 Oct 2024 14:05 GMT)",
        "Published 23 Oct 2024 Updated 25 Oct 2024 14:05 GMT",
        "25 Oct 2024 14:05 GMT",
    ],
)
def test_a_time_belongs_to_the_date_beside_it(line):
    found = parse_date(line, DateReader(now=datetime(2026, 1, 1, tzinfo=UTC), language="en"))
    expected = "2024-10-23" if "23" in line else "2024-10-25T14:05+00:00"
    assert found.isoformat() == expected


@pytest.mark.parametrize(
    "below",
    [
        '<time datetime="2024-10-04 05:07:09">10/04/2024 05:07 AM EDT</time>',
        '<p>10/04/2024</p><p><time datetime="2024-10-04T12:00:00Z">4 Oct</time></p>',
        "<p>Filed 10/04/2024, 5:07 p.m. PT</p>",
        "<p>10/04/2024</p><p>Comments open until 10/23/2024</p>",
    ],
)
def test_the_month_first_where_the_page_shows_it(read, below):
    article = read(below=below, lang="en")
    assert article.published_at is not None
    assert article.published_at.day == date(2024, 10, 4)


@pytest.mark.parametrize(
    ("head", "below", "day"),
    [
        (linked(datePublished="2024-04-10"), "<p>10/04/2024</p>", "2024-04-10"),
        ('<meta property="article:published_time" content="03-09-2024">', "<p>Published March 9, 2024</p>", "2024-03-09"),
        ('<meta name="pubdate" content="03/09/2024">', "<p>Publicado el 3 de septiembre de 2024</p>", "2024-09-03"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_the_pages_other_dates(read, head, below, day):
    assert published(read(head, below=below, lang="es" if "Publicado" in below else "en")) == day


@pytest.mark.parametrize(
    "below",
    [
        '<ul><li><div>Updated:</div><div><time datetime="2024-12-06T19:49:32-05:00">Dec 6, 2024</time></div>'
        '<div>Original:</div><div><time datetime="2024-10-21T18:49:10-05:00">Oct 21, 2024</time></div></li></ul>',
        "<p>Updated: Dec 6, 2024</p><p>Original: Oct 21, 2024</p>",
        "<p><span>Last updated</span> <b>Dec 6, 2024</b></p><p>First published Oct 21, 2024</p>",
        '<p>Updated <time datetime="2024-12-06">Dec 6</time></p>',
    ],
)
def test_an_update_before_the_original(read, below):
    head = '<meta property="article:published_time" content="2024-10-21T23:49:10Z">'
    head += '<meta name="published" content="2024-10-21T23:49:10Z">'
    article = read(head, below=below)
    assert article.published_at is not None
    assert article.published_at.day == date(2024, 10, 21)


def test_a_page_that_names_only_its_update(read):
    article = read(below="<p>Last updated:</p><p>6 December 2024</p>")
    assert published(article) == "2024-12-06"
    assert article.provenance["published_at"].confidence < 0.5


@pytest.mark.parametrize("zero", ["0001-01-01T00:00:00", "1970-01-01T00:00:00Z", "01/01/1970"])
def test_a_publishers_zero_is_no_date(read, zero):
    assert published(read(linked(datePublished=zero))) is None
    assert (
        published(read(linked(datePublished=zero), below="<p>23 October 2024</p>")) == "2024-10-23"
    )


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-10-23T09:30:00+1:00", "2024-10-23T09:30:00+01:00"),
        ("2024-10-23T09:30:00-5:00", "2024-10-23T09:30:00-05:00"),
        ("2024-10-23T09:30:00+5:30", "2024-10-23T09:30:00+05:30"),
        ("2024-10-23T09:30:00+530", "2024-10-23T09:30:00+05:30"),
        ("2024-10-23T09:30:00+25:00", "2024-10-23"),
    ],
)
def test_offsets_of_one_digit(read, written, moment):
    assert published(read(linked(datePublished=written))) == moment


def test_a_moment_in_utc_has_the_newsrooms_day(read):
    head = linked(datePublished="2024-10-23T02:30:00Z")
    article = read(head, profile=SiteProfile(timezone="America/New_York"))
    assert published(article) == "2024-10-22T22:30:00-04:00"


@pytest.mark.parametrize("before", ["Brenmoor, (", "BRENMOOR — ", "Bad Linden (", "Łódź – "])
def test_the_date_behind_the_town_of_a_dateline(read, before):
    text = f"<p>{before}12.11.2024). The council closed the old bridge to cars, and an official said that"
    text += (
        " the inspection was not over yet; buses go by the new road until the end of the week.</p>"
    )
    assert (
        published(read(text=text * 1 + "<p>The council will meet again in a month.</p>", lang="de"))
        == "2024-11-12"
    )


@pytest.mark.parametrize("rubric", ["Updates", "News & updates", "Live updates"])
def test_a_rubric_called_updates_says_nothing_of_the_date(read, rubric):
    below = (
        f'<p>{rubric}</p><p><span>{rubric}</span> <time datetime="2024-10-23">23 October</time></p>'
    )
    article = read(below=below)
    assert published(article) == "2024-10-23"
    assert article.provenance["published_at"].confidence > 0.9
