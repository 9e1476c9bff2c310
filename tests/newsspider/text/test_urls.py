"""One spelling for one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.text.hosts import site_host
from newsspider.text.urls import absolute, address_key, canonical_url, same_page

CANONICAL = [
    ("https://example.org/a", "https://example.org/a"),
    ("  https://example.org/a\n", "https://example.org/a"),
    ("HTTPS://Example.ORG/A", "https://example.org/A"),
    ("https://example.org", "https://example.org/"),
    ("https://example.org/a#comments", "https://example.org/a"),
    ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
    ("https://example.org/a?id=7&fbclid=abc", "https://example.org/a?id=7"),
    ("https://example.org/a?gclid=1&page=2&mc_cid=3", "https://example.org/a?page=2"),
    ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
    ("https://example.org/a?xtor=RSS-1#x", "https://example.org/a"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("http://example.org:80/a", "http://example.org/a"),
    ("http://example.org:8080/a", "http://example.org:8080/a"),
    ("https://example.org/a/../b/./c", "https://example.org/b/c"),
    ("https://example.org/%7euser", "https://example.org/~user"),
    ("https://example.org/a b", "https://example.org/a%20b"),
    ("https://example.org/أخبار", "https://example.org/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"),
    ("https://example.org/%d8%a3", "https://example.org/%D8%A3"),
    ("https://example.org./a", "https://example.org/a"),
    ("http://[::1]:80/a", "http://[::1]/a"),
    ("http://[::1]:8801/a", "http://[::1]:8801/a"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ("https://example.org/a?q=", "https://example.org/a?q="),
    ("https://example.org/?p=123", "https://example.org/?p=123"),
    ("https://example.org/a?utm_source=x&q=a+b", "https://example.org/a?q=a+b"),
]
HOSTS = [
    ("https://www.example.org/a", "example.org"),
    ("https://m.example.org/a", "example.org"),
    ("https://amp.example.org", "example.org"),
    ("https://mobile.example.org", "example.org"),
    ("https://WWW2.Example.ORG", "example.org"),
    ("https://news.example.org", "news.example.org"),
    ("https://m.org/a", "m.org"),
    ("https://www.org", "www.org"),
    ("http://127.0.0.1:8801/a", "127.0.0.1:8801"),
    ("http://example.org:80", "example.org"),
    ("https://example.org:80", "example.org:80"),
    ("http://[::1]:8801/", "[::1]:8801"),
    ("http://example.org:99999/", ""),
    ("not an address", ""),
    ("", ""),
]
SAME = [
    ("https://example.org/a", "http://www.example.org/a/"),
    ("https://example.org/a", "https://m.example.org/a?utm_source=x#top"),
    ("https://example.org/", "https://example.org"),
]
BROKEN = [
    "",
    "http://",
    "http://[::1",
    "https://exa mple.org/a",
    "mailto:a@b",
    "//",
    "http://a:b/",
    "http://\x00/",
]

STORY = "https://example.org/news/the-flood-is-over"
KEYS = [
    (STORY, STORY),
    ("http://www.example.org/news/the-flood-is-over/", STORY),
    ("https://m.example.org/news/the-flood-is-over?fbclid=x#top", STORY),
    ("https://amp.example.org/news/the-flood-is-over", STORY),
    ("https://example.org/amp/news/the-flood-is-over", STORY),
    ("https://example.org/news/amp/the-flood-is-over/", STORY),
    ("https://example.org/news/the-flood-is-over/amp/", STORY),
    ("https://example.org/news/the-flood-is-over/amp.html", STORY),
    ("https://example.org/news/the-flood-is-over?amp", STORY),
    ("https://example.org/news/the-flood-is-over?outputType=amp", STORY),
    ("https://example.org/news/the-flood-is-over/index.html", STORY),
    (
        "https://example.org/the-flood-is-over.amp.html",
        "https://example.org/the-flood-is-over.html",
    ),
    ("https://example.org/12345.amp", "https://example.org/12345"),
    ("http://example.org/n?id=3&amp=1", "https://example.org/n?id=3"),
    ("http://example.org:8080/a/", "http://example.org:8080/a"),
    ("http://example.org", "https://example.org/"),
    ("not an address", "not an address"),
    ("", ""),
]
OTHER_ARTICLES = [
    ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    ("https://example.org/a?page=1", "https://example.org/a?page=2"),
    ("https://example.org/reviews/amp", "https://example.org/reviews"),
    ("https://example.org/amp", "https://example.org/"),
    ("https://example.org/News", "https://example.org/news"),
    ("https://sport.example.org/a", "https://example.org/a"),
    ("http://127.0.0.1:8801/a", "http://127.0.0.1:8802/a"),
    ("https://example.org/?p=1", "https://example.org/"),
    ("https://example.org/amplifiers-at-dawn", "https://example.org/at-dawn"),
    ("https://example.org/a?amplitude=1", "https://example.org/a?amplitude=2"),
]


@pytest.mark.parametrize(("url", "canonical"), CANONICAL)
def test_canonical_addresses(url, canonical):
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(("url", "host"), HOSTS)
def test_hosts(url, host):
    assert site_host(url) == host


@pytest.mark.parametrize(("first", "second"), SAME)
def test_spellings_of_one_page(first, second):
    assert same_page(first, second)


def test_pages_that_differ():
    assert not same_page("https://example.org/a", "https://example.org/b")
    assert not same_page("https://example.org/a", "https://example.com/a")
    assert not same_page("https://example.org/?p=1", "https://example.org/?p=2")


@pytest.mark.parametrize("url", BROKEN)
def test_broken_addresses_are_survived(url):
    assert canonical_url(canonical_url(url)) == canonical_url(url)
    assert isinstance(site_host(url), str)


def test_links_become_absolute():
    base = "https://example.org/news/a"
    assert absolute(base, "b.jpg") == "https://example.org/news/b.jpg"
    assert absolute(base, " //cdn.example.org/b.jpg ") == "https://cdn.example.org/b.jpg"
    assert absolute(base, "/b") == "https://example.org/b"
    for link in (
        None,
        "",
        "  ",
        "mailto:a@example.org",
        "javascript:alert(1)",
        "data:image/png;base64,",
        "http://[::1",
    ):
        assert absolute(base, link) is None


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
ADDRESSES = st.builds(
    lambda scheme, prefix, host, port, path, query, fragment: (
        f"{scheme}://{prefix}{host}{port}/{'/'.join(path)}{query}{fragment}"
    ),
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["", "www.", "m.", "WWW."]),
    st.sampled_from(["example.org", "Example.ORG.", "bücher.example", "xn--a.example"]),
    st.sampled_from(["", ":80", ":443", ":8801", ":", ":99999"]),
    st.lists(WORDS | st.sampled_from(["..", ".", "a b", "%7e", "%zz", "%", "+"]), max_size=4),
    st.lists(st.tuples(WORDS | st.just("utm_source"), WORDS), max_size=3).map(
        lambda pairs: "?" + "&".join(f"{key}={value}" for key, value in pairs) if pairs else ""
    ),
    st.sampled_from(["", "#", "#top", "#!/a"]),
)


@given(ADDRESSES | st.text(max_size=40))
def test_the_canonical_address_of_a_canonical_address_is_itself(url):
    once = canonical_url(url)
    assert canonical_url(once) == once


@pytest.mark.parametrize(("url", "key"), KEYS)
def test_what_the_addresses_of_an_article_share(url, key):
    assert address_key(url) == key


@pytest.mark.parametrize(("first", "second"), OTHER_ARTICLES)
def test_other_articles_have_other_keys(first, second):
    assert address_key(first) != address_key(second)


@given(ADDRESSES | st.text(max_size=40))
def test_the_key_of_a_key_is_itself(url):
    once = address_key(url)
    assert address_key(once) == once == address_key(canonical_url(url))


@given(ADDRESSES)
def test_fragments_and_tracking_go(url):
    canonical = canonical_url(f"https://example.org/a?utm_source=x&id=7&fbclid={hash(url)}#{url}")
    assert canonical == "https://example.org/a?id=7"


def test_a_tracking_parameter_goes_without_touching_the_others():
    first = canonical_url("http://a.org/n.asp?t=%E3%DE%CF&utm_source=rss")
    assert first == canonical_url("http://a.org/n.asp?t=%E3%DE%CF")
    assert first != canonical_url("http://a.org/n.asp?t=%C7%E1%DE&utm_source=rss")


@pytest.mark.parametrize("url", ["http:////[]", "http://..//=-%25%2F%@", "http://", "x", "//[", ""])
def test_what_is_no_web_address_comes_back(url):
    assert canonical_url(f" {url} ") == url


@pytest.mark.parametrize("link", ["http:////[]", "http://[x", "a" * 3_000, " "])
def test_what_is_no_link(link):
    assert absolute("https://a.org/", link) is None
