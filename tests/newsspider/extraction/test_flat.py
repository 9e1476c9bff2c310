"""One page in three forms: copied as text, as flat HTML, and as the theme shows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from newsspider.extraction import extract
from newsspider.extraction.body.plaintext import flat_lines
from newsspider.extraction.page.blocks import visible_blocks
from newsspider.extraction.page.document import parse
from newsspider.items import Article, SiteProfile

PAGES = Path(__file__).parent / "pages"
DUMP = (PAGES / "ar_dump.txt").read_text(encoding="utf-8")
LINES = [line for line in DUMP.splitlines() if line.strip()]
CHROME = ("اظهر المزيد", "مقالات ذات صلة", "زر الذهاب إلى الأعلى", "إغلاق")


def flat_html(lines: list[str]) -> str:
    return "<html><head><title>-</title></head><body>" + "".join(f"<p>{line}</p>" for line in lines)


@pytest.fixture
def read(page):
    def run(body, profile=SiteProfile(), **given) -> Article:
        article = extract(page(body, **given), profile)
        assert isinstance(article, Article)
        return article

    return run


@pytest.fixture
def dump(read):
    return read(DUMP, headers={"content-type": "text/plain; charset=utf-8"})


def test_the_dump(dump):
    assert dump.title == LINES[1]
    assert dump.published_at.isoformat() == "2024-11-17"
    assert dump.sections == ("محليات", "اقتصاد وأعمال", "بيئة")
    assert dump.authors == ("قسم الشؤون المحلية",)
    assert [block.text for block in dump.body] == LINES[3:12]
    assert (dump.language, dump.direction) == ("ar", "rtl")


def test_the_three_forms_agree(read, dump):
    flat = read(flat_html(LINES))
    themed = read((PAGES / "ar_themed.html").read_text(encoding="utf-8"))
    for form in (flat, themed):
        same = replace(
            dump, provenance=form.provenance, site=form.site, image=form.image, summary=form.summary
        )
        assert form == same


def test_chrome_at_the_end_is_cut_and_in_a_sentence_stays(dump):
    for words in CHROME:
        assert words not in (block.text for block in dump.body)
    assert "إغلاق" in dump.text


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(LINES[1:12], id="no labels, no chrome"),
        pytest.param(
            [LINES[1], "قسم الشؤون المحلية", "17/11/2024", *LINES[3:]], id="desk and date apart"
        ),
        pytest.param(
            [LINES[1], "17/11/2024", "قسم الشؤون المحلية", *LINES[3:]], id="date before desk"
        ),
    ],
)
def test_other_heads(read, lines):
    article = read("\n\n".join(lines), headers={"content-type": "text/plain"})
    assert article.title == LINES[1]
    assert article.published_at.isoformat() == "2024-11-17"
    assert article.authors == ("قسم الشؤون المحلية",)
    assert [block.text for block in article.body] == LINES[3:12]


def test_labels_of_the_site_are_split_by_its_profile(read):
    profile = SiteProfile(sections=("أخبار المرفأ", "حديث الساحل"))
    lines = ["أخبار المرفأحديث الساحل", *LINES[1:]]
    article = read("\n".join(lines), profile, headers={"content-type": "text/plain"})
    assert article.sections == profile.sections


def test_a_dump_without_a_date_has_none(read):
    article = read("\n\n".join([LINES[1], *LINES[3:12]]), headers={"content-type": "text/plain"})
    assert article.published_at is None
    assert article.title == LINES[1]
    assert len(article.body) == 9


def test_related_headlines_behind_the_text_are_cut(read):
    lines = [*LINES[:12], "مقالات ذات صلة", "خبر آخر عن المدينة", "خبر ثالث عن البحر", "إغلاق"]
    article = read("\n".join(lines), headers={"content-type": "text/plain"})
    assert [block.text for block in article.body] == LINES[3:12]


def test_a_short_line_amid_the_text_stays(read):
    lines = [*LINES[:6], "ردود الفعل", *LINES[6:]]
    article = read("\n".join(lines), headers={"content-type": "text/plain"})
    assert [block.text for block in article.body] == [*LINES[3:6], "ردود الفعل", *LINES[6:12]]


def test_an_english_dump(read):
    text = "It rained for three days, and the lower town was under water by Friday night, officials said."
    lines = [
        "WorldAsia",
        "Flood closes the old bridge",
        "By Jane Doe",
        "17 November 2024",
        *[f"{text} ({n})." for n in range(6)],
    ]
    article = read(
        "\n".join([*lines, "Show more", "Related articles", "Close"]),
        headers={"content-type": "text/plain"},
    )
    assert article.title == "Flood closes the old bridge"
    assert article.sections == ("World", "Asia")
    assert article.authors == ("Jane Doe",)
    assert article.published_at.isoformat() == "2024-11-17"
    assert len(article.body) == 6


@pytest.mark.parametrize(
    ("markup", "is_flat"),
    [
        (flat_html(LINES), True),
        ("<p>one</p><p>two</p><div>three</div>", True),
        ("<p>one</p><p>two</p>", False),
        ("<article><p>one</p><p>two</p><p>three</p></article>", False),
        ("<h1>one</h1><p>two</p><p>three</p>", False),
        ("<p>one</p><p>two</p><p><a href=/x>three</a></p>", False),
        ("<ul><li>one<li>two<li>three</ul>", False),
    ],
)
def test_which_pages_are_flat(page, markup, is_flat):
    document = parse(page(markup))
    assert (flat_lines(visible_blocks(document.tree), document.plain) is not None) is is_flat


def test_a_menu_is_no_section_and_a_pointer_no_text(page):
    prose = "The council voted on Monday to keep the night bus for another year, it said. " * 3
    text = f"Home | News | Sport\n\nNight bus stays for good\n\nBy Maria Lopes, 3 May 2024\n\n{prose}\n\nRead also: Trams return to the harbour\n\n{prose}!"
    article = extract(page(text.encode(), headers={"content-type": "text/plain"}))
    assert article.sections == ()
    assert article.title == "Night bus stays for good"
    assert "Read also" not in article.text
