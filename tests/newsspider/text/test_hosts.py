import pytest

from newsspider.text.hosts import ascii_host, readable, site_host


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Example.org/a", "example.org"),
        ("https://m.example.org./a", "example.org"),
        ("http://example.org:80/", "example.org"),
        ("http://127.0.0.1:8801/", "127.0.0.1:8801"),
        ("http://[::1]:8080/x", "[::1]:8080"),
        ("https://www.de/", "www.de"),
        ("http://m.co.uk/", "m.co.uk"),
        ("http://www.com.au/", "www.com.au"),
        ("http://www.m.co.uk/", "m.co.uk"),
        ("http://m.paper.co.uk/", "paper.co.uk"),
        ("https://m.go.com/", "go.com"),
        ("mailto:a@b", ""),
        ("http://[bad", ""),
    ],
)
def test_the_site_of_an_address(url: str, host: str) -> None:
    assert site_host(url) == host


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.org/%D8%B3%D9%84%D8%A7%D9%85/", "https://a.org/سلام/"),
        ("https://a.org/a%20b%2Fc?d=%26", "https://a.org/a%20b%2Fc?d=%26"),
        ("https://a.org/%E9t%E9", "https://a.org/%E9t%E9"),
        ("https://a.org/%E2%80%AEevil", "https://a.org/%E2%80%AEevil"),
    ],
)
def test_a_readable_address_shows_letters_and_nothing_that_misleads(url: str, shown: str) -> None:
    assert readable(url) == shown


def test_a_host_beyond_ascii_is_asked_for_in_ascii() -> None:
    assert ascii_host("أخبار.مثال") == "xn--igbicxr.xn--mgbh0fb"
    assert ascii_host("news.example:8801") == "news.example:8801"
    assert ascii_host("." * 70 + "é") == "." * 70 + "é"
