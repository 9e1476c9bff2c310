"""Kinds of pages on which lines belong together, or to another story: each in several forms."""

from __future__ import annotations

import pytest

from newsspider.extraction import extract
from newsspider.items import Article

TEXT = (
    "The council of Vellam voted on Monday to keep the night ferry, which carries nurses and bakers"
    " across the sound before the first bus runs.",
    "It will leave every hour from the old customs quay, and the fare stays what it has been since"
    " the bridge was closed.",
    "Nobody spoke against it. The harbour master said that the boat needs a new engine before the"
    " ice comes, and that it has been ordered.",
    "A decision on the summer boats is expected in March, when the figures of the year are known to"
    " all members.",
)
AR = (
    "قرر مجلس مدينة ولام يوم الاثنين الإبقاء على العبارة الليلية التي تنقل الممرضات والخبازين عبر المضيق"
    " قبل أول حافلة في الصباح.",
    "وستغادر العبارة كل ساعة من رصيف الجمارك القديم، وتبقى الأجرة كما كانت منذ إغلاق الجسر قبل عامين.",
    "ولم يعترض أحد على القرار. وقال مدير الميناء إن القارب يحتاج إلى محرك جديد قبل قدوم الجليد.",
)
LONG_LEAD = (
    "The night ferry stays. After two years of talks the council has found the money for a boat that"
    " few people see and that the town cannot do without."
)
SHORT_LEAD = "The boat that few people see stays."


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(
    body: str, *, head: str = "", lang: str = "en", title: str = "Night ferry stays"
) -> Article:
    outcome = extract(
        f'<html lang="{lang}"><head><title>{title}</title><meta property="og:type"'
        f' content="article">{head}</head><body><nav><ul><li><a href="/">Home</a></li><li><a'
        f' href="/sport">Sport</a></li></ul></nav>{body}<footer><p>© 2024 The Vellam Post</p>'
        "</footer></body></html>".encode(),
        url="https://post.example/2024/03/04/ferry",
    )
    assert isinstance(outcome, Article), outcome
    return outcome


def lines(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.body]


def summary(text: str) -> str:
    return f'<meta property="og:description" content="{text}">'


@pytest.mark.parametrize(
    "body",
    [
        f'<main><h1>Night ferry stays</h1><p class="standfirst">{LONG_LEAD}</p>'
        f'<div class="text">{paragraphs(*TEXT)}</div></main>',
        f"<header><h1>Night ferry stays</h1><div><strong>{LONG_LEAD}</strong></div></header>"
        f"<section>{paragraphs(*TEXT)}</section>",
        f'<div class="o"><h2>Night ferry stays</h2><ul><li><a href="#a">Save</a></li><li><a'
        f' href="#b">Print</a></li></ul><p>{LONG_LEAD}</p></div><div>{paragraphs(*TEXT)}</div>',
    ],
)
def test_an_opening_that_a_meta_tag_repeats_stays(body):
    assert lines(page(body, head=summary(LONG_LEAD))) == [LONG_LEAD, *TEXT]


@pytest.mark.parametrize("box", ["<article>{}</article>", '<div class="story-text">{}</div>'])
def test_a_short_first_paragraph_that_a_meta_tag_repeats_stays(box):
    body = f"<h1>Night ferry stays</h1>{box.format(paragraphs(SHORT_LEAD, *TEXT))}"
    assert lines(page(body, head=summary(SHORT_LEAD))) == [SHORT_LEAD, *TEXT]


def test_a_subtitle_over_the_byline_is_no_text():
    body = (
        f'<article><h1>Night ferry stays</h1><p class="sub">{SHORT_LEAD}</p><p>By Ida Strand</p>'
        f"<p>4 March 2024</p>{paragraphs(*TEXT)}</article>"
    )
    assert lines(page(body, head=summary(SHORT_LEAD))) == [*TEXT]


@pytest.mark.parametrize(
    "facts",
    [
        ("Name: Ida Strand", "Trade: Boat builder", "Years at the yard: 31"),
        ("Preis: 12 Euro", "Länge: 14 Meter", "Plätze: 40", "Heimathafen: Vellam"),
    ],
)
def test_facts_before_the_text_stay(facts):
    body = f"<h1>Night ferry stays</h1><div>{paragraphs(*facts, *TEXT)}</div>"
    assert lines(page(body)) == [*facts, *TEXT]


