"""What is no article, with the reason; and what looks like it and is one."""

from __future__ import annotations

import pytest

from newsspider.extraction import extract, judge, refuse
from newsspider.extraction.gate.types import Reading, Signals
from newsspider.items import Article, Failure, Hints, Paragraph, Reason, Rejected
from newsspider.text.limits import MAX_BYTES
from newsspider.timestamps import Timestamp

HTML = {"content-type": "text/html; charset=utf-8"}
NEWS = "<p>" + "The council voted on Monday to keep the night bus for another year. " * 8 + "</p>"
ORDINARY = f"<html><h1>Night bus stays</h1>{NEWS}</html>"


@pytest.mark.parametrize("status", [204, 301, 401, 403, 404, 410, 429, 500, 503])
def test_a_status_that_is_no_success(page, status):
    outcome = extract(page(ORDINARY, status=status, headers=HTML))
    if status == 204:
        assert isinstance(outcome, Article)
    else:
        assert isinstance(outcome, Rejected)
        assert outcome.reason is Reason.HTTP_STATUS
        assert outcome.evidence.startswith(str(status))


def test_a_status_that_no_standard_knows(page):
    refused = refuse(page(ORDINARY, status=599))
    assert refused is not None
    assert refused.evidence == "599"


def test_a_page_without_a_server(page):
    assert refuse(page(ORDINARY, status=None)) is None


def test_a_failed_fetch_keeps_its_reason(page):
    failure = Failure(reason=Reason.ROBOTS, evidence="robots.txt forbids /news")
    refused = refuse(page(failure=failure, status=None))
    assert refused == Rejected(
        url=page().url, reason=Reason.ROBOTS, evidence="robots.txt forbids /news"
    )


@pytest.mark.parametrize(
    "kind",
    ["application/pdf", "image/jpeg", "application/json", "application/rss+xml", "video/mp4"],
)
def test_what_is_not_html(page, kind):
    refused = refuse(page(b"%PDF-1.7", headers={"content-type": kind}))
    assert refused is not None
    assert refused.reason is Reason.NOT_HTML
    assert kind in refused.evidence


@pytest.mark.parametrize(
    "kind",
    [
        "text/html",
        "TEXT/HTML;charset=utf-8",
        "application/xhtml+xml",
        "text/plain; charset=x",
        "",
        "text/xml",
    ],
)
def test_what_may_be_read(page, kind):
    assert refuse(page(ORDINARY, headers={"content-type": kind})) is None


def test_what_is_too_large(page):
    refused = refuse(page(b"x" * (MAX_BYTES + 1), headers=HTML))
    assert refused is not None
    assert refused.reason is Reason.TOO_LARGE
    assert refuse(page(b"x" * 1_000_000, headers=HTML)) is None


@pytest.mark.parametrize(
    "body", ["", "   \n ", "<html><body></body></html>", "<!-- -->", "<p>Loading…</p>"]
)
def test_what_is_empty(page, body):
    outcome = extract(page(body, headers=HTML))
    assert isinstance(outcome, Rejected)
    assert outcome.reason is Reason.EMPTY


def test_the_evidence_of_an_empty_page_counts_its_text(page):
    outcome = extract(page("<html><body><p>Coming soon.</p></body></html>"))
    assert isinstance(outcome, Rejected)
    assert "characters" in outcome.evidence


@pytest.mark.parametrize(
    ("script", "is_said"),
    [
        ("<script src=/app.js></script>", True),
        ("<SCRIPT>show()</SCRIPT>", True),
        ('<script type="application/ld+json">{}</script>', False),
        ("<p>Menu of the day for you</p>" * 9 + "<script src=/app.js></script>", False),
    ],
)
def test_an_empty_page_of_scripts_names_the_browser(page, script, is_said):
    outcome = extract(page(f"<html><body><div id=app></div>{script}</body></html>"))
    assert isinstance(outcome, Rejected)
    assert ("--browser" in outcome.evidence) is is_said


def _verdict(page, size=2_000, article=Article(url="https://example.org/a"), **signals):
    given = Signals(body_characters=size, page_characters=max(size, 100), **signals)
    return judge(Reading(article=article, signals=given), page())


def test_a_reading_without_objections_is_its_article(page):
    article = Article(url="https://example.org/a", title="A", body=(Paragraph(text="x" * 2_000),))
    assert _verdict(page, article=article) is article


