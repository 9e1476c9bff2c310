"""Who wrote it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from babel.dates import format_date


def linked(author: object, **more: object) -> str:
    node = {"@type": "NewsArticle", "headline": "x", "author": author, **more}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


BYLINES = [
    ("en", "By Jane Doe", ("Jane Doe",)),
    ("en", "BY JANE DOE", ("JANE DOE",)),
    ("en", "By Jane Doe and John Smith", ("Jane Doe", "John Smith")),
    ("en", "By Jane Doe, John Smith & Ann Lee", ("Jane Doe", "John Smith", "Ann Lee")),
    ("en", "Written by Jane Doe", ("Jane Doe",)),
    ("en", "By Jane Doe | 3 May 2024", ("Jane Doe",)),
    ("en", "By Anderson Andrews", ("Anderson Andrews",)),
    ("en", "By Jean-Luc O'Brien", ("Jean-Luc O'Brien",)),
    ("de", "Von Anna Müller", ("Anna Müller",)),
    ("de", "Von Anna Müller und Jörg Weiß", ("Anna Müller", "Jörg Weiß")),
    ("fr", "Par Zoé Lefèvre", ("Zoé Lefèvre",)),
    ("en", "By Jane Doe in Linden", ("Jane Doe",)),
    ("fr", "Par Zoé Le Goff | 03/05/2024", ("Zoé Le Goff",)),
    ("de", "Interview: Anna Müller", ("Anna Müller",)),
    ("de", "Redaktion", ("Redaktion",)),
    ("fr", "Par Zoé Lefèvre et Marc Petit", ("Zoé Lefèvre", "Marc Petit")),
    ("es", "Por Lucía Gómez y Juan Pérez", ("Lucía Gómez", "Juan Pérez")),
    ("pt", "Por João Silva e Ana Souza", ("João Silva", "Ana Souza")),
    ("it", "di Marco Bianchi e Sara Neri", ("Marco Bianchi", "Sara Neri")),
    ("ru", "Автор: Анна Иванова", ("Анна Иванова",)),
    ("ar", "بقلم: سلمى الحكيم", ("سلمى الحكيم",)),
    ("ar", "كتب رامي الشامي", ("رامي الشامي",)),
    ("ar", "كتبت سلمى الحكيم و رامي الشامي", ("سلمى الحكيم", "رامي الشامي")),
    ("he", "מאת דנה לוי", ("דנה לוי",)),
    ("id", "Oleh Budi Santoso", ("Budi Santoso",)),
]
NOBODY = [
    "admin",
    "Editor",
    "https://www.facebook.com/linden",
    "@linden",
    "12345",
    "null",
    " ",
    "a@example.org",
]


@pytest.mark.parametrize(("lang", "line", "names"), BYLINES)
def test_visible_bylines(read, lang, line, names):
    assert read(below=f'<p class="byline">{line}</p>', lang=lang).authors == names


@pytest.mark.parametrize(("lang", "line", "names"), BYLINES[:4])
def test_bylines_without_any_mark(read, lang, line, names):
    assert read(below=f"<p>{line}</p>", lang=lang).authors == names


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Jane Doe", ("Jane Doe",)),
        ({"@type": "Person", "name": "Jane Doe"}, ("Jane Doe",)),
        (
            [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "John Smith"}],
            ("Jane Doe", "John Smith"),
        ),
        (["Jane Doe", "Jane Doe"], ("Jane Doe",)),
        ({"@type": "Person", "name": ["Jane Doe", "John Smith"]}, ("Jane Doe", "John Smith")),
        ({"@type": "Organization", "name": "Linden News Agency"}, ("Linden News Agency",)),
        ("By Jane Doe and John Smith", ("Jane Doe", "John Smith")),
        ("Jane Doe (Harbour desk)", ("Jane Doe",)),
    ],
)
def test_linked_data(read, author, names):
    assert read(linked(author)).authors == names


def test_the_site_is_no_author_unless_a_byline_names_it(read):
    head = '<meta property="og:site_name" content="The Linden Post">' + linked(
        {"name": "The Linden Post"}
    )
    assert read(head, below="<p class=byline>By Jane Doe</p>").authors == ("Jane Doe",)
    assert read(head).authors == ()
    below = "<p class=byline>By The Linden Post</p>"
    assert read(head, below=below).authors == ("The Linden Post",)


def test_a_person_beside_the_site(read):
    head = '<meta property="og:site_name" content="The Linden Post">' + linked(
        ["The Linden Post", "Jane Doe"]
    )
    assert read(head).authors == ("Jane Doe",)


@pytest.mark.parametrize("name", NOBODY)
def test_what_names_nobody(read, name):
    assert read(f'<meta name="author" content="{name}">').authors == ()
    assert read(linked(name)).authors == ()


def test_an_address_in_the_meta_tag_gives_way_to_the_byline(read):
    head = '<meta property="article:author" content="https://www.facebook.com/linden">'
    assert read(head, below="<p class=byline>By Jane Doe</p>").authors == ("Jane Doe",)


def test_a_link_to_the_author(read):
    below = '<div class="meta"><a rel="author" href="/people/jane">Jane Doe</a> <time datetime="2024-12-30">30 December 2024</time></div>'
    article = read(below=below)
    assert article.authors == ("Jane Doe",)
    assert article.published_at.isoformat() == "2024-12-30"


def test_microdata(read):
    below = (
        '<div itemscope itemtype="https://schema.org/NewsArticle"><span itemprop="author" itemscope '
        'itemtype="https://schema.org/Person">By <span itemprop="name">Jane Doe</span></span></div>'
    )
    assert read(below=below).authors == ("Jane Doe",)


def test_a_desk_beside_the_date(read):
    article = read(below="<p>قسم الشؤون المحلية 17/11/2024</p>", lang="ar")
    assert article.authors == ("قسم الشؤون المحلية",)


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "Published on Monday, 30 December 2024 at 14:05 GMT"),
        ("en", "Updated: 30 December 2024"),
        ("de", "Veröffentlicht am 30.12.2024 um 14:05 Uhr"),
        ("fr", "Publié le 30 décembre 2024 à 14h05"),
        ("ar", "نشر في: الاثنين، 30 ديسمبر 2024"),
        ("es", "Publicado el 30 de diciembre de 2024"),
        ("ja", "2024年12月30日 14時05分 公開"),
        ("en", "30 December 2024 · 4 min read"),
    ],
)
def test_what_leads_to_a_date_is_no_author(read, lang, line):
    assert read(below=f"<p>{line}</p>", lang=lang).authors == ()


@pytest.mark.parametrize("day", range(1, 8))
@pytest.mark.parametrize("lang", "ar de en es fa fr he hi id it ja ko pt ru tr uk ur zh".split())
def test_the_day_of_the_week_is_no_author(read, texts, lang, day):
    line = format_date(date(2024, 11, day), "full", locale=lang)
    text = f"<p>{texts[lang]}</p><p>{texts[lang]} {texts[lang]}</p>"
    article = read(below=f"<p>{line}</p>", text=text, lang=lang)
    assert article.authors == ()
    assert article.published_at is not None
    assert article.published_at.isoformat() == f"2024-11-0{day}"


def test_bylines_of_other_articles_do_not_count(read):
    behind = '<div class="more"><h3><a href=/b>Another headline about the town</a></h3><p class=byline>By Max Other</p></div>'
    assert read(behind=behind).authors == ()


def test_no_byline_is_no_author(read):
    article = read()
    assert article.authors == ()
    assert "authors" not in article.provenance


def test_a_long_line_names_its_author_first(read):
    tags = ", ".join(["bridges", "rivers", "harbours", "councils"] * 3)
    line = f"<p>Posted by Jane Doe under Travel and Transport | Filed with the words {tags}</p>"
    assert read(below=line).authors == ("Jane Doe",)


def test_the_whole_name_where_only_the_first_is_declared(read):
    assert read(linked("Jane"), below="<p>By Jane Doe</p>").authors == ("Jane Doe",)


@pytest.mark.parametrize(
    "behind",
    [
        "<h3>More from Jane Doe</h3>",
        "<div class=author-bio><h3>Jane Doe</h3><p>writes on rivers.</p></div>",
        "<p>Text: Jane Doe</p>",
        "<p><em>Jane Doe</em></p><p>All rights reserved</p>",
    ],
)
def test_a_name_behind_the_text(read, texts, behind):
    assert read(text=f"<p>{texts['en']} {texts['en']}</p>" * 4, behind=behind).authors == (
        "Jane Doe",
    )


@pytest.mark.parametrize(
    "behind",
    [
        "<h3>Popular Stories</h3><p>All rights reserved</p>",
        "<p>Free Delivery</p><p>All rights reserved</p>",
        "<p><b>Popular Stories</b></p><ul><li>The bridge<li>The river</ul>",
        "<p>Photo: Jane Doe</p><p>All rights reserved</p>",
    ],
)
def test_what_heads_a_list_or_a_section_signs_nothing(read, texts, behind):
    assert read(text=f"<p>{texts['en']} {texts['en']}</p>" * 4, behind=behind).authors == ()


@pytest.mark.parametrize(("lang", "name"), [("ko", "홍길동"), ("ja", "山田太郎"), ("zh", "王小明")])
def test_east_asian_names_are_one_word(read, lang, name):
    article = read(linked(name), lang=lang)
    assert article.authors == (name,)
    assert article.provenance["authors"].confidence > 0.75
