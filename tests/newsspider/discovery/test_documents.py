"""What kind of document an answer is, and what a saved page says of itself."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery.documents import DocumentKind, declares_article, document_kind
from newsspider.discovery.reading import read_leads
from newsspider.discovery.saved import is_markup, own_address

KINDS = [
    (b"<rss version='2.0'>", "text/html", DocumentKind.FEED),
    (b"\xef\xbb\xbf<?xml version='1.0'?><!-- a --><feed>", "", DocumentKind.FEED),
    (b"<rdf:RDF>", "text/xml", DocumentKind.FEED),
    (b'{"version": "https://jsonfeed.org/version/1.1"}', "application/json", DocumentKind.FEED),
    (b"<?xml version='1.0'?><urlset>", "text/xml", DocumentKind.SITEMAP),
    (gzip.compress(b"<sitemapindex>", mtime=0), "application/gzip", DocumentKind.SITEMAP),
    ("<?xml version='1.0'?><rss>".encode("utf-16"), "text/xml", DocumentKind.FEED),
    (b"<!doctype html><html>", "", DocumentKind.HTML),
    (b"<p>x", "text/html", DocumentKind.HTML),
    (b"", "text/html; charset=utf-8", DocumentKind.HTML),
    (b"%PDF-1.4", "application/pdf", DocumentKind.OTHER),
    (b"a < b", "text/plain", DocumentKind.OTHER),
    (b'{"a": 1}', "application/json", DocumentKind.OTHER),
    (b"\x1f\x8bbroken", "application/gzip", DocumentKind.OTHER),
]


@pytest.mark.parametrize(("body", "content_type", "kind"), KINDS)
def test_kinds(body, content_type, kind):
    assert document_kind(body, content_type) is kind


@pytest.mark.parametrize(
    ("page", "is_article"),
    [
        (b"<meta property='og:type' content='article'>", True),
        (b'<META content="article" property="og:type"/>', True),
        (b"<meta property=og:type content=article>", True),
        (b"<meta property='og:type' content='website'>", False),
        (b"<p>article</p>", False),
    ],
)
def test_declared_articles(page, is_article):
    assert declares_article(page) is is_article


@pytest.mark.parametrize(
    ("page", "address"),
    [
        (b"<link rel=canonical href='https://example.org/a'>", "https://example.org/a"),
        (b"<meta property='og:url' content='https://example.org/b'>", "https://example.org/b"),
        (b"<link rel=canonical href='/a'>", None),
        (b"", None),
        (b"<p>x</p>", None),
    ],
)
def test_a_saved_page_names_its_address(page, address):
    assert own_address(page) == address


def test_a_text_is_no_markup():
    assert not is_markup("الشرق الأوسط\n5 < 6 and a <- b\n".encode())
    assert is_markup(b"\n<DIV>x")
    assert is_markup("<html>".encode("utf-16"))


@given(st.binary(), st.text())
def test_nothing_raises(body, content_type):
    document_kind(body, content_type)
    read_leads(body, "https://example.org/", content_type)
    own_address(body)