@pytest.mark.parametrize(
    ("size", "signals", "reason"),
    [
        (100, {"missing_marks": ("page not found",)}, Reason.SOFT_404),
        (100, {"block_marks": ("are you a robot",)}, Reason.BLOCKED),
        (
            100,
            {"consent_marks": ("cookie", "partners"), "text_beside_consent": 0},
            Reason.CONSENT_WALL,
        ),
        (400, {"paywall_marks": ("subscribe to continue",)}, Reason.PAYWALL_STUB),
        (400, {"declared_free": False}, Reason.PAYWALL_STUB),
        (
            400,
            {"paywall_marks": ("subscribe to continue",), "declared_article": True},
            Reason.PAYWALL_STUB,
        ),
        (100, {"login_marks": ("sign in",)}, Reason.LOGIN_WALL),
        (200, {"declared_media": True}, Reason.MEDIA_PAGE),
        (100, {"media_marks": ("foto galeri",), "headline_links": 9}, Reason.MEDIA_PAGE),
        (100, {"shows_captcha": True}, Reason.BLOCKED),
        (900, {"block_marks": ("captcha",), "trace_marks": ("ray id",)}, Reason.BLOCKED),
        (
            900,
            {"is_home": True, "declared_index": True, "headline_links": 9, "text_run": 900},
            Reason.INDEX_PAGE,
        ),
        (0, {"headline_links": 9, "loading_marks": ("loading",)}, Reason.EMPTY),
        (40, {}, Reason.EMPTY),
    ],
)
def test_signals_and_their_reasons(page, size, signals, reason):
    verdict = _verdict(page, size, **signals)
    assert isinstance(verdict, Rejected)
    assert verdict.reason is reason
    assert verdict.url == page().url
    for mark in (*signals.get("missing_marks", ()), *signals.get("block_marks", ())):
        assert mark in verdict.evidence


@pytest.mark.parametrize(
    ("size", "signals"),
    [
        (3_000, {"missing_marks": ("404",)}),
        (3_000, {"block_marks": ("captcha",)}),
        (3_000, {"consent_marks": ("accept all", "our partners")}),
        (3_000, {"paywall_marks": ("already a subscriber",)}),
        (3_000, {"declared_free": False}),
        (400, {"paywall_marks": ("already a subscriber",), "declared_free": True}),
        (3_000, {"headline_links": 60, "link_share": 0.4, "prose_characters": 2_500}),
        (900, {"block_marks": ("captcha",)}),
        (900, {"consent_marks": ("cookie", "partners"), "text_beside_consent": 900}),
        (900, {"lost_marks": ("404",), "prose_characters": 900}),
        (300, {"declared_media": True}),
        (900, {"headline_links": 60, "link_share": 0.8, "text_run": 900}),
        (300, {}),
        (100, {"declared_article": True}),
    ],
)
def test_signals_that_an_article_may_show(page, size, signals):
    assert isinstance(_verdict(page, size, **signals), Article)


SHORT = "The aircraft landed safely on Monday, and nobody was hurt, the operator said in a short note that it sent to the airport. "
DATED = "<p>14 June 2024</p>"
NEAR = {
    "a number in the headline": ("Flight 404 makes emergency landing", SHORT * 3, DATED),
    "words of an error": ("Missing hikers not found after a week", SHORT * 3, DATED),
    "words of a gate": ("New prices for subscribers only from May, says paper", SHORT * 3, DATED),
    "words of a block": (
        "Queues grow at the security check",
        SHORT * 3 + "The captcha failed too.",
        DATED,
    ),
    "words of a banner": (
        "Court on cookies",
        SHORT * 3 + "We value your privacy. Accept all and continue.",
        DATED,
    ),
    "a lead and nothing else": ("Fire in the old mill", SHORT[:100] + ".", DATED),
    "no date": ("Fire in the old mill", SHORT * 3, ""),
    "Japanese": (
        "橋の復旧工事、残り三か月",
        "市は水曜日、古い橋の復旧工事が予定より早く進み、残りは三か月ほどになったと発表した。工事の間も歩行者は仮の橋を渡ることができる。"
        * 2,
        "<p>2024年6月14日</p>",
    ),
    "Chinese": (
        "老桥重新开放",
        "市政府星期三宣布，关闭了半年的老桥重新向行人开放，汽车仍须绕行新桥，维修工作预计在年底之前全部完成。"
        * 3,
        "",
    ),
}


