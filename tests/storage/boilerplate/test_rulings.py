from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsspider.errors import NewsspiderError
from newsspider.items import Article, Paragraph
from storage.boilerplate import learning, rulings
from storage.boilerplate.rulings import BoilerplateLine, Ruling
from storage.corpus import articles
from storage.models import ArticleRow, SiteRow

HOUSE = "The Herald is owned by its readers"
OFFER = "Ferry tickets are cheaper by the dozen"


def told(flood: Article, number: int, *after: str) -> Article:
    own = [f"In sentence {at} of story {number} the council went home." for at in range(6)]
    return replace(
        flood,
        url=f"https://www.herald.example/news/{number}",
        title=f"Story {number}",
        body=tuple(Paragraph(text=text) for text in (*own, *after)),
    )


@pytest.fixture
def site_id(session: Session, flood: Article, now: datetime) -> int:
    """A site of five stories: each ends with one line, three with another one before it."""
    for number in range(5):
        after = (OFFER, HOUSE) if number < 3 else (HOUSE,)
        learning.store_cleaned(session, told(flood, number, *after), now=now)
    return rulings.find_site(session, "herald.example").id


def ends(session: Session) -> list[list[str]]:
    session.expire_all()
    rows = session.scalars(select(ArticleRow).order_by(ArticleRow.id))
    return [[paragraph.text for paragraph in articles.load_article(row).body[6:]] for row in rows]


def states(session: Session, site_id: int) -> list[tuple[str, Ruling, int, int]]:
    return [
        (one.text, one.state, one.seen, one.cut) for one in rulings.list_lines(session, site_id)
    ]


def test_what_was_learned_how_often_it_was_seen_and_what_it_cut(
    session: Session, site_id: int
) -> None:
    first, second = rulings.list_lines(session, site_id)
    assert first == BoilerplateLine(id=first.id, text=HOUSE, state=Ruling.LEARNED, seen=5, cut=5)
    assert second == BoilerplateLine(id=second.id, text=OFFER, state=Ruling.LEARNED, seen=3, cut=3)
    assert ends(session) == [[]] * 5


@pytest.mark.parametrize("by_id", [True, False])
def test_a_kept_line_comes_back_at_once_and_stays(
    session: Session, site_id: int, flood: Article, now: datetime, by_id: bool
) -> None:
    line = str(rulings.list_lines(session, site_id)[1].id) if by_id else OFFER.upper()
    assert rulings.keep_line(session, site_id, line, now=now) == 3
    assert ends(session) == [[OFFER]] * 3 + [[]] * 2
    learning.store_cleaned(session, told(flood, 5, OFFER, HOUSE), now=now)
    assert ends(session)[5] == [OFFER]
    assert states(session, site_id)[1] == (OFFER, Ruling.KEPT, 4, 0)
    assert rulings.keep_line(session, site_id, line, now=now) == 0


def test_a_forgotten_line_is_learned_anew(
    session: Session, site_id: int, flood: Article, now: datetime
) -> None:
    assert rulings.forget_line(session, site_id, HOUSE, now=now) == 5
    assert ends(session) == [[HOUSE]] * 5
    assert states(session, site_id)[1] == (HOUSE, Ruling.FORGOTTEN, 5, 0)
    for number in (5, 6):
        learning.store_cleaned(session, told(flood, number, HOUSE), now=now)
    assert ends(session) == [[HOUSE]] * 7
    learning.store_cleaned(session, told(flood, 7, HOUSE), now=now)
    assert ends(session) == [[]] * 8
    assert states(session, site_id)[0] == (HOUSE, Ruling.LEARNED, 8, 8)


def test_forgetting_takes_a_keep_back(
    session: Session, site_id: int, flood: Article, now: datetime
) -> None:
    rulings.keep_line(session, site_id, HOUSE, now=now)
    assert rulings.forget_line(session, site_id, HOUSE, now=now) == 0
    for number in (5, 6, 7):
        learning.store_cleaned(session, told(flood, number, HOUSE), now=now)
    assert ends(session) == [[]] * 8


@pytest.mark.parametrize("line", ["4711", "No such line", "99999999999999999999", "", "\0"])
def test_a_line_that_was_not_learned_is_one_sentence(
    session: Session, site_id: int, now: datetime, line: str
) -> None:
    for rule in (rulings.keep_line, rulings.forget_line):
        with pytest.raises(NewsspiderError, match=r"was learned on herald\.example: newsspider"):
            rule(session, site_id, line, now=now)


def test_a_line_of_another_site_is_not_found_by_its_id(
    session: Session, site_id: int, now: datetime
) -> None:
    line = str(rulings.list_lines(session, site_id)[0].id)
    other = SiteRow(host="asa.example", name="The Herald")
    session.add(other)
    session.flush()
    with pytest.raises(NewsspiderError, match="was learned"):
        rulings.keep_line(session, other.id, line, now=now)
    with pytest.raises(NewsspiderError, match=r"Several .* \(herald\.example, asa\.example\)"):
        rulings.find_site(session, "the herald")


def test_an_unknown_site_is_one_sentence(session: Session, site_id: int) -> None:
    assert rulings.find_site(session, "https://www.herald.example/news/3").id == site_id
    assert rulings.find_site(session, "the herald").id == site_id
    with pytest.raises(NewsspiderError, match=r"No site asa\.example is in the corpus"):
        rulings.find_site(session, "asa.example")
