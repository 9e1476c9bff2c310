"""The labelled set of ``gate/``: pages that are articles, and pages that only look like it.

A TOML a language; ``frames/`` holds the site around a page. ``label`` is ``article`` or the reason,
``paywalled`` says that the article is an open part only. ``benchmarks/gate.py`` prints the table.
"""

from __future__ import annotations

from collections import Counter

import gate
import pytest

from newsspider.extraction import extract
from newsspider.items import Article, Reason, Rejected

CASES = tuple(gate.load())
REJECTS = {
    Reason.INDEX_PAGE,
    Reason.MEDIA_PAGE,
    Reason.CONSENT_WALL,
    Reason.LOGIN_WALL,
    Reason.PAYWALL_STUB,
    Reason.BLOCKED,
    Reason.SOFT_404,
}
OTHER_KINDS = {
    Reason.PRODUCT_PAGE,
    Reason.SERVICE_PAGE,
    Reason.FORUM_THREAD,
    Reason.DOCUMENTATION,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_page_gets_its_label(case):
    outcome = extract(case.page)
    if case.label == gate.ARTICLE:
        assert isinstance(outcome, Article), outcome
        assert outcome.paywalled is case.paywalled
        assert outcome.body
    else:
        assert isinstance(outcome, Rejected), outcome.text
        assert outcome.reason == case.label, outcome.evidence
        assert outcome.evidence


def test_the_set_is_no_small_one():
    labels = Counter(case.label for case in CASES)
    assert labels[gate.ARTICLE] >= 25
    assert all(labels[reason] >= 4 for reason in REJECTS)
    assert all(labels[reason] >= 2 for reason in OTHER_KINDS)
    assert len({case.page.url.split(".")[0] for case in CASES}) >= 8


@pytest.mark.slow
def test_the_table_counts_every_page(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["gate.py"])
    gate.main()
    printed = capsys.readouterr().out
    assert f"{len(CASES)} pages; article: precision 100.0, recall 100.0" in printed


def test_what_goes_wrong_is_named():
    pairs = [("article", "empty"), ("article", "article"), ("empty", "article")]
    assert gate.rates(pairs) == (50.0, 50.0)
    assert gate.confusion(pairs).row_count == 2


GATE = "<p>Subscribe to continue reading</p>"
PROSE = "<p>" + "The council voted on Monday to keep the night bus for another year. " * 10 + "</p>"


@pytest.mark.parametrize(
    ("markup", "paywalled"),
    [
        (f"<h1>Night bus stays</h1>{PROSE}{GATE}", True),
        (f"<h1>Night bus stays</h1>{GATE}{PROSE}", False),
        (f"<h1>Night bus stays</h1>{PROSE}<p>Already a subscriber? Sign in</p>", False),
        (
            f"<h1>Night bus stays</h1>{PROSE}<h3>Related</h3>"
            "<p><a href=/1>Council to vote on the new swimming pool</a></p>"
            f"<p><a href=/2>Ferry to run hourly through the summer</a></p>{GATE}",
            False,
        ),
        (
            f"<h1>Night bus stays</h1>{PROSE}"
            "<p><a href=/1>Subscribe to continue reading is the worst line of all</a></p>",
            False,
        ),
    ],
)
def test_a_gate_behind_the_text_makes_it_an_open_part(page, markup, paywalled):
    outcome = extract(page(f"<body>{markup}</body>"))
    assert isinstance(outcome, Article), outcome
    assert outcome.paywalled is paywalled


@pytest.mark.parametrize(
    "bar",
    [
        "<div class=bar><span>This site uses cookies.</span> <button>OK</button></div>",
        "<div class=bar><button>Accept cookies</button><button>Refuse cookies</button></div>",
        "<footer>Our partners, privacy, cookies <button>OK</button></footer>",
        "<button>OK</button>",
    ],
)
@pytest.mark.parametrize("frame", ["<body>{}</body>", "<body><div id=page>{}</div></body>"])
def test_a_bar_under_short_news_is_no_wall(page, bar, frame):
    news = "<h1>Night bus stays</h1><p>The council voted to keep it, and our partners at the paper asked for no consent of anybody, said the mayor.</p>"
    nav = "<nav><a href=/>Home</a></nav><article>" + news + "</article>"
    outcome = extract(page(frame.format(f"<p>14 June 2024</p>{nav}{bar}")))
    assert isinstance(outcome, Article), outcome
