"""The outlet that needs a browser: its pages are empty, and its program finds all in the JSON."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from newsspider.demo import Design, Outlet, World
from newsspider.extraction import extract
from newsspider.items import Article, Page, Reason, Rejected

NOW = datetime(2024, 12, 1, 12, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def outlet(whole_world):
    return whole_world.outlets[-1]


def told(world: World, outlet: Outlet) -> dict[str, Article]:
    return {article.url: article for article in world.truth() if article.site == outlet.name}


def fetch(url: str) -> tuple[int, str, str]:
    """Status, content type and text."""
    try:
        with urlopen(url) as response:  # noqa: S310
            return response.status, response.headers["Content-Type"], response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


def api(outlet: Outlet, path: str) -> Any:
    return json.loads(fetch(outlet.home.rstrip("/") + path)[2])


def listed(outlet: Outlet, path: str) -> Iterator[str]:
    """Paths of the stories in a list, those on the pages that follow among them."""
    number, following = 1, path
    while following:
        head = api(outlet, f"{path}/{number}.json")
        yield from (card["path"] for card in api(outlet, head["cards"])["cards"])
        number, following = number + 1, head["next"]


def data_path(url: str) -> str:
    """What the page under the URL asks for first."""
    return f"/api/stories/{url.rsplit('/', 1)[1].split('-')[0]}.json"


def served_body(outlet: Outlet, url: str) -> list[tuple[str, str]]:
    """Kind and text of each block, put together as the page's program does it."""
    chunks = api(outlet, data_path(url))["chunks"]
    blocks = [block for chunk in chunks for block in api(outlet, chunk)]
    return [(kind, "".join(text for text, _ in runs)) for kind, runs in blocks]


def test_world_has_eight_outlets_unless_it_is_asked_for_the_ninth(world, whole_world, outlet):
    assert [other.needs_browser for other in world.outlets] == [False] * 8
    assert [other.needs_browser for other in whole_world.outlets] == [False] * 8 + [True]
    assert whole_world.start_urls[-1] == outlet.home
    assert len(whole_world.truth()) == len(world.truth()) + 6
    assert len(whole_world.traps()) == len(world.traps()) + 1


def test_every_page_is_the_same_shell_without_text_or_links(whole_world, outlet):
    articles = told(whole_world, outlet)
    lists = [outlet.home, f"{outlet.home}?page=2", f"{outlet.home}rubrique/port"]
    notices = [f"{outlet.home}infos/mentions-legales"]
    traps = [url for url in whole_world.traps() if url.startswith(outlet.home)]
    answers = {fetch(url) for url in (*articles, *lists, *notices, *traps)}
    ((status, kind, html),) = answers
    assert (status, kind) == (200, "text/html; charset=UTF-8")
    assert '<div id="app"></div>' in html
    assert "<a " not in html
    assert not [a.url for a in articles.values() if a.title in html or a.body[0].text in html]


def test_shell_read_without_a_browser_is_empty(whole_world, outlet):
    url = next(iter(told(whole_world, outlet)))
    _, kind, html = fetch(url)
    page = Page(url=url, fetched_at=NOW, body=html.encode(), headers={"content-type": kind})
    found = extract(page)
    assert isinstance(found, Rejected)
    assert found.reason is Reason.EMPTY


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("static/app.js", "text/javascript; charset=utf-8"),
        ("static/app.css", "text/css; charset=utf-8"),
        ("api/site.json", "application/json; charset=utf-8"),
        ("api/lists/une/1.json", "application/json; charset=utf-8"),
        ("api/notices/confidentialite.json", "application/json; charset=utf-8"),
    ],
)
def test_program_and_its_data_have_their_content_types(outlet, path, kind):
    status, served, body = fetch(outlet.home + path)
    assert (status, served) == (200, kind)
    assert body


def test_lists_name_every_story_and_the_trap(whole_world, outlet):
    traps = {url for url in whole_world.traps() if url.startswith(outlet.home)}
    named = {outlet.home.rstrip("/") + path for path in listed(outlet, "/api/lists/une")}
    assert named == {*told(whole_world, outlet), *traps}
    sections = ("port", "ville", "culture")
    parted = {path for name in sections for path in listed(outlet, f"/api/lists/{name}")}
    assert {outlet.home.rstrip("/") + path for path in parted} == named


def test_text_comes_in_chunks_that_make_the_truth(whole_world, outlet):
    for article in told(whole_world, outlet).values():
        body = [(block.kind, block.text) for block in article.body]
        assert served_body(outlet, article.url) == body


def test_head_of_a_story_says_what_the_truth_says(whole_world, outlet):
    url, article = next(iter(told(whole_world, outlet).items()))
    head = api(outlet, data_path(url))
    assert outlet.home.rstrip("/") + head["path"] == url
    assert head["headline"] == article.title
    assert tuple(head["signatures"]) == article.authors
    assert tuple(label["label"] for label in head["labels"]) == article.sections
    assert article.published_at is not None
    assert head["stamps"]["out"] == article.published_at.isoformat()


def test_trap_is_a_page_whose_data_are_missing(whole_world, outlet):
    ((url, reason),) = [
        (url, reason) for url, reason in whole_world.traps().items() if url.startswith(outlet.home)
    ]
    assert reason is Reason.SOFT_404
    assert fetch(url)[0] == 200
    assert fetch(outlet.home.rstrip("/") + data_path(url))[0] == 404


def test_correction_reports_and_redesigns_reach_its_data():
    with World(browser=True) as world:
        outlet = world.outlets[-1]
        before = told(world, outlet)
        announced = world.correction(outlet)
        world.correct()
        changed = [
            article for url, article in told(world, outlet).items() if article != before[url]
        ]
        assert changed == [announced]
        body = [(block.kind, block.text) for block in announced.body]
        assert served_body(outlet, announced.url) == body
        (url,) = world.report(outlet, 1, NOW)
        assert outlet.home.rstrip("/") + next(listed(outlet, "/api/lists/une")) == url
        world.redesign(outlet, Design.BARE)
        assert fetch(url)[2] == fetch(outlet.home)[2]
