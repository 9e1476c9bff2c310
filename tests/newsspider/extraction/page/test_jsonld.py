"""JSON-LD as pages really write it."""

from __future__ import annotations

import json

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.extraction import extract
from newsspider.extraction.page.jsonld import LinkedData, linked_data, strings
from newsspider.extraction.read import read as read_page

URL = "https://example.org/a/flood"
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Flood",
    "url": URL,
}


def read(*blocks: object, url: str = URL) -> LinkedData:
    scripts = (
        f'<script type="application/ld+json">{text if isinstance(text, str) else json.dumps(text)}</script>'
        for text in blocks
    )
    return linked_data(lxml.html.document_fromstring("<html>" + "".join(scripts) + "<p>x"), url)


def headline(*blocks: object) -> str | None:
    article = read(*blocks).article
    return None if article is None else article.get("headline")


def test_a_single_article():
    assert headline(ARTICLE) == "Flood"


def test_a_list_of_nodes():
    assert headline([{"@type": "WebSite", "name": "Example"}, ARTICLE]) == "Flood"


def test_a_graph_with_references():
    linked = read(
        {
            "@graph": [
                {"@type": "WebSite", "@id": "#site", "name": "Example"},
                {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
                {**ARTICLE, "author": [{"@id": "#jane"}], "publisher": {"@id": "#site"}},
            ]
        }
    )
    assert linked.article is not None
    assert strings(linked.article["author"]) == ["Jane Doe"]
    assert strings(linked.article["publisher"]) == ["Example"]
    assert [node["name"] for node in linked.of_type("website")] == ["Example"]


def test_references_reach_over_blocks():
    linked = read(
        {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
        {**ARTICLE, "author": {"@id": "#jane"}},
    )
    assert linked.article is not None
    assert strings(linked.article["author"]) == ["Jane Doe"]


def test_an_article_that_a_page_node_holds():
    assert headline({"@type": "WebPage", "mainEntity": ARTICLE}) == "Flood"


def test_full_type_addresses_and_several_types():
    assert headline({"@type": "http://schema.org/NewsArticle", "headline": "Flood"}) == "Flood"
    assert headline({"@type": ["Thing", "ReportageNewsArticle"], "headline": "Flood"}) == "Flood"


def test_of_several_articles_the_one_of_this_page():
    other = {
        "@type": "NewsArticle",
        "headline": "Another",
        "url": "https://example.org/b",
        "author": "A",
    }
    assert headline(other, ARTICLE) == "Flood"
    assert (
        headline(other, {**ARTICLE, "url": "http://www.example.org/a/flood/?utm_source=x"})
        == "Flood"
    )


@pytest.mark.parametrize(
    "kind", ["Product", "JobPosting", "WebPage", "BreadcrumbList", "", None, 7]
)
def test_what_is_no_article(kind):
    assert read({"@type": kind, "headline": "Flood"}).article is None


DIRTY = {
    "trailing commas": '{"@type": "NewsArticle", "headline": "Flood", "keywords": ["a", "b",],}',
    "an HTML comment around": '<!-- {"@type": "NewsArticle", "headline": "Flood"} -->',
    "CDATA around": '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Flood"}\n//]]>',
    "a semicolon behind": '{"@type": "NewsArticle", "headline": "Flood"};',
    "line breaks in strings": '{"@type": "NewsArticle", "description": "one\ntwo\tthree", "headline": "Flood"}',
    "a byte order mark": '\ufeff{"@type": "NewsArticle", "headline": "Flood"}',
    "a comment line": '// the article\n{"@type": "NewsArticle", "headline": "Flood"}',
    "a comment block": '/* the article */ {"@type": "NewsArticle", /* text */ "headline": "Flood"}',
    "an HTML comment inside": '{"@type": "NewsArticle", <!-- of the day --> "headline": "Flood"}',
    "an HTML comment on lines of its own": '<!--\n{"@type": "NewsArticle", "headline": "Flood"}\n-->',
    "a brace too many": '{"@type": "NewsArticle", "headline": "Flood"}}',
    "a bracket too many": '[{"@type": "NewsArticle", "headline": "Flood"}]]',
    "a brace too few": '{"@type": "NewsArticle", "headline": "Flood", "author": {"name": "Jane"}',
    "a bracket too few": '[{"@type": "NewsArticle", "headline": "Flood"},',
    "a space behind the type": '{"@type": "NewsArticle ", "headline": "Flood"}',
    "two objects": '{"@type": "WebSite"}\n{"@type": "NewsArticle", "headline": "Flood"}',
    "two objects with a comma": '{"@type": "WebSite",},{"@type": "NewsArticle", "headline": "Flood"}',
    "undefined": '{"@type": "NewsArticle", "image": undefined, "headline": "Flood"}',
    "undefined in a list": '{"@type": "NewsArticle", "image": [undefined], "headline": "Flood"}',
    "bare quotes": '{"@type": "NewsArticle", "description": "The "old" bridge", "headline": "Flood"}',
    "bare quotes at the ends": '{"@type": "NewsArticle", "description": ""Gone", she said", "headline": "Flood"}',
    "entities": "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Flood&quot;}",
    "entities by number": "{&#34;@type&#34;: &#34;NewsArticle&#34;, &#34;headline&#34;: &#34;Flood&#34;}",
    "prefixed keys": '{"@type": "schema:NewsArticle", "schema:headline": "Flood"}',
    "a type without its sign": '{"type": "NewsArticle", "headline": "Flood"}',
    "a bad escape": r'{"@type": "NewsArticle", "headline": "Flood", "description": "it\'s over"}',
}


@pytest.mark.parametrize("case", DIRTY)
def test_dirty_blocks(case):
    assert headline(DIRTY[case]) == "Flood"


@pytest.mark.parametrize(
    "kind",
    [
        "application/ld+json",
        "application/LD+JSON",
        "application/ld+json; charset=utf-8",
        "application/json+ld",
    ],
)
@pytest.mark.parametrize("around", ["%s", "<!-- %s -->", "<!--\n%s\n//-->"])
def test_types_and_comments_as_pages_write_them(page, kind, around):
    data = around % '{"@type": "NewsArticle", "author": {"name": "Jane Doe"}}'
    markup = f'<html lang="en"><script type="{kind}">{data}</script><h1>Flood</h1>'
    markup += "<p>The river rose by two metres in the night, and the school stays shut.</p>" * 4
    assert read_page(page(markup)).article.authors == ("Jane Doe",)


def test_an_address_is_no_comment():
    text = '{"@type": "NewsArticle", "headline": "Flood", "image": "https://example.org/a.jpg",}'
    linked = read(text)
    assert linked.article is not None
    assert linked.article["image"] == "https://example.org/a.jpg"


def test_a_comma_in_a_headline_stays():
    assert (
        headline('{"@type": "NewsArticle", "headline": "One [two, ] three", }')
        == "One [two, ] three"
    )


@pytest.mark.parametrize(
    "bad", ["{", "", "null", "[1, 2", '{"@type": }', "window.x = {}", '"text"', "NaN"]
)
def test_a_bad_block_costs_only_itself(bad):
    assert headline(bad, ARTICLE) == "Flood"
    assert headline(ARTICLE, bad) == "Flood"


BOMBS = {
    "brackets": "[" * 200_000,
    "closed brackets": "[" * 100_000 + "]" * 100_000,
    "objects": '{"@graph":' * 20_000 + "[]" + "}" * 20_000,
    "commas": "," * 500_000,
    "spaces after a comma": "," + " " * 200_000 + "x",
    "slashes": "/*" * 200_000,
    "quotes": '"' * 200_000,
    "backslashes": '"' + "\\" * 200_001,
    "size": json.dumps({"@type": "NewsArticle", "headline": "x" * 5_000_000}),
    "a long number": '{"@type": "NewsArticle", "a": ' + "9" * 100_000 + "}",
    "many nodes": json.dumps([{"@type": "NewsArticle", "headline": str(n)} for n in range(8_000)]),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_cost_only_themselves(bomb, costs_at_most):
    with costs_at_most(6):
        linked = read(BOMBS[bomb], {**ARTICLE})
    if bomb != "many nodes":
        assert linked.article is not None
        assert linked.article["headline"] == "Flood"


def test_references_that_name_each_other_end():
    linked = read(
        {
            "@graph": [
                {**ARTICLE, "@id": "#a", "author": {"@id": "#b"}},
                {"@type": "Person", "@id": "#b", "name": {"@id": "#b"}},
            ]
        }
    )
    assert linked.article is not None
    assert strings(linked.article["author"]) == []


def test_strings_of_any_shape():
    assert strings("Jane") == ["Jane"]
    assert strings([{"name": "Jane"}, "John", {"name": ["A", {"@value": "B"}]}]) == [
        "Jane",
        "John",
        "A",
        "B",
    ]
    assert strings([None, 7, {}, {"url": "x"}, "  "]) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["@id", "@type", "@graph", "name", "url", "mainEntity", "mainEntityOfPage"]
            )
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_read(value):
    linked = read(json.dumps(value).replace("<", "\\u003c"), ARTICLE)
    assert linked.article is not None
    for node in linked.nodes:
        assert all(isinstance(text, str) for text in strings(node.get("name")))


@given(st.text(max_size=60))
def test_any_text_is_survived(text):
    assert read(text.replace("</", ""), ARTICLE).article is not None


@pytest.mark.parametrize(
    "value",
    ['{"a":"' + "]" * 50_000 + '","b":' + "[" * 50_000, '{"position": "' + "9" * 5_000 + '"}'],
)
def test_brackets_and_digits_cannot_hide_a_bomb(page, value):
    crumbs = '{"@type": "BreadcrumbList", "itemListElement": [{"position": "²", "name": "A"}, %s]}'
    for text in (value, crumbs % value):
        markup = f'<script type="application/ld+json">{text}</script><h1>Flood</h1><p>It rose.</p>'
        extract(page(markup))
