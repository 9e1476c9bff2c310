import pytest

from newsspider.sources import Source
from newsspider.sources.branches import beneath


@pytest.mark.parametrize(
    ("url", "branch"),
    [
        ("https://a.org/politics", "/politics"),
        ("https://a.org/politics/", "/politics"),
        ("https://a.org/politics/2024/x", "/politics/"),
        ("https://a.org/politics.html", "/politics"),
        ("https://a.org/politics/x", "/politics/index.html"),
        ("https://a.org/politics/x", "/politics.php"),
        ("https://www.a.org/politics/x", "https://a.org/politics"),
        ("https://a.org/%D8%A2%D8%B3%DB%8C%D8%A7/1", "/آسیا"),
        ("https://a.org/آسیا/1", "https://a.org/%D8%A2%D8%B3%DB%8C%D8%A7"),
        ("https://a.org", "/"),
        ("https://a.org/x", "https://a.org"),
    ],
)
def test_what_lies_beneath_a_branch(url, branch):
    assert beneath(url, branch)


@pytest.mark.parametrize(
    ("url", "branch"),
    [
        ("https://a.org/politics-uk/x", "/politics"),
        ("https://a.org/world/politics/x", "/politics"),
        ("https://b.org/politics/x", "https://a.org/politics"),
        ("https://a.org/", "/politics"),
    ],
)
def test_what_does_not(url, branch):
    assert not beneath(url, branch)


def test_what_is_left_out_goes_before_what_is_taken_in():
    source = Source(site="a.org", include=("/news", "/sport"), exclude=("/news/live",))
    assert source.covers("https://a.org/news/1")
    assert source.covers("https://a.org/sport")
    assert not source.covers("https://a.org/news/live/1")
    assert not source.covers("https://a.org/culture/1")
    assert Source(site="a.org", exclude=("/news",)).covers("https://a.org/culture/1")