@pytest.mark.parametrize("case", NEAR)
def test_short_news_is_news(page, case):
    title, text, date = NEAR[case]
    markup = f"<title>{title}</title><nav><a href=/>Home</a></nav><article><h1>{title}</h1>{date}<p>{text}</p></article>"
    outcome = extract(page(markup))
    assert isinstance(outcome, Article), outcome
    assert outcome.title == title


NOTICES = {
    "404 with suggestions": (
        Reason.SOFT_404,
        "<title>404</title><h1>Page not found</h1><p>Try one of these instead.</p>"
        + "".join(
            f"<p><a href=/{n}>A headline of the day that is long enough</a></p>" for n in range(6)
        ),
    ),
    "404 in the title alone": (
        Reason.SOFT_404,
        f"<title>404 Not Found</title><h1>Oops</h1><p>{SHORT}</p>",
    ),
    "a Turkish 404": (
        Reason.SOFT_404,
        "<h1>Sayfa bulunamadı</h1><p>Aradığınız sayfa kaldırılmış ya da adresi değişmiş olabilir.</p>",
    ),
    "a robot check": (
        Reason.BLOCKED,
        "<h1>Are you a robot?</h1><p>Please complete the captcha below to go on to the site.</p>",
    ),
    "a German wall": (
        Reason.CONSENT_WALL,
        "<h1>Ihre Privatsphäre</h1><p>Wir und unsere Partner verwenden Cookies.</p><button>Alle akzeptieren</button>",
    ),
    "a Japanese gate": (
        Reason.PAYWALL_STUB,
        "<meta property=og:type content=article><h1>橋の復旧</h1><p>2024年6月14日</p><p>市は水曜日、古い橋の復旧工事が早く進んでいると発表した。</p><p>この記事は有料会員記事です。</p>",
    ),
}


@pytest.mark.parametrize("case", NOTICES)
def test_notices_are_no_news(page, case):
    reason, markup = NOTICES[case]
    outcome = extract(page(markup))
    assert isinstance(outcome, Rejected), outcome
    assert outcome.reason is reason


LEGAL = "<p>We and our partners store and read information on your device, such as cookies, to measure what is read and to choose what is shown, and you may change your mind about it at any time under the link at the foot of the page.</p>"


def test_a_wall_at_the_address_of_a_dated_article_is_a_wall(page):
    wall = f"<h1>Before you continue</h1>{LEGAL}{LEGAL.replace('and', 'or')}<button>Accept all and continue</button>"
    hints = Hints(title="Night bus stays", published_at=Timestamp.parse("2024-06-14T08:00+00:00"))
    outcome = extract(page(wall, url="https://example.org/2024/06/14/night-bus", hints=hints))
    assert isinstance(outcome, Rejected), outcome
    assert outcome.reason is Reason.CONSENT_WALL


def test_a_feed_that_agrees_with_the_page_does_not_weaken_its_date(page):
    title, text, date = NEAR["a number in the headline"]
    hints = Hints(title=title, published_at=Timestamp.parse("2024-06-14T08:00+00:00"))
    outcome = extract(
        page(f"<h1>{title}</h1>{date}<p>{text}</p><p><a href=/>Home</a></p>", hints=hints)
    )
    assert isinstance(outcome, Article), outcome


MANUAL = """<html><body class="docs-page"><h1>Install the ferry timetable service</h1>
<p>Download the package for your machine, unpack it into a folder of its own, and start it.</p>
<pre>tar xf timetable.tar.gz</pre><pre>cd timetable</pre><pre>./timetable --port 8080</pre>
<p>The service answers on the port that you named; it reads its settings from one file.</p>
<ul><li><a href="/docs/">On this page</a></li><li><a href="/docs/edit">Edit this page</a></li>
<li><a href="https://github.com/ferry/timetable/edit/main/docs/install.md">Edit on GitHub</a></li>
</ul>{declared}</body></html>"""


@pytest.mark.parametrize("kind", ["NewsArticle", "ReportageNewsArticle"])
def test_news_that_is_declared_is_of_no_other_kind(page, kind):
    address = "https://docs.example.org/docs/guide/install"
    outcome = extract(page(MANUAL.format(declared=""), url=address, headers=HTML))
    assert isinstance(outcome, Rejected)
    assert outcome.reason is Reason.DOCUMENTATION
    linked = f'{{"@type": "{kind}", "headline": "Install the ferry timetable service"}}'
    declared = f'<script type="application/ld+json">{linked}</script>'
    outcome = extract(page(MANUAL.format(declared=declared), url=address, headers=HTML))
    assert isinstance(outcome, Article)
