"""What stands on the page as a heading, and where."""

from __future__ import annotations

import lxml.html
import pytest

from newsspider.extraction.title.visible import MAX_HEADINGS, Heading, headings

TITLE = "Old bridge reopens"


def found(markup: str) -> list[Heading]:
    return list(headings(lxml.html.fromstring(f"<html><body>{markup}</body></html>")))


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        (f"<main><h1>{TITLE}</h1></main>", "h1"),
        (f"<main><h2>{TITLE}</h2></main>", "heading"),
        (f"<aside><h1>{TITLE}</h1></aside>", "h1 aside"),
        (f"<footer><div><h2>{TITLE}</h2></div></footer>", "heading aside"),
        (f"<nav class=breadcrumb><a href=/r>Region</a> <h1>{TITLE}</h1></nav>", "h1 in trail"),
        (f"<ul class=c-breadcrumbs__list><li><h1>{TITLE}</h1></ul>", "h1 in trail"),
        (f"<h1 data-breadcrumb-headline>{TITLE}</h1>", "h1 in trail"),
        (f"<div class=has-breadcrumbs><h1>{TITLE}</h1><p>Text</p></div>", "h1"),
        (f"<h1><a href=/>{TITLE}</a></h1>", "h1 of site"),
        (f"<a href=https://example.org/><h1>{TITLE}</h1></a>", "h1 of site"),
        (f"<h1 class=site-title>{TITLE}</h1>", "h1 of site"),
        (f"<h1><a href=/news/bridge>{TITLE}</a></h1>", "h1"),
    ],
)
def test_the_place_of_a_heading(markup, kind):
    assert found(markup) == [Heading(TITLE, kind)]


@pytest.mark.parametrize(
    "markup",
    [
        "<h1></h1>",
        f"<h1 hidden>{TITLE}</h1>",
        f"<div style='display: none'><h1>{TITLE}</h1></div>",
        f"<h1>{'word ' * 200}</h1>",
    ],
)
def test_what_no_reader_takes_for_a_heading(markup):
    assert found(markup) == []


@pytest.mark.parametrize(
    ("markup", "roles"),
    [
        ("<span class=kicker>Traffic</span> <span>{}</span>", ("kicker", "headline")),
        ("<span class=a__kicker>Traffic</span> {}", ("kicker", "headline")),
        ("<i>Traffic</i> <span class=story-headline>{}</span>", ("", "headline")),
        ("<span>Traffic</span> <b>{}</b>", ("", "")),
    ],
)
def test_the_parts_of_a_heading(markup, roles):
    whole, *parts = found(f"<h2>{markup.format(TITLE)}</h2>")
    assert whole == Heading(f"Traffic {TITLE}", "heading")
    assert parts == [
        Heading("Traffic", "heading part", roles[0]),
        Heading(TITLE, "heading part", roles[1]),
    ]


def test_a_page_of_headings_ends():
    assert len(found(f"<h2>{TITLE}</h2>" * 500)) == MAX_HEADINGS
