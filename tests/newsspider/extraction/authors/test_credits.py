"""What stands beside a name, around it and instead of it."""

from __future__ import annotations

import json

import pytest


def linked(author: object) -> str:
    node = {"@type": "NewsArticle", "headline": "x", "author": author}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


LINES = [
    ("en", "By Jane Doe, Health Reporter", ("Jane Doe",)),
    ("en", "By Jane Doe, Assistant Professor, Linden College", ("Jane Doe",)),
    ("en", "By Jane Doe, Senior Engineer, Rivers, Roads, and Harbours Project", ("Jane Doe",)),
    (
        "de",
        "Von Anna Müller, Korrespondentin, und Jörg Weiß, Fotograf",
        ("Anna Müller", "Jörg Weiß"),
    ),
    ("en", "Jane Doe in Linden and Ravi Pell in Oslo", ("Jane Doe", "Ravi Pell")),
    ("en", "By JANE DOE The Linden Post", ("JANE DOE",)),
    ("en", "By Jane Doe for The Linden Post", ("Jane Doe",)),
    ("en", "By Jane Doe | Linden", ("Jane Doe",)),
    ("en", "By Jane Doe @janedoe", ("Jane Doe",)),
    ("en", "By Jane Doe · 5 min read", ("Jane Doe",)),
    ("en", "Opinion by Jane Doe", ("Jane Doe",)),
    ("de", "Eine Reportage von Anna Müller", ("Anna Müller",)),
    ("fr", "Par Zoé Lefèvre avec AFP", ("Zoé Lefèvre", "AFP")),
    (
        "fr",
        "<strong>Un texte de <a href=/p/z>Zoé Lefèvre</a> d’<em>Enquête</em></strong>",
        ("Zoé Lefèvre",),
    ),
    ("es", "Un texto de Lucía Gómez", ("Lucía Gómez",)),
    ("it", "Un testo di Marco Bianchi", ("Marco Bianchi",)),
    ("es", "Por José Ortega y Gasset", ("José Ortega y Gasset",)),
    ("pt", "Por João Costa e Silva", ("João Costa e Silva",)),
    ("ja", "文● 岡田一郎／リンデン編集部", ("岡田一郎", "リンデン編集部")),
    ("ja", "文＝森本健太", ("森本健太",)),
    ("zh", "[王小明，林登日報]", ("王小明",)),
    ("en", "<span>Jane Doe</span><span>Ravi Pell</span>", ("Jane Doe", "Ravi Pell")),
    (
        "en",
        "<span>By</span><a href=/people/jd>Jane Doe</a><span>Staff Writer</span>",
        ("Jane Doe",),
    ),
    (
        "en",
        "<i>By</i><b><b>by JANE DOE, RAVI PELL and ANN LEE</b></b>",
        ("JANE DOE", "RAVI PELL", "ANN LEE"),
    ),
    ("fr", "<span>Par</span><span>Zoé Lefèvre</span><span>Journaliste</span>", ("Zoé Lefèvre",)),
    ("en", "From our correspondent", ()),
    ("en", "By Staff", ()),
    ("en", "View All", ()),
    ("ar", "التاريخ", ()),
]
"""In a box that its class calls a byline."""


@pytest.mark.parametrize(("lang", "line", "names"), LINES)
def test_what_stands_beside_a_name(read, lang, line, names):
    head = '<meta property="og:site_name" content="The Linden Post">'
    assert read(head, below=f'<div class="byline">{line}</div>', lang=lang).authors == names


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("Jane Doe, Political Correspondent", ("Jane Doe",)),
        ("By: Jane Doe | November 20, 2026", ("Jane Doe",)),
        ("Jane Doe in Linden", ("Jane Doe",)),
        ("Doe, Jane", ("Jane Doe",)),
        ("Santiago Ramón y Cajal", ("Santiago Ramón y Cajal",)),
        ({"@type": "Person", "givenName": "Jane", "familyName": "Doe"}, ("Jane Doe",)),
        ("undefined undefined", ()),
        ("[object Object]", ()),
        ("null null", ()),
        ("November 20", ()),
        ("Developed By Linden Works", ()),
    ],
)
def test_what_is_declared(read, name, names):
    assert read(linked(name)).authors == names


@pytest.mark.parametrize(
    "below",
    [
        '<address><div><a rel=author href="//x.example/profile/jd">Jane Doe</a> and <a rel=author href="//x.example/profile/rp">Ravi Pell</a></div></address>',
        '<aside class=m1><div><a href="/about/editors/jane-doe/">Jane Doe</a>, <a href="/about/editors/ravi-pell/">Ravi Pell</a></div></aside>',
        '<ul class="contributors"><li>Jane Doe</li><li>Ravi Pell</li></ul>',
    ],
)
def test_two_in_elements_of_their_own(read, below):
    assert read(below=below).authors == ("Jane Doe", "Ravi Pell")


@pytest.mark.parametrize(
    ("head", "below", "behind"),
    [
        (
            "Jane Doe, Ann Lee",
            "",
            "<p>Photographed by <b>Ann Lee</b>; Styled by <b>Kim Roe</b></p>",
        ),
        ("Jane Doe, Ann Lee", "<p>Illustrations: Ann Lee</p>", ""),
        ("Jane Doe", "<p class=byline>Fact-checked by Ann Lee</p>", ""),
    ],
)
def test_who_took_pictures_or_checked_is_no_author(read, head, below, behind):
    head = f'<meta name="author" content="{head}">'
    below = f"<p class=byline>By Jane Doe</p>{below}"
    assert read(head, below=below, behind=behind).authors == ("Jane Doe",)


@pytest.mark.parametrize(
    "around",
    [
        '<div class="author-box"><a href="/author/jd">Jane Doe</a><a href="/author/jd">View All</a></div>',
        '<div class="author-box"><a href="/author/jd">Jane Doe</a> <a href="/author/jd">View Author Page</a></div>',
        '<p class="byline">Von <a href="/autor/jd">Jane Doe</a> <a href="/autor/jd">Alle Artikel</a></p>',
    ],
)
def test_a_button_beside_the_name_is_no_author(read, around):
    assert read(below=around).authors == ("Jane Doe",)


@pytest.mark.parametrize(
    "declared",
    [
        '<meta name="author" content="The Linden Post">',
        '<meta name="author" content="Linden Media GmbH">',
        linked({"@type": "Organization", "name": "The Linden Post"}),
        linked({"@type": "Person", "name": "The Linden Post"}),
    ],
)
def test_the_house_is_no_author(read, declared):
    head = f'<meta property="og:site_name" content="The Linden Post">{declared}'
    article = read(head)
    assert article.authors == ()
    assert "authors" not in article.provenance


def test_a_promotion_beside_the_headline_is_no_author(read):
    above = "<p>Go VIP - One Month for Only $1</p>"
    below = '<a href="/User/JaneDoe/" class="art__author"><span>By</span>Jane Doe</a>'
    assert read(above=above, below=below).authors == ("Jane Doe",)


def test_words_that_the_page_writes_small_elsewhere_are_no_name(read):
    text = (
        "<p>"
        + "The business size of a ferry and its privacy policy fill a long page. " * 8
        + "</p>"
    )
    assert (
        read(text=text * 3, behind="<p>Business Size</p><p>All rights reserved</p>").authors == ()
    )


def test_a_byline_beats_what_only_the_metadata_know(read):
    head = '<meta name="author" content="Zone Justice">'
    assert read(head, below="<p>By Jane Doe</p>").authors == ("Jane Doe",)
