"""The article's paragraphs: all of them, in order, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from newsspider.extraction.body.features import ArticleHead
from newsspider.extraction.body.model import trimmed
from newsspider.extraction.body.paragraphs import read_paragraphs
from newsspider.extraction.page.blocks import visible_blocks
from newsspider.extraction.page.texts import bare
from newsspider.items import Kind, Paragraph

HEADING, QUOTE, ITEM, PLAIN = Kind.HEADING, Kind.QUOTE, Kind.LIST_ITEM, Kind.PARAGRAPH

ONE = "The ferry company said on Tuesday that it would end its winter service to the outer islands after the new year."
TWO = "Islanders have written to the minister, and a petition to keep the boats has gathered four thousand names so far."
THREE = "The company says that it carries nine passengers a day on average, and that each of them costs it sixty crowns."
FOUR = "A decision is expected when the regional council meets again on the second Thursday of the coming month."
PROSE = [ONE, TWO, THREE, FOUR]


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def texts(article) -> list[str]:
    return [block.text for block in article.body]


def test_paragraphs_in_order(read, ordinary):
    assert texts(read()) == list(ordinary[1])


def test_kinds(read):
    text = f"<p>{ONE}</p><h2>What the islanders say</h2><p>{TWO}</p><blockquote><p>{THREE}</p></blockquote><ul><li>Two boats a day in summer</li><li>One boat a week in winter</li></ul><p>{FOUR}</p>"
    assert [(block.kind, block.text) for block in read(text=text).body] == [
        (PLAIN, ONE),
        (HEADING, "What the islanders say"),
        (PLAIN, TWO),
        (QUOTE, THREE),
        (ITEM, "Two boats a day in summer"),
        (ITEM, "One boat a week in winter"),
        (PLAIN, FOUR),
    ]


def test_inline_markup_and_links_keep_their_words(read):
    text = f'<p>The <b>ferry</b> company <a href="/c">said on <i>Tuesday</i></a> that it would end its&nbsp;winter service to the outer islands.</p>{p(TWO, THREE)}'
    assert (
        texts(read(text=text))[0]
        == "The ferry company said on Tuesday that it would end its winter service to the outer islands."
    )


def test_nothing_twice(read):
    mobile = f'<div class="mobile-lead"><p>{ONE}</p></div>'
    assert texts(read(below=mobile, text=p(*PROSE))) == PROSE


def test_a_short_refrain_stays(read):
    text = p(ONE, "“No comment.”", TWO, "“No comment.”", THREE)
    assert texts(read(text=text)) == [ONE, "“No comment.”", TWO, "“No comment.”", THREE]


BOXES = {
    "related": '<div class="related"><h3>Related articles</h3><ul><li><a href=/1>Island school gets a new roof before the storms</a></li><li><a href=/2>Harbour dues to rise for the third year running</a></li></ul></div>',
    "unnamed related": '<div class="x7"><h3>Related articles</h3><ul><li><a href=/1>Island school gets a new roof before the storms</a></li><li><a href=/2>Harbour dues to rise for the third year running</a></li></ul></div>',
    "read also": '<p class="also"><a href=/1>Read also: Island school gets a new roof before the storms</a></p>',
    "newsletter": '<div class="newsletter-signup"><h4>The week in your inbox</h4><p>Sign up for our free newsletter.</p><form><input type=email><button>Sign up</button></form></div>',
    "newsletter form": "<form><label>Sign up for our newsletter</label><input type=email><button>Subscribe</button></form>",
    "share": '<div class="share-bar"><a href=#>Share</a> <a href=#>Tweet</a> <a href=#>Email</a></div>',
    "advertisement": '<div class="ad-slot"><span>Advertisement</span></div>',
    "buttons": "<button>Show more</button><div><a href=#>Back to top</a></div>",
    "script": "<script>var text = 'It was a dark and stormy night and the boats stayed in.';</script>",
    "style": "<style>.x { content: 'It was a dark and stormy night and the boats stayed in.' }</style>",
    "comment": "<!-- It was a dark and stormy night and the boats stayed in the harbour until dawn. -->",
    "template": "<template><p>It was a dark and stormy night and the boats stayed in the harbour.</p></template>",
    "noscript": "<noscript><p>Please enable JavaScript to see the comments on this story.</p></noscript>",
    "hidden": "<div hidden><p>It was a dark and stormy night and the boats stayed in.</p></div>",
    "aside": "<aside><h4>About the islands</h4><a href=/1>Map of the outer islands and their harbours</a></aside>",
    "tags": '<div class="tags"><a href=/t/1>Ferries</a> <a href=/t/2>Islands</a></div>',
}


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("place", ["amid", "behind"])
def test_boxes_in_the_article_are_cut(read, box, place):
    text = p(ONE, TWO) + BOXES[box] + p(THREE, FOUR) if place == "amid" else p(*PROSE) + BOXES[box]
    assert texts(read(text=text)) == PROSE


@pytest.mark.parametrize(
    "tail",
    [
        ["Show more", "Related articles", "Back to top", "Close", "Close"],
        ["Share", "Comments"],
        ["Read more"],
        ["Tags", "Follow us on Facebook"],
        ["Sign up for our newsletter"],
        ["All rights reserved."],
    ],
)
def test_chrome_behind_the_text_is_cut_though_it_stands_in_paragraphs(read, tail):
    assert texts(read(text=p(*PROSE, *tail))) == PROSE


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        (
            "en",
            "The harbour will close at noon and open again when the wind drops, the pilot said.",
        ),
        ("en", "“Close the door behind you,” the captain told the last of the passengers."),
        ("en", "Those who want to read more can find the full report in the harbour office."),
        ("en", "Three related articles appeared in the island paper over the summer months."),
        ("ar", "وأوضح المتحدث أن إغلاق الميناء سيستمر حتى تهدأ الرياح في المضيق."),
        ("ar", "وطلب الصيادون عرض المزيد من الأرقام على مجلس البلدية قبل التصويت."),
    ],
)
@pytest.mark.parametrize("at", [1, 2, 4])
def test_a_sentence_that_holds_such_words_stays(read, lang, sentence, at):
    wanted = [*PROSE[:at], sentence, *PROSE[at:]]
    assert texts(read(text=p(*wanted), lang=lang)) == wanted


def test_a_line_that_is_such_a_word_stays_amid_the_text(read):
    wanted = [ONE, TWO, "Close.", THREE, FOUR]
    assert texts(read(text=p(*wanted))) == wanted


def test_a_headline_behind_the_text_takes_nothing_of_it(read, ordinary):
    behind = f"<div><h1>{ordinary[0]}</h1></div>"
    assert texts(read(title="", text=p(*PROSE), behind=behind)) == PROSE


def test_a_menu_in_a_table_above_the_headline_is_no_text(read):
    menu = "<table><tr><td><a href=/>Front page</a> | <a href=/s>Sport</a></td></tr></table>"
    assert texts(read(above=menu, text=p(*PROSE))) == PROSE


def test_the_lines_of_the_header_are_no_text(read):
    below = "<p>By Jane Doe</p><p>Published 30 December 2024</p><p>4 min read</p>"
    article = read(below=below, text=p(*PROSE))
    assert texts(article) == PROSE
    assert article.authors == ("Jane Doe",)


def test_the_headline_is_no_text(read, ordinary):
    assert texts(read(text=p(ordinary[0], *PROSE))) == PROSE
    assert texts(read(text=f"<h2>{ordinary[0]}</h2>" + p(*PROSE))) == PROSE


@pytest.mark.parametrize("tag", ["br", "br/", "BR"])
def test_double_breaks_make_paragraphs(read, tag):
    for text in (
        f"<{tag}><{tag}>".join(PROSE),
        f"<{tag}>\n <{tag}>\n<{tag}>".join(PROSE),
        f"<p>{f'<{tag}><{tag}>'.join(PROSE)}</p>",
        f"<font size=2>{f'<{tag}><{tag}>'.join(PROSE)}</font>",
    ):
        assert texts(read(text=text)) == PROSE


def test_double_breaks_around_markup(read):
    text = f"{ONE}<br><br><b>{TWO[:20]}</b>{TWO[20:]}<br><br>{THREE[:30]}<a href=/x>{THREE[30:40]}</a>{THREE[40:]}<br><br>{FOUR}"
    assert texts(read(text=text)) == PROSE


def test_a_single_break_is_no_word_joint(read):
    article = read(text=p(f"{ONE}<br>{TWO}", THREE, FOUR))
    assert bare(" ".join(texts(article))) == bare(" ".join(PROSE))
    assert f"{ONE}{TWO}" not in article.text


def test_a_row_of_a_table_stays_or_goes_as_a_whole(read):
    rows = [
        ("Island", "Boats"),
        ("Norholm", "2"),
        ("Sandvær", "11"),
        ("Lille Sandvær and the skerries", "1"),
    ]
    table = "".join(f"<tr><td>{name}</td><td>{boats}</td></tr>" for name, boats in rows)
    found = texts(read(text=f"{p(ONE, TWO)}<table>{table}</table>{p(THREE, FOUR)}"))
    assert set(found) - set(PROSE) <= {f"{name} | {boats}" for name, boats in rows}


def test_a_table_of_figures_stays_whole(read):
    table = "<table><tr><th>Island</th><th>Boats</th></tr><tr><td>Norholm</td><td>2</td></tr><tr><td>Sandvær</td><td>1</td></tr></table>"
    rows = ["Island | Boats", "Norholm | 2", "Sandvær | 1"]
    whole = [ONE, TWO, *rows, THREE, FOUR]
    assert texts(read(text=p(ONE, TWO) + table + p(THREE, FOUR))) == whole


def test_the_cells_of_a_row_are_one_paragraph():
    tree = html.fromstring(
        "<table><tr><td>Norholm</td><td>2</td></tr><tr><td>Sandvær</td></tr></table>"
    )
    rows = [paragraph.text for paragraph in read_paragraphs(visible_blocks(tree))]
    assert rows == ["Norholm | 2", "Sandvær"]


def test_a_layout_of_tables(read):
    text = f"<table><tr><td><table><tr><td>{p(*PROSE)}</td></tr></table></td></tr></table>"
    assert texts(read(text=text)) == PROSE


def test_text_in_boxes_instead_of_paragraphs(read):
    assert texts(read(text="".join(f"<div>{text}</div>" for text in PROSE))) == PROSE


def test_text_that_a_script_would_unfold_stays(read):
    text = (
        p(ONE) + f'<div class="paywall-content" style="display: none">{p(TWO, THREE, FOUR)}</div>'
    )
    assert texts(read(text=text)) == PROSE


def test_text_in_a_box_with_a_name_of_chrome_stays(read):
    text = f'<div class="content-with-sidebar subscribe-wrapper">{p(*PROSE)}</div>'
    assert texts(read(text=text)) == PROSE


def test_captions_are_no_text(read):
    figure = "<figure><img src=/i.jpg alt='A boat'><figcaption>The last boat of the year at Norholm. Photo: Harbour office</figcaption></figure>"
    assert texts(read(text=p(ONE, TWO) + figure + p(THREE, FOUR))) == PROSE


def test_many_related_links_behind_a_short_article(read):
    links = "".join(
        f"<li><a href=/n/{n}>Headline number {n} about another matter of the week</a></li>"
        for n in range(40)
    )
    behind = f'<section class="more-stories"><h2>More stories</h2><ul>{links}</ul></section>'
    head = '<meta property="og:type" content="article">'
    assert texts(read(head, text=p(*PROSE), behind=behind)) == PROSE


def test_other_articles_behind_the_article(read):
    cards = "".join(
        f"<article><h3><a href=/n/{n}>Another headline of the week, number {n}</a></h3><p>{n}: a teaser of one line that leads to it.</p></article>"
        for n in range(6)
    )
    assert texts(read(text=p(*PROSE), behind=cards)) == PROSE


PARAGRAPHS = st.lists(
    st.builds(
        Paragraph,
        text=st.sampled_from(
            [*PROSE, "Close", "Related articles", "Show more", "By Jane Doe", "A heading", "…", "1"]
        )
        | st.text(min_size=1, max_size=20),
        kind=st.sampled_from(list(Kind)),
    ),
    max_size=10,
).map(tuple)


@given(
    PARAGRAPHS, st.frozensets(st.sampled_from([bare("By Jane Doe"), bare("A heading"), bare(ONE)]))
)
def test_trimming_twice_is_trimming_once(paragraphs, header):
    known = ArticleHead(header=header)
    once = trimmed(paragraphs, known)
    assert trimmed(once, known) == once


@given(PARAGRAPHS)
def test_trimming_cuts_only_at_the_ends(paragraphs):
    kept = trimmed(paragraphs, ArticleHead())
    starts = range(len(paragraphs) - len(kept) + 1)
    assert any(paragraphs[start : start + len(kept)] == kept for start in starts)
