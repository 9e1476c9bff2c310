"""What addresses have in common, and which are traps."""

import pytest

from newsspider.discovery.patterns import pattern_of, trap_of

SITE = "https://herald.example"


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/2024/11/05/the-river-rose-by-two-metres", "/9999/99/99/{words}"),
        ("/politics/", "/politics"),
        ("/news/1234567", "/news/99999"),
        ("/a/الحكومة-تعلن-خطة-جديدة", "/a/{words}"),
        ("/calendar?year=2024&month=5", "/calendar?month&year"),
        ("/story/5f8d0d55b54764421b7156c9", "/story/{code}"),
        ("", "/"),
    ],
)
def test_numbers_headlines_and_codes_are_left_out(path, pattern):
    assert pattern_of(SITE + path) == pattern


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/news/news/news/", "repeated path segment"),
        ("/a;jsessionid=12AB", "session id"),
        ("/a?PHPSESSID=f3", "session id"),
        ("/" + "/".join(f"s{number}" for number in range(13)), "deep path"),
        ("/list?" + "&".join(f"f{number}=1" for number in range(9)), "many parameters"),
    ],
)
def test_traps_are_told(path, why):
    assert trap_of(SITE + path) == why


@pytest.mark.parametrize("path", ["/news/2024/11/news/a", "/10/10/10/a", "/?id=4", "/a/b/c"])
def test_ordinary_addresses_are_none(path):
    assert trap_of(SITE + path) is None
