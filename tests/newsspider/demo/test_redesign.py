"""New stories, and what is read from an outlet that was redesigned."""

from datetime import UTC, datetime
from urllib.request import urlopen

import pytest

from newsspider.demo import Design, World
from newsspider.extraction import extract
from newsspider.items import Article, Page, Rejected

NOW = datetime(2024, 12, 1, 12, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def world():
    with World() as served:
        yield served


@pytest.fixture
def calder(world):
    return next(outlet for outlet in world.outlets if outlet.name == "The Calder Courier")


def record(url: str) -> Article | Rejected:
    with urlopen(url) as response:  # noqa: S310
        headers = {"content-type": response.headers["Content-Type"]}
        return extract(Page(url=url, fetched_at=NOW, body=response.read(), headers=headers))


def test_each_report_is_a_new_story_that_the_outlet_lists(world, calder):
    urls = [*world.report(calder, 12, NOW), *world.report(calder, 3, NOW)]
    assert len(set(urls)) == 15
    found = [record(url) for url in urls]
    assert len({article.text for article in found}) == len({a.title for a in found}) == 15
    assert all(article.authors or article.section for article in found)
    with urlopen(f"{calder.home}sitemaps/news.xml") as response:  # noqa: S310
        assert urls[-1].encode() in response.read()
    assert world.report(calder, 0, NOW) == ()


def test_a_redesign_shows_less_and_can_be_undone(world, calder):
    (url,) = world.report(calder, 1, NOW)
    whole = record(url)
    world.redesign(calder, Design.BARE)
    bare = record(url)
    assert (bare.title, bare.text) == (whole.title, whole.text)
    assert (bare.authors, bare.sections, bare.tags, bare.image) == ((), (), (), None)
    world.redesign(calder, Design.TEASER)
    assert len(record(url).text) < len(whole.text) / 3
    world.redesign(calder, Design.SCRIPTED)
    assert isinstance(record(url), Rejected)
    world.redesign(calder, None)
    assert record(url) == whole