@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_text_that_is_set_as_headings_stays(tag):
    body = "".join(
        f"<div><{tag}>{first}</{tag}><div>View this photo</div></div><div><p>{second}</p></div>"
        for first, second in (TEXT[:2], TEXT[2:])
    )
    article = page(f"<header><h1>Night ferry stays</h1></header>{body}")
    assert [line for line in lines(article) if line in TEXT] == [*TEXT]


NEXT = (
    "The new crane came by barge on Tuesday and is the tallest thing on the quay, taller than the"
    " church, and it lifts forty tons.",
    "It replaces a crane of 1957 that had not been used since a storm bent its arm nine years ago.",
)


@pytest.mark.parametrize(
    "second",
    [
        "<article><h1>A crane for the quay</h1>{}</article>",
        '<article data-url="/crane"><h2>A crane for the quay</h2>{}</article>',
        '<hr><div class="further"><article><header><h3>A crane for the quay</h3></header>{}</article></div>',
    ],
)
def test_a_next_story_on_the_page_is_left_out(second):
    first = f"<article><h1>Night ferry stays</h1>{paragraphs(*TEXT)}</article>"
    assert lines(page(first + second.format(paragraphs(*NEXT)))) == [*TEXT]


def test_the_entries_of_a_live_blog_stay():
    entries = "".join(
        f"<article><h2>At {9 + at}:00</h2><p>{text}</p></article>" for at, text in enumerate(TEXT)
    )
    article = page(f"<main><h1>Night ferry stays</h1><section>{entries}</section></main>")
    assert [line for line in lines(article) if line in TEXT] == [*TEXT]


def test_the_figures_of_a_table_stay_with_its_header():
    rows = [("Boat", "Seats", "Built"), ("Svan", "40", "1988"), ("Tern", "62", "2003")]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    body = f"<article><h1>Night ferry stays</h1>{paragraphs(*TEXT[:2])}<table>{table}</table>"
    article = page(f"{body}{paragraphs(*TEXT[2:])}</article>")
    assert lines(article) == [*TEXT[:2], *(" | ".join(row) for row in rows), *TEXT[2:]]


def test_a_list_stays_whole():
    items = ["the customs quay", "Saint Birger", "Old Mill", "the hospital", "North Point"]
    listed = "".join(f"<li>{item}</li>" for item in items)
    body = f"<article><h1>Night ferry stays</h1>{paragraphs(*TEXT[:2])}<ol>{listed}</ol>"
    article = page(f"{body}{paragraphs(*TEXT[2:])}</article>")
    assert lines(article) == [*TEXT[:2], *items, *TEXT[2:]]


@pytest.mark.parametrize(("lang", "texts"), [("en", TEXT), ("ar", AR)])
def test_no_paragraph_between_others_is_cut(lang, texts):
    short = (
        "“It is cold, and it is dark, and it is ours.”"
        if lang == "en"
        else "«إنها باردة ومظلمة، لكنها لنا»."
    )
    story = [texts[0], short, *texts[1:]]
    article = page(f"<div><h1>Night ferry stays</h1>{paragraphs(*story)}</div>", lang=lang)
    assert lines(article) == story


LABELS = ["Advertisement", "Anzeige", "إعلان", "Loading...", "Copy link", "Artikel anhören"]
WRAPS = [
    "<p>{}</p>",
    "<div><span>{}</span></div>",
    "<aside>{}</aside>",
    "<p><strong>{}</strong></p>",
    "<button>{}</button>",
    '<div class="sr-only">{}</div>',
    "<dialog><p>{}</p></dialog>",
    "<section><div><p>{}</p></div></section>",
]


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize("label", LABELS)
def test_a_label_amid_the_text_goes_however_it_is_wrapped(label, wrap):
    inside = paragraphs(*TEXT[:2]) + wrap.format(label) + paragraphs(*TEXT[2:])
    assert lines(page(f"<article><h1>Night ferry stays</h1>{inside}</article>")) == [*TEXT]


@pytest.mark.parametrize(
    "hint", ["Opens the map of all nine quays", "نهاية معرض الصور في هذه الصفحة"]
)
@pytest.mark.parametrize("wrap", ['<p class="sr-only">{}</p>', "<dialog>{}</dialog>"])
def test_what_nobody_sees_is_no_text(hint, wrap):
    inside = paragraphs(*TEXT[:2]) + wrap.format(hint) + paragraphs(*TEXT[2:])
    assert lines(page(f"<article><h1>Night ferry stays</h1>{inside}</article>")) == [*TEXT]


