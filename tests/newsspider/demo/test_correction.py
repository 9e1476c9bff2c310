"""The correction changes one article, and nothing else."""

from urllib.request import urlopen

from newsspider.demo import World


def test_correction_changes_one_article():
    with World() as world:
        before = {article.url: article for article in world.truth()}
        announced = world.correction()
        assert announced != before[announced.url]
        world.correct()
        after = {article.url: article for article in world.truth()}
        changed = [url for url, article in after.items() if article != before[url]]
        assert changed == [announced.url]
        assert after[announced.url] == announced


def test_correction_is_served_and_dated():
    with World() as world:
        world.correct()
        article = world.correction()
        with urlopen(article.url) as response:  # noqa: S310
            page = response.read().decode()
        assert "41 million crowns" in page
        assert "34 million crowns" not in page
        assert article.modified_at is not None
        assert article.modified_at.isoformat() in page


def test_correcting_twice_is_correcting_once():
    with World() as world:
        world.correct()
        truth = world.truth()
        world.correct()
        assert world.truth() == truth
