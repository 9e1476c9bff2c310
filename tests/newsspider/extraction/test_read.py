"""From bytes to a record: whatever the bytes, in bounded time, the same each time."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsspider.extraction import extract, read, warm
from newsspider.items import Article, Reason, Rejected, SiteProfile
from newsspider.schemas.record import record
from newsspider.text.limits import MAX_BYTES

PROSE = "The council voted on Monday to keep the night bus for another year, the mayor said. "
ARTICLE = f"<html lang=en><h1>Night bus stays</h1><p>3 May 2024</p><p>{PROSE * 3}</p><p>{PROSE[:60] * 5}.</p>"
SECONDS = 5


def outcome_of(made) -> Article | Rejected:
    outcome = extract(made)
    assert isinstance(outcome, Article | Rejected)
    if isinstance(outcome, Article):
        json.dumps(record(outcome), ensure_ascii=False).encode("utf-8")
    else:
        assert outcome.evidence
    return outcome


def test_warming_loads_all_that_is_needed():
    warm()


def test_a_simple_page(page):
    article = outcome_of(page(ARTICLE))
    assert isinstance(article, Article)
    assert article.title == "Night bus stays"
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2024-05-03"


def test_every_field_with_a_value_says_where_it_is_from(page):
    article = read(page(ARTICLE)).article
    given = {"url", "title", "published_at", "body", "language", "direction", "site"}
    assert given <= set(article.provenance)
    for provenance in article.provenance.values():
        assert provenance.source
        assert 0 < provenance.confidence <= 1
    assert all(getattr(article, name) for name in article.provenance)


def test_the_same_page_gives_the_same_record(page):
    first, other = page(ARTICLE), page(ARTICLE.replace("bus", "train"))
    once = extract(first)
    extract(other)
    assert extract(first) == once


def test_a_byte_order_mark_changes_nothing(page):
    assert extract(page(b"\xef\xbb\xbf" + ARTICLE.encode())) == extract(page(ARTICLE))


NASTY = [
    "\x00",
    "\x85",
    "\u200f",
    "\ufdd0",
    "\ufffe",
    "\U0001ffff",
    "\ud800",
    "\u202e",
    "\xad",
    "&#0;",
    "&#xD800;",
    "&#x1FFFF;",
    "&#xfdd1;",
]


@pytest.mark.parametrize("nasty", NASTY)
def test_characters_that_nothing_may_choke_on(page, nasty):
    dirty = ARTICLE.replace("Monday", f"Mon{nasty}day").replace("Night", f"{nasty}Night{nasty}")
    article = outcome_of(page(dirty.encode("utf-8", "surrogatepass")))
    assert isinstance(article, Article)
    assert "council voted" in article.text
    assert "\x00" not in article.text + str(article.title)


SOUP = st.lists(
    st.sampled_from(
        "<p> </p> <div> </div> <article> </article> <h1> </h1> <a\thref=/x> </a> <br> <table> <tr> <td> </table> <ul> <li>"
        " <script> </script> <script\ttype=application/ld+json> <!-- --> <title> </title> <meta\tproperty=og:title\tcontent="
        " <time\tdatetime=2024-05-03> </time> <svg> <math> <template> <base\thref=http://[> <link\trel=canonical\thref=//>"
        " <html\tlang=xx> <body\tdir=rtl> <p\tstyle=display:none> <select> <frameset> <plaintext> <textarea> & &#x110000;"
        " <![CDATA[ ]]> <?xml\tversion=1.0?> <div\titemscope\titemtype=//Article> <span\titemprop=author>".replace(
            "  ", " "
        ).split(" ")
    ).map(lambda token: token.replace("\t", " "))
    | st.text(max_size=12)
    | st.sampled_from(
        [PROSE, "23 October 2024", "Related articles", '{"@type": "NewsArticle"}', "قسم 23/10/2024"]
    ),
    max_size=25,
).map("".join)
TYPES = st.sampled_from(
    ["", "text/html", "text/html; charset=utf-16", "text/plain", "text/html; charset=big5"]
)
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(st.binary(max_size=400), TYPES)
def test_any_bytes_are_survived(page, body, content_type):
    outcome_of(page(body, headers={"content-type": content_type}))


@QUICK
@given(SOUP, TYPES)
def test_any_soup_of_tags_is_survived(page, markup, content_type):
    body = markup.encode("utf-8", "surrogatepass")
    first = outcome_of(page(body, headers={"content-type": content_type}))
    assert extract(page(body, headers={"content-type": content_type})) == first


@QUICK
@given(st.text(max_size=300), st.text(max_size=40), st.text(max_size=40))
def test_any_text_in_a_page_is_survived(page, text, title, url):
    markup = f"<html><title>{title}</title><article><h1>{title}</h1><p>{PROSE * 4}</p><p>{text}</p></article></html>"
    outcome_of(page(markup.encode("utf-8", "surrogatepass"), url=f"https://example.org/{url}"))


@QUICK
@given(
    st.text(max_size=30),
    st.sampled_from(
        ["", "not an address", "http://[", "file:///a", "https://例え.jp/あ", "//", "x" * 300]
    ),
    st.lists(st.text(max_size=10), max_size=4).map(tuple),
)
def test_any_profile_and_address_are_survived(page, tag, url, sections):
    profile = SiteProfile(sections=sections, language=tag, date_order="mdy")
    outcome = extract(page(ARTICLE, url=url), profile)
    assert isinstance(outcome, Article)


LEVELS = 5_000
BOMBS = {
    "nested boxes": "<div>" * LEVELS
    + f"<h1>Night bus stays</h1><p>{PROSE * 6}</p>"
    + "</div>" * LEVELS,
    "nested spans": "<p>" + "<span>" * LEVELS + PROSE * 6 + "</span>" * LEVELS,
    "nested fonts, never closed": "".join(
        f"<font size={n % 7}>{PROSE[:20]}" for n in range(LEVELS)
    ),
    "nested lists": "<ul><li>" * 2_000 + PROSE * 6,
    "nested tables": "<table><tr><td>" * 500 + PROSE * 6,
    "nested quotes": "<blockquote>" * 1_000 + PROSE * 6,
    "open brackets": "<" * 200_000,
    "open tags": "<a " * 60_000,
    "open comments": "<!--" * 60_000,
    "open scripts": "<script>" * 30_000,
    "open strings": "<p title='" * 30_000,
    "entities": "&amp;" * 100_000,
    "one word": f"<h1>Night bus</h1><p>{'x' * 1_000_000}</p>",
    "one line of digits": f"<h1>Night bus</h1><p>{'1' * 200_000}</p><p>{PROSE * 6}</p>",
    "one line of spaces": f"<h1>Night bus</h1><p>{' ' * 1_000_000}</p><p>{PROSE * 6}</p>",
    "one line of stops": f"<h1>Night bus</h1><p>{'. ' * 100_000}</p><p>{PROSE * 6}</p>",
    "a title of bars": f"<title>{'a | ' * 50_000}</title><p>{PROSE * 6}</p>",
    "a heading of colons": f"<h1>{'a: ' * 50_000}</h1><p>{PROSE * 6}</p>",
    "a breadcrumb of thousands": "<ul class=breadcrumb>"
    + "<li>World</li>" * 20_000
    + f"</ul><p>{PROSE * 6}</p>",
    "labels that run together": f'<meta name=section content="{"WorldAsia" * 20_000}"><p>{PROSE * 6}</p>',
    "keywords": f'<meta name=keywords content="{"a," * 100_000}"><p>{PROSE * 6}</p>',
    "a byline of commas": f"<h1>Night bus</h1><p class=byline>By {'a, ' * 50_000}</p><p>{PROSE * 6}</p>",
    "links": "<a href=/x>Another headline that is long enough to count</a> " * 10_000,
    "breaks": f"<div>{'<br>' * 30_000}{PROSE * 6}</div>",
    "breaks between words": f"<div>{'word<br><br>' * 5_000}</div>",
    "paragraphs": f"<p>{PROSE[:50]}</p>" * 10_000,
    "linked data": f'<script type="application/ld+json">{"[" * 200_000}</script><p>{PROSE * 6}</p>',
    "times": "<time datetime=2024-05-03></time>" * 20_000 + f"<p>{PROSE * 6}</p>",
    "microdata": "<div itemscope itemtype=https://schema.org/Article itemprop=author>" * 200
    + f"<p>{PROSE * 6}</p>",
    "names of classes": f"<div class='{'related ' * 100_000}'><p>{PROSE * 6}</p></div>",
    "plain text": "a line of a text without end\n" * 20_000,
}


LINK = "<a href=https://www.example.org/news/{0}>Headline {0} is long enough to count as one</a>"
NODE = {"@type": "NewsArticle", "headline": "Another story", "articleBody": PROSE}
LARGE = {
    "links in a line": lambda: ARTICLE + " ".join(map(LINK.format, range(100_000))),
    "links in a list": lambda: (
        f"{ARTICLE}<ul>{''.join(f'<li>{LINK.format(n)}</li>' for n in range(100_000))}</ul>"
    ),
    "paragraphs": lambda: ARTICLE + "".join(f"<p>{n} {PROSE}</p>" for n in range(100_000)),
    "nodes of linked data": lambda: _linked({"@graph": [NODE] * 50_000}),
    "a long body in linked data": lambda: _linked({**NODE, "articleBody": PROSE * 100_000}),
    "nested linked data": lambda: _linked('{"a":' * 1_000_000),
    "pieces of linked data": lambda: _linked(NODE, times=40_000),
    "people in linked data": lambda: _linked(
        {**NODE, "author": [{"@type": "Person", "name": f"Ada {n}"} for n in range(150_000)]}
    ),
    "a script in the way": lambda: f"<script>{'x = 1; ' * 1_300_000}</script>{ARTICLE}",
}


def _linked(data: object, times: int = 1) -> str:
    text = data if isinstance(data, str) else json.dumps(data)
    return f'<script type="application/ld+json">{text}</script>' * times + ARTICLE


@pytest.mark.parametrize("bomb", LARGE)
@pytest.mark.slow
def test_pages_near_the_limit_of_size_end(page, bomb, costs_at_most):
    made = page(LARGE[bomb]())
    assert 4_000_000 < len(made.body) < MAX_BYTES
    with costs_at_most(2 * SECONDS):
        outcome_of(made)


def test_what_no_reader_sees_takes_no_place_of_the_text(page):
    outcome = outcome_of(page(LARGE["a script in the way"]()))
    assert isinstance(outcome, Article)
    assert outcome.title == "Night bus stays"


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_end(page, bomb, costs_at_most):
    with costs_at_most(SECONDS):
        outcome_of(page(BOMBS[bomb]))


@pytest.mark.parametrize(
    "bomb", ["nested boxes", "nested spans", "one line of digits", "a title of bars", "linked data"]
)
def test_the_text_of_a_bomb_is_read(page, bomb):
    outcome = outcome_of(page(BOMBS[bomb]))
    assert isinstance(outcome, Article)
    assert "council voted on Monday" in outcome.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "attribute", [" a{}", " a{}=1", ' a{}="x"', " a{}='>'", ' a{} = "<"', "\na{}", "/a{}"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_tag_of_attributes_is_refused_at_once(page, attribute, encoding, costs_at_most):
    tag = "<div" + "".join(attribute.format(n) for n in range(200_000)) + ">"
    with costs_at_most(4):
        outcome = extract(page((tag + ARTICLE).encode(encoding)))
    assert isinstance(outcome, Rejected)
    assert outcome.reason is Reason.TOO_LARGE


def test_a_long_attribute_is_no_attack(page):
    image = f'<img src="data:image/png;base64,{"A" * 100_000}" alt="">'
    words = f'<div data-config="{"word " * 20_000}"></div>'
    article = outcome_of(page(ARTICLE + image + words))
    assert isinstance(article, Article)
    assert article.title == "Night bus stays"