BIOGRAPHY = (
    "Alva Tsarn has covered the harbour for nine years. Before that she taught at the school in"
    " Tessel, and she still rows to work."
)


@pytest.mark.parametrize("name", ["author-dropdown", "post__author", "bio", "autorin-info"])
def test_a_box_about_the_author_is_no_text(name):
    about = f'<div class="{name}"><div><p>{BIOGRAPHY}</p></div></div>'
    body = f"<h1>Night ferry stays</h1>{about}<div>{paragraphs(*TEXT)}</div>"
    assert lines(page(f'<div class="post">{body}</div>')) == [*TEXT]
    behind = f"<h1>Night ferry stays</h1><div>{paragraphs(*TEXT)}</div>{about}"
    assert lines(page(f'<div class="post">{behind}</div>')) == [*TEXT]


def test_a_text_whose_box_is_named_after_its_author_stays():
    body = f'<div class="author-tsarn">{paragraphs(*TEXT)}</div>'
    assert lines(page(f"<article><h1>Night ferry stays</h1>{body}</article>")) == [*TEXT]


def test_buttons_that_open_an_answer_stay():
    asked = "<h2><button>Who pays for the boat?</button></h2>"
    inside = paragraphs(*TEXT[:2]) + asked + paragraphs(*TEXT[2:])
    found = lines(page(f"<article><h1>Night ferry stays</h1>{inside}</article>"))
    assert found == [*TEXT[:2], "Who pays for the boat?", *TEXT[2:]]


MARGINS = [
    "Photo: Marit Solheim/Orle Press",
    "(Image credit: Orle Press)",
    "Foto: Lek Oye",
    "صورة: مكتب الصحافة في أورلة",
    "Last updated on March 5, 2024 at 09:27 am",
    "Veröffentlicht am 04.03.2024, 12:17 Uhr",
    "Publié le 4 mars 2024 à 08:01, mis à jour le 5 mars 2024",
    "公開日：2024/03/04 11:30 更新日：2024/03/05 11:30",
]


@pytest.mark.parametrize("line", MARGINS)
@pytest.mark.parametrize("wrap", ["<p>{}</p>", "<div><span>{}</span></div>", "<p><em>{}</em></p>"])
def test_what_stands_in_the_margin_is_no_text(line, wrap):
    inside = paragraphs(*TEXT[:2]) + wrap.format(line) + paragraphs(*TEXT[2:])
    assert lines(page(f"<article><h1>Night ferry stays</h1>{inside}</article>")) == [*TEXT]


@pytest.mark.parametrize(
    "sentence",
    [
        "Updated maps of the sound were published on March 3, 2024, and the pilots hung them up.",
        "Photo: that was the word on the note, and nobody on the quay knew what it should mean.",
        "Published in 1921, the tables of the tides are still in use on the boats of two lines.",
    ],
)
def test_a_sentence_on_dates_or_pictures_stays(sentence):
    text = [*TEXT[:2], sentence, *TEXT[2:]]
    body = f"<article><h1>Night ferry stays</h1>{paragraphs(*text)}</article>"
    assert lines(page(body)) == text


@pytest.mark.parametrize("at", [0, 2, 4])
@pytest.mark.parametrize(
    ("name", "biography"),
    [
        ("Alva Tsarn", "Alva Tsarn is a reporter in Tessel who covers the harbour and its people."),
        ("Lek Oye", "Lek Oye schreibt seit neun Jahren über den Hafen und die Schulen der Insel."),
        ("مريم السالمي", "مريم السالمي صحفية تكتب عن الميناء والمدارس في الجزيرة منذ تسع سنوات."),
    ],
)
def test_a_biography_of_the_author_is_no_text(name, biography, at):
    byline = f'<p class="byline"><a rel="author" href="/author/1">{name}</a></p>'
    head = f'<meta name="author" content="{name}">'
    inside = paragraphs(*TEXT[:at]) + f"<p>{biography}</p>" + paragraphs(*TEXT[at:])
    body = f"<article><h1>Night ferry stays</h1>{byline}{inside}</article>"
    assert lines(page(body, head=head)) == [*TEXT]


def test_a_name_that_grows_in_small_letters_breaks_nothing():
    name = "ß" * 30 + " Ada"
    head = f'<meta name="author" content="{name}">'
    body = f"<article><h1>Night ferry stays</h1>{paragraphs(*TEXT, name + ' sails on boats too')}</article>"
    assert lines(page(body, head=head))[: len(TEXT)] == [*TEXT]
