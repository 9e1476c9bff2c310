"""Extraction as a library: from whatever a caller has, on its own, leaving it as it was."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from newsspider.extraction import extract
from newsspider.items import Article, Reason, Rejected

URL = "https://www.example.org/news/bridge"
NOW = datetime(2024, 12, 31, tzinfo=UTC)
PROSE = "The council voted on Monday to keep the night bus for another year, the mayor said. "
HTML = (
    "<!DOCTYPE html><html lang=en><head><meta charset=windows-1256><title>Night bus stays</title>"
    "<script>if (a < b) document.write('</p>')</script></head><body><h1>Night bus stays</h1>"
    f"<p>3 May 2024</p><p>“{PROSE * 3}”</p><p>{PROSE[:60] * 5}. &copy; &lt;b&gt;</p></body></html>"
)
ALONE = """
import sys
from newsspider.extraction import extract
result = extract({html!r}, url={url!r})
assert result.title == "Night bus stays", result
loaded = {{"scrapy", "twisted", "sqlalchemy", "storage", "pipelines", "typer", "rich"}}
print(sorted(loaded & set(sys.modules)))
"""


def test_it_needs_nothing_else_of_the_project(tmp_path):
    script = ALONE.format(html=HTML, url=URL)
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")


def test_bytes_text_and_trees_give_the_same(page):
    wanted = extract(page(HTML, url=URL))
    assert isinstance(wanted, Article)
    tree = lxml.html.document_fromstring(HTML)
    for content in (
        HTML,
        HTML.encode(),
        bytearray(HTML.encode()),
        memoryview(HTML.encode()),
        tree,
        tree.getroottree(),
    ):
        assert extract(content, url=URL, fetched_at=NOW) == wanted


def test_bytes_are_decoded_as_the_server_says():
    body = HTML.replace("windows-1256", "utf-8").replace("mayor", "Bürgermeister").encode("cp1252")
    result = extract(body, url=URL, content_type="text/html; charset=windows-1252", fetched_at=NOW)
    assert isinstance(result, Article)
    assert "the Bürgermeister said" in result.text


def test_a_tree_stays_as_it_was():
    tree = lxml.html.document_fromstring(HTML)
    before = etree.tostring(tree)
    extract(tree, url=URL)
    assert etree.tostring(tree) == before


def test_a_part_of_a_tree_is_read_alone():
    outer = lxml.html.fromstring(f"<div><p>{PROSE * 9}</p><main>{HTML}</main>tail</div>")
    result = extract(outer.find("main"), url=URL, fetched_at=NOW)
    assert isinstance(result, Article)
    assert result.text.count("The council voted") < 9


def test_without_an_address_the_page_s_own_is_taken():
    own = HTML.replace("<title>", "<link rel=canonical href=https://a.org/night-bus><title>")
    assert extract(own).url == "https://a.org/night-bus"
    named = extract(own, url=URL)
    assert named.url == URL
    nobody = extract(HTML)
    assert isinstance(nobody, Article)
    assert nobody.url == ""
    assert "url" not in nobody.provenance


def test_no_date_is_later_than_the_fetch():
    assert extract(HTML, url=URL).published_at.isoformat() == "2024-05-03"
    early = extract(HTML, url=URL, fetched_at=datetime(2024, 1, 1, tzinfo=UTC))
    assert early.published_at is None


def test_what_is_no_page_is_named():
    with pytest.raises(TypeError, match="not dict"):
        extract({})


def test_binary_data_is_no_article():
    picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20
    result = extract(picture, url=URL)
    assert isinstance(result, Rejected)
    assert result.reason is Reason.NOT_HTML


@pytest.mark.slow
def test_a_tree_deeper_than_any_parser_makes():
    root = deepest = etree.Element("div")
    for _ in range(200):
        # By pieces: to add one element takes as long as the tree is deep.
        piece = end = etree.Element("div")
        for _ in range(249):
            end = etree.SubElement(end, "div")
        deepest.append(piece)
        deepest = end
    deepest.text = PROSE * 6
    assert isinstance(extract(root, url=URL), Article | Rejected)


QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LETTERS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
TAGS = st.sampled_from(
    "html head body title meta script style p h1 h2 div span a time article nav table tr td li ul"
    " svg template noscript textarea select iframe x-card".split()
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from("class id href content property name datetime lang dir type rel style".split()),
    LETTERS
    | st.sampled_from(
        ["og:title", "application/ld+json", "2024-05-03", "author", "http://[", "canonical"]
    ),
    max_size=3,
)


def _element(parts: tuple[str, dict[str, str], str, str, list[etree._Element]]) -> etree._Element:
    tag, attributes, text, tail, children = parts
    made = etree.Element(tag, attributes)
    made.text, made.tail = text, tail
    made.extend(children)
    return made


NODES = st.one_of(
    st.builds(etree.Comment, st.just("a comment")),
    st.tuples(TAGS, ATTRIBUTES, LETTERS, LETTERS, st.just([])).map(_element),
)
TREES = st.recursive(
    NODES,
    lambda inner: st.tuples(TAGS, ATTRIBUTES, LETTERS, LETTERS, st.lists(inner, max_size=4)).map(
        _element
    ),
    max_leaves=12,
)


@QUICK
@given(st.text(max_size=300))
def test_any_text_is_survived(text):
    assert isinstance(extract(text, url=URL, fetched_at=NOW), Article | Rejected)


@QUICK
@given(TREES)
def test_any_tree_is_survived_and_left_alone(tree):
    before = etree.tostring(tree)
    assert isinstance(extract(tree, url=URL, fetched_at=NOW), Article | Rejected)
    assert etree.tostring(tree) == before


@QUICK
@given(st.binary(max_size=300), st.text(max_size=30), st.text(max_size=30))
def test_any_address_and_type_are_survived(body, url, content_type):
    outcome = extract(body, url=url, content_type=content_type, fetched_at=NOW)
    assert isinstance(outcome, Article | Rejected)
